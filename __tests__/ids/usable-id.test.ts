import { refusalOf } from '../../src/ids/usable-id.js';

describe('refusalOf', () => {
  it.each(['a', 'x'.repeat(256), '会话-🧵', ' ', '\u0001'])('accepts %j', (id) => {
    expect(refusalOf(id)).toBeUndefined();
  });

  it.each([
    ['', 'empty'],
    ['x'.repeat(257), 'longer than 256 characters'],
    ['a\0b', 'not text (U+0000 or a lone surrogate in it)'],
    ['\ud83e', 'not text (U+0000 or a lone surrogate in it)'],
    [7, 'not a string but a number'],
    [null, 'not a string but null'],
    [{}, 'not a string but an object'],
    [Promise.resolve('a'), 'not a string but a promise (the resolver must answer at once)'],
  ])('refuses %j', (value, why) => {
    expect(refusalOf(value)).toBe(why);
  });
});
