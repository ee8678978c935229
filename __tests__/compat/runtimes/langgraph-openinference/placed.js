// At export alone: what `session.js` says, without its span processor.
export { placed } from './session.js';
