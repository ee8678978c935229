// The second way: all variants in one process, in rounds that take turns.
import { runChild } from './run-child.js';

/** Rows for each SDK. */
export function measureInOneProcess(sdks, variants) {
  const names = variants.map(({ name }) => name).join(',');
  return sdks.map((sdk) => {
    process.stdout.write(`${sdk.title}, all variants in one process\n`);
    const results = runChild(sdk, 'measure-together.js', names);
    return results.map((result, index) => ({ ...result, variant: variants[index] }));
  });
}
