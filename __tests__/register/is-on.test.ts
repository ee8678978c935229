import { isOn } from '../../src/register/is-on.js';

describe.each(['SESSION_TRACE_DISABLED', 'SESSION_TRACE_EXPLAIN'] as const)('isOn', (name) => {
  it.each(['true', '1', ' TRUE '])(`is true with ${name}=%s`, (value) => {
    expect(isOn({ [name]: value }, name)).toBe(true);
  });

  it.each(['false', '0', '', 'maybe', undefined])(`is false with ${name}=%s`, (value) => {
    expect(isOn({ [name]: value }, name)).toBe(false);
  });
});
