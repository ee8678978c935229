import { describeValue } from '../../src/diagnostics/describe-value.js';

describe('describeValue', () => {
  it.each<[unknown, string]>([
    [new Error('a\n b'), 'Error: a b'],
    ['text', "'text'"],
    [undefined, 'undefined'],
  ])('shows %p in one line', (value, line) => {
    expect(describeValue(value)).toBe(line);
  });

  it('looks at no more of an endless text than it shows', () => {
    const replaced = jest.spyOn(String.prototype, 'replace');
    const line = describeValue(new Error(`${' '.repeat(1_000)}${'x y'.repeat(1_000_000)}`));
    const lengths = replaced.mock.contexts.map((text) => String(text).length);
    replaced.mockRestore();
    expect(line).toBe('Error: ...');
    expect(Math.max(...lengths)).toBeLessThan(1_000);
  });

  it('says that it has cut something off', () => {
    expect(describeValue(new Error('x'.repeat(500)))).toBe(`Error: ${'x'.repeat(233)}...`);
    expect(describeValue(new Error('x'.repeat(233)))).toBe(`Error: ${'x'.repeat(233)}`);
  });
});
