/** The name under which Node shows our warnings, and the code by which it filters them. */
const TYPE = 'SessionTraceWarning';
const CODE = 'OTEL_SESSION_TRACE';

/**
 * Warns through the process, as Node does of its own accord: to stderr, unless `--no-warnings`, `--disable-warning` or a
 * listener of the application says otherwise.
 */
export function warnThroughProcess(message: string): void {
  const warning = Object.assign(new Error(message), { name: TYPE, code: CODE });
  const tellNow = (): void => {
    process.emit('warning', warning);
  };
  if (isExiting()) {
    tellNow();
    return;
  }
  process.emitWarning(warning);
  // Node tells of it in the next tick, which never comes where the program ends itself in this one.
  if (process.listenerCount('exit') < process.getMaxListeners()) {
    process.once('exit', tellNow);
    process.nextTick(() => process.off('exit', tellNow));
  }
}

/** There are no more ticks. */
function isExiting(): boolean {
  return (process as { readonly _exiting?: boolean })._exiting === true;
}
