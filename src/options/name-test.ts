/** Whether a span name fits a pattern. */
export type NameTest = (name: string) => boolean;

/** Fits what an expression finds, the same for each call. */
export function testOf(expression: RegExp): NameTest {
  // With `g` or `y` an expression remembers where it stopped: every other answer would be wrong.
  const stateless = new RegExp(expression.source, expression.flags.replace(/[gy]/g, ''));
  return (name) => stateless.test(name);
}

/**
 * Fits a glob, in which `*` stands for any run of characters. Takes no expression, for that would try all the ways
 * there are to divide a name among several stars: if each piece is taken where it comes first, more is left for the
 * pieces after it than in any other way.
 */
export function testOfGlob(glob: string): NameTest {
  const [start = '', ...middle] = glob.split('*');
  const end = middle.pop() ?? '';
  const minimum = start.length + end.length;
  return (name) =>
    name.length >= minimum &&
    name.endsWith(end) &&
    name.startsWith(start) &&
    (middle.length === 0 || hasInTurn(name, middle, start.length, name.length - end.length));
}

/** Whether a text has the pieces one after the other between two places. */
function hasInTurn(text: string, pieces: readonly string[], from: number, to: number): boolean {
  let place = from;
  for (const piece of pieces) {
    const found = text.indexOf(piece, place);
    if (found === -1) {
      return false;
    }
    place = found + piece.length;
  }
  return place <= to;
}
