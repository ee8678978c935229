import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  ROOT_CONTEXT,
  SpanStatusCode,
  context,
  trace,
  type Attributes,
  type Context,
} from '@opentelemetry/api';

type Kind = 'AGENT' | 'LLM' | 'TOOL';

/** What a span of the agent is about. */
interface Work {
  readonly name: string;
  readonly kind: Kind;
  readonly input: string;
  readonly output: string;
  readonly millis?: number;
  readonly attributes?: Attributes;
  /** The work fails with this message. */
  readonly error?: string;
}

/** An agent runtime in small: it knows its session, but does not hand on the context everywhere. */
export class Runtime {
  readonly #session = new AsyncLocalStorage<string>();
  readonly #tracer = trace.getTracer('agent', '1.0.0');
  readonly #pace: number;

  /** @param pace - how many times longer all work takes */
  constructor(pace: number) {
    this.#pace = pace;
  }

  get sessionId(): string | undefined {
    return this.#session.getStore();
  }

  run<T>(sessionId: string, work: () => Promise<T>): Promise<T> {
    return this.#session.run(sessionId, work);
  }

  /** Runs work in a span under the active one, or under `parent`. */
  async traced(
    { name, kind, input, output, millis = 4, attributes, error }: Work,
    inside: () => Promise<void> = () => Promise.resolve(),
    parent: Context = context.active(),
  ): Promise<void> {
    const span = this.#tracer.startSpan(
      name,
      {
        attributes: {
          'session.id': this.sessionId ?? '',
          'openinference.span.kind': kind,
          'input.value': input,
          ...attributes,
        },
      },
      parent,
    );
    await context.with(trace.setSpan(parent, span), inside);
    await sleep(millis * this.#pace);
    span.setAttribute('output.value', output);
    if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
    span.end();
  }

  /** A call site that lost its context, and whose author did not think of the session. */
  async lost(name: string): Promise<void> {
    const span = this.#tracer.startSpan(name, {}, ROOT_CONTEXT);
    await sleep(3 * this.#pace);
    span.end();
  }
}
