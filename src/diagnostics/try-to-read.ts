/**
 * What can be read of a value of somebody else; undefined where the value does not let anybody: it has a getter that
 * throws, or is a proxy with other things in mind.
 */
export function tryToRead<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
