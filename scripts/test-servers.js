// Runs the servers in __tests__/compat/servers with the built package:
// node scripts/test-servers.js [--trees] [server ...]
import { register } from 'tsx/esm/api';

register();
const { main } = await import('../__tests__/compat/servers/support/main.ts');
process.exitCode = await main(process.argv.slice(2));
