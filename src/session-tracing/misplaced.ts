import type { Notices } from '../diagnostics/notices.js';

/*
 * What somebody puts into a list of the SDK's that belongs elsewhere is called there, and fails in the middle of the
 * application, or where nobody hears it. So it takes the calls, does nothing, and says once what belongs there.
 */

const FAILED = 1;

/** Said of a span processor that is called as an exporter. */
export const PROCESSOR_AS_EXPORTER: string =
  'a SessionTraceSpanProcessor was given where a span exporter belongs, so no span goes out. Put it into the ' +
  '`spanProcessors` of the tracer provider, before the processor with your exporter.';

/** Said of a span processor that comes after another of ours. */
export const SECOND_PROCESSOR: string =
  'another SessionTraceSpanProcessor on this tracer provider ran before this one, which therefore does ' +
  'nothing. Register one of them.';

/** Lets something that is no span processor be called as one. */
export function answerAsProcessor(object: object, notices: Notices, message: string): void {
  const tell = (): void => {
    notices.warnOnce('no processor', message);
  };
  hide(object, {
    onStart: tell,
    onEnd: () => undefined,
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  });
}

/** Lets something that is no span exporter be called as one. */
export function answerAsExporter(object: object, notices: Notices, message: string): void {
  hide(object, {
    export: (_spans: unknown, answer: (result: { code: number; error: Error }) => void) => {
      notices.warnOnce('no exporter', message);
      answer({ code: FAILED, error: new TypeError(message) });
    },
    shutdown: () => Promise.resolve(),
  });
}

/** Not to be seen: it is no part of what the object is. What the object has itself stays. */
function hide(object: object, methods: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(methods)) {
    if (!(name in object)) {
      Object.defineProperty(object, name, { value });
    }
  }
}
