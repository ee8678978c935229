// Runs random programs by hand: `npm run test:properties -- --count 5000 --seed 42`.
import { parseArgs } from 'node:util';
import { checkPrograms, report } from './check-programs.js';
import { readProgram } from './write-program.js';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    /** Runs one program, as a failing run prints it. */
    program: { type: 'string' },
  },
});

if (values.program !== undefined) {
  console.log(await report(readProgram(values.program)));
} else {
  const [count, seed] = [Number(values.count), Number(values.seed)];
  console.log(`${count} random programs, seed ${seed}`);
  const failure = await checkPrograms({ count, seed });
  console.log(failure ?? 'all as in the model');
  process.exitCode = failure === undefined ? 0 : 1;
}
