// What the command line asks for. docs/benchmarks.md tells of each flag.
import { parseArgs } from 'node:util';
import { SDKS, sdkOf } from './sdks.js';
import { BASELINE, VARIANTS, variantOf } from './variants.js';

const DEFAULT_PROCESSES = 12;

/** The settings; throws an error of one line at anything it does not know. */
export function readSettings(args) {
  const { processes, only, sdk, 'no-page': noPage } = parse(args);
  const chosen = only?.split(',').map((name) => variantOf(name));
  return {
    processes: processes === undefined ? DEFAULT_PROCESSES : wholeNumber(processes),
    variants: VARIANTS.filter(
      (variant) => chosen === undefined || variant.name === BASELINE || chosen.includes(variant),
    ),
    sdks: sdk === undefined ? SDKS : [sdkOf(sdk)],
    // A page of some of the figures would not say that the others are missing.
    writesPage: !noPage && only === undefined && sdk === undefined,
  };
}

function parse(args) {
  const text = { type: 'string' };
  const options = { processes: text, only: text, sdk: text, 'no-page': { type: 'boolean' } };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    // What follows is advice for programs that take file names.
    const [what] = error.message.split('. ');
    const flags = Object.keys(options).map((name) => `--${name}`);
    throw new Error(`${what}. The flags are ${flags.join(', ')}.`, { cause: error });
  }
}

function wholeNumber(text) {
  if (!/^[1-9]\d*$/.test(text)) {
    throw new Error(`--processes must be a whole number from 1, not "${text}".`);
  }
  return Number(text);
}
