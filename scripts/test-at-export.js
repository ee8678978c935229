// Runs the programs in __tests__/compat/at-export, whose spans are placed when they are exported, with the built
// package: node scripts/test-at-export.js [--trees] [folder ...]
import { register } from 'tsx/esm/api';

register();
const { main } = await import('../__tests__/compat/at-export/support/main.ts');
process.exitCode = await main(process.argv.slice(2));
