/*
 * What `--import otel-session-trace/register` loads: `scripts/build.js` makes it `dist/esm/register.js`. The hook
 * itself is CommonJS, because only that can load the rest later and at once.
 */
import { createRequire } from 'node:module';
import { giveUp } from './give-up.js';
import { isOn } from './is-on.js';

if (!isOn(process.env, 'SESSION_TRACE_DISABLED')) {
  try {
    createRequire(import.meta.url)('../cjs/register.js');
  } catch (error) {
    // This file was bundled into an application, away from the other one.
    giveUp(error);
  }
}
