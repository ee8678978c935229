/**
 * The way that this program was started with: the lines of `<way>.js` beside it, or none for `before`.
 *
 * @param {string} program - the program's own `import.meta.url`
 */
export async function chosenWay(program) {
  const way = process.argv.at(-1);
  const pasted = way === 'before' ? {} : await import(new URL(`${way}.js`, program));
  const { sessionTrace, around = (_, turn) => turn(), placed = (exporter) => exporter } = pasted;
  return { spanProcessors: sessionTrace ? [sessionTrace] : [], around, placed };
}
