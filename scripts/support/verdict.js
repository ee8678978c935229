// Compares what a run prints with what it is to print, scene by scene.
const reported = new Map();

/** Runs, compares, and tells the difference; `passed` or `FAILED`. */
export function verdict(what, run, wanted) {
  let text;
  try {
    text = run();
  } catch (error) {
    text = `${error.stdout}${error.stderr}`;
  }
  if (text === wanted) {
    return 'passed';
  }
  report(what, difference(scenes(wanted), scenes(text)));
  return 'FAILED';
}

/** Combinations mostly fail alike: a difference is shown once. */
function report(what, text) {
  const before = reported.get(text);
  reported.set(text, before ?? what);
  console.error(before === undefined ? `\n${what}:\n\n${text}` : `\n${what}: as ${before}`);
}

function difference(wanted, got) {
  const signed = (sign, scene) => scene.replace(/^/gm, sign);
  return [
    ...wanted.filter((scene) => !got.includes(scene)).map((scene) => signed('- ', scene)),
    ...got.filter((scene) => !wanted.includes(scene)).map((scene) => signed('+ ', scene)),
  ].join('\n\n');
}

function scenes(text) {
  return text.trim().split('\n\n');
}
