// A Node, a Python and a Go process in one session: `npm run test:languages`. The SDKs of the others are
// installed into .cache/languages; a language whose tools are not there is skipped, and the reason is said.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('../__tests__/compat/languages/support/main.ts');
process.exitCode = await main();
