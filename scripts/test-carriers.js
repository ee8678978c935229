// Runs the programs in __tests__/compat/carriers, which carry a session to another process by a message, with the
// built package: node scripts/test-carriers.js [--trees] [shape ...]
import { register } from 'tsx/esm/api';

register();
const { main } = await import('../__tests__/compat/carriers/support/main.ts');
process.exitCode = await main(process.argv.slice(2));
