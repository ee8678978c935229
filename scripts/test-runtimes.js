// Runs the agent runtimes in __tests__/compat/runtimes with the built package:
// node scripts/test-runtimes.js [--trees] [--write] [folder ...], or --check-page
import { register } from 'tsx/esm/api';

register();
const { main } = await import('../__tests__/compat/runtimes/support/main.ts');
process.exitCode = await main(process.argv.slice(2));
