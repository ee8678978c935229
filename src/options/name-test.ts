/** Whether a span name fits a pattern. */
export type NameTest = (name: string) => boolean;

/** Fits what an expression finds, the same for each call. */
export function testOf(expression: RegExp): NameTest {
  // With `g` or `y` an expression remembers where it stopped: every other answer would be wrong.
  const stateless = new RegExp(expression.source, expression.flags.replace(/[gy]/g, ''));
  return (name) => stateless.test(name);
}

/** Fits a glob, in which `*` stands for any run of characters. */
export function testOfGlob(glob: string): NameTest {
  const [start = '', ...rest] = glob.split('*');
  const end = rest.pop() ?? '';
  if (rest.length === 0) {
    // One star, the usual case, needs no expression.
    const minimum = start.length + end.length;
    return (name) => name.length >= minimum && name.endsWith(end) && name.startsWith(start);
  }
  const literal = glob.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'));
  return testOf(new RegExp(`^${literal.join('.*')}$`, 's'));
}
