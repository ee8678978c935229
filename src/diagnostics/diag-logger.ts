import { diag } from '@opentelemetry/api';

// Where the API keeps what is registered. Its `diag` answers nothing, so that there is no asking it.
const API = Symbol.for('opentelemetry.js.api.1');

/**
 * Whether what we say through `diag` has a logger to go to. One that another version of the API registered may be there
 * and not be ours to reach, so a stand-in takes its place for one call.
 */
export function hasDiagLogger(): boolean {
  const slot = (globalThis as { [API]?: { diag?: object } })[API];
  const logger = slot?.diag;
  if (slot === undefined || logger === undefined) {
    return false;
  }
  let reached = false;
  try {
    const standIn = {
      verbose: () => {
        reached = true;
      },
    };
    slot.diag = standIn;
    diag.verbose('');
  } catch {
    // Nobody can say: then it is taken at its word.
    reached = true;
  } finally {
    Reflect.set(slot, 'diag', logger);
  }
  return reached;
}
