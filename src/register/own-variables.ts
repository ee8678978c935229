import type { Environment } from '../propagation/environment.js';

const PREFIX = 'SESSION_TRACE_';

/** The variables of an environment that are meant for us, with the misspelt ones. */
export function ownVariables(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => name.startsWith(PREFIX)),
  );
}
