/*
 * Imported before the package: from then on each Map and Set that its source makes is known by the place that made it,
 * with its size, private or not.
 */
import { findStores } from './find-stores.js';

interface Sized {
  readonly size: number;
}

interface Watch {
  readonly made: WeakRef<Sized>[];
  peak: number;
}

const SOURCE = `${process.cwd()}/src`;
const keys = new Map(findStores(SOURCE).map(({ key, file, line }) => [`${file}:${line}`, key]));
const watches = new Map<string, Watch>();
const places = new Map<string, string | undefined>();

/** What is known of the stores that were made at one place. */
export interface Sizes {
  /** The largest that any of them has been. */
  readonly peak: number;
  /** How much they hold together now. */
  readonly now: number;
  /** How many of them somebody still holds. */
  readonly alive: number;
}

export function sizesOf(key: string): Sizes {
  const { peak, made } = watches.get(key) ?? { peak: 0, made: [] };
  const alive = made.flatMap((store) => store.deref() ?? []);
  return { peak, now: alive.reduce((sum, { size }) => sum + size, 0), alive: alive.length };
}

/** Forgets what was seen so far. */
export function forgetSizes(): void {
  watches.clear();
}

function watchFor(store: Sized): Watch | undefined {
  const key = keys.get(placeThatMakes() ?? '');
  if (key === undefined) {
    return undefined;
  }
  const watch = watches.get(key) ?? { made: [], peak: 0 };
  watches.set(key, watch);
  watch.made.push(new WeakRef(store));
  return watch;
}

/** Where in the source the collection is made that is being made right now. */
function placeThatMakes(): string | undefined {
  const compiled = compiledPlace();
  if (compiled === undefined) {
    return undefined;
  }
  // The look into source maps is dear: it is taken once for each place.
  const known = places.get(compiled);
  const place = known ?? /src\/([\w/-]+\.ts:\d+):\d+\)?$/m.exec(new Error().stack ?? '')?.[1];
  places.set(compiled, place);
  return place;
}

/** The first place of the source on the stack, as it is after compiling; undefined where the SDK makes something. */
function compiledPlace(): string | undefined {
  const { stackTraceLimit } = Error;
  const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  Error.prepareStackTrace = (_, frames) =>
    frames
      .filter((frame) => frame.getFileName()?.startsWith(SOURCE))
      .map((frame) => `${frame.getFileName()}:${frame.getLineNumber()}:${frame.getColumnNumber()}`);
  Error.stackTraceLimit = 8;
  try {
    return (new Error().stack as unknown as readonly string[])[0];
  } finally {
    Reflect.deleteProperty(Error, 'prepareStackTrace');
    if (prepare !== undefined) {
      Object.defineProperty(Error, 'prepareStackTrace', prepare);
    }
    Error.stackTraceLimit = stackTraceLimit;
  }
}

globalThis.Map = class<K, V> extends Map<K, V> {
  readonly #watch = watchFor(this);

  override set(key: K, value: V): this {
    super.set(key, value);
    // The constructor fills itself before it has fields.
    note(#watch in this ? this.#watch : undefined, this.size);
    return this;
  }
};

globalThis.Set = class<T> extends Set<T> {
  readonly #watch = watchFor(this);

  override add(value: T): this {
    super.add(value);
    note(#watch in this ? this.#watch : undefined, this.size);
    return this;
  }
};

function note(watch: Watch | undefined, size: number): void {
  if (watch !== undefined && size > watch.peak) {
    watch.peak = size;
  }
}
