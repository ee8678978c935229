import { main } from './with-provider.mjs';

await main();
