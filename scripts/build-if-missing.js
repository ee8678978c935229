// npm runs this after `npm ci`, and in the clone that it makes for `npm install git+https://...`, where it runs
// no `prepack`. What is built is left as it is: tests and `npm pack` build anew.
import { existsSync } from 'node:fs';

if (!existsSync('dist')) {
  await import('./build.js');
}
