import { isDisabled } from '../../src/register/is-disabled.js';

describe('isDisabled', () => {
  it.each(['true', '1', ' TRUE '])('is true with SESSION_TRACE_DISABLED=%s', (value) => {
    expect(isDisabled({ SESSION_TRACE_DISABLED: value })).toBe(true);
  });

  it.each(['false', '0', '', 'maybe', undefined])(
    'is false with SESSION_TRACE_DISABLED=%s',
    (value) => {
      expect(isDisabled({ SESSION_TRACE_DISABLED: value })).toBe(false);
    },
  );
});
