import {
  ROOT_CONTEXT,
  SpanKind,
  context as contextApi,
  trace,
  type Context,
  type Span,
  type SpanContext,
  type Tracer,
} from '@opentelemetry/api';
import type { LoggerProvider } from '@opentelemetry/sdk-logs';
import type { InMemorySpanExporter, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import {
  contextFromCarrier,
  sessionCarrier,
  setSession,
  type SessionTracing,
} from '../../src/index.js';
import type { PlayedSpan } from './played.js';
import {
  LINKED,
  PHANTOM,
  REMOTE,
  spanMeant,
  timeOf,
  type End,
  type Entry,
  type Log,
  type Setup,
  type Start,
  type Step,
} from './program.js';
import { tracesAskedTwice, type World } from './user-functions.js';

/** Takes the steps of a program, one after the other, on the real SDK. */
export class Stage {
  readonly played: PlayedSpan[] = [];
  readonly errors: string[] = [];
  readonly #contexts: Context[] = [];
  readonly #tracer: Tracer;
  readonly #logs: LoggerProvider | undefined;

  readonly #setup: Setup;
  readonly #world: World;
  readonly #sessions: SessionTracing;
  readonly provider: NodeTracerProvider;
  readonly exporters: readonly InMemorySpanExporter[];
  readonly #flushHeld: () => Promise<void>;

  constructor(
    setup: Setup,
    world: World,
    sessions: SessionTracing,
    provider: NodeTracerProvider,
    exporters: readonly InMemorySpanExporter[],
    logs: LoggerProvider | undefined,
    flushHeld: () => Promise<void>,
  ) {
    this.#setup = setup;
    this.#world = world;
    this.#sessions = sessions;
    this.provider = provider;
    this.exporters = exporters;
    this.#tracer = provider.getTracer('program');
    this.#logs = logs;
    this.#flushHeld = flushHeld;
  }

  async attempt(where: string, what: () => void | Promise<void>): Promise<void> {
    try {
      await what();
    } catch (error) {
      this.errors.push(`${where}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
    }
  }

  take(step: Step, index: number): void | Promise<void> {
    this.#world.misbehaves = true;
    switch (step.do) {
      case 'start':
        this.#start(step, index);
        break;
      case 'end':
        this.#end(step, index);
        break;
      case 'log':
        this.#log(step);
        break;
      case 'end-session':
        this.#sessions.endSession(step.session);
        break;
      case 'set-key':
        this.#world.key = step.key;
        break;
      case 'flush':
        return this.provider.forceFlush();
    }
    return undefined;
  }

  /** Ends what is still open, the last first, and has everything exported. */
  async finish(index: number): Promise<void> {
    this.#world.current = undefined;
    for (const { span } of [...this.played].reverse()) {
      if (span.isRecording()) {
        span.end(timeOf(index));
      }
    }
    // A root that is made for held spans while they are exported may be behind them in a queue.
    await this.provider.forceFlush();
    await this.#flushHeld();
    await this.provider.forceFlush();
    this.errors.push(...tracesAskedTwice(this.#setup, this.#world));
  }

  #start(step: Start, index: number): void {
    this.#world.current = step.current;
    const parentContext = this.#parentContext(step);
    const attributes = {
      'step.index': index,
      ...(step.told === undefined ? {} : { 'session.id': step.told }),
      ...(step.turn === undefined ? {} : { 'prompt.id': step.turn }),
    };
    const options = {
      attributes,
      kind: step.links === 1 ? SpanKind.CLIENT : SpanKind.INTERNAL,
      startTime: timeOf(index),
      ...(step.links === 1 ? { links: [{ context: LINKED }] } : {}),
    };
    const start = (): Span => this.#tracer.startSpan(step.name, options, parentContext);
    const span = step.active ? contextApi.with(parentContext, start) : start();
    this.#contexts.push(trace.setSpan(parentContext, span));
    this.played.push({
      span,
      recorded: span.isRecording(),
      contextAtStart: { ...span.spanContext() },
      told: step.told,
    });
  }

  #end({ span: number, told, current }: End, index: number): void {
    this.#world.current = current;
    const meant = spanMeant(number, this.played.length);
    const played = meant === undefined ? undefined : this.played[meant];
    if (played?.span.isRecording() === true) {
      if (told !== undefined) {
        played.span.setAttribute('session.id', told);
        played.told = told;
      }
      played.span.end(timeOf(index));
    }
  }

  #log({ span, told, current }: Log): void {
    this.#world.current = current;
    const meant = span === undefined ? undefined : spanMeant(span, this.#contexts.length);
    this.#logs?.getLogger('program').emit({
      eventName: 'event',
      context: (meant === undefined ? undefined : this.#contexts[meant]) ?? ROOT_CONTEXT,
      attributes: told === undefined ? {} : { 'session.id': told },
    });
  }

  #parentContext({ above, entry }: Start): Context {
    const before = entry?.made === 'before' ? setSession(ROOT_CONTEXT, named(entry)) : undefined;
    const context = this.#contextUnder(above, before);
    return entry?.made === 'under' ? setSession(context, named(entry)) : context;
  }

  #contextUnder(above: Start['above'], before: Context | undefined): Context {
    const base = before ?? ROOT_CONTEXT;
    switch (above.kind) {
      case 'none':
        return base;
      case 'phantom':
        return trace.setSpanContext(base, PHANTOM);
      case 'remote':
        return trace.setSpanContext(base, this.#remote(above.session));
      case 'message':
      case 'message-lost': {
        const handled = contextFromCarrier(this.#message(above.session), base);
        return above.kind === 'message' ? handled : trace.deleteSpan(handled);
      }
      case 'session-context':
        return this.#sessions.sessionContext(above.session, ROOT_CONTEXT);
      case 'span':
      case 'rewrapped': {
        const number = spanMeant(above.span, this.played.length);
        const span = number === undefined ? undefined : this.played[number]?.span;
        if (number === undefined || span === undefined) return base;
        if (above.kind === 'rewrapped') return trace.setSpanContext(base, span.spanContext());
        return before === undefined
          ? (this.#contexts[number] ?? base)
          : trace.setSpan(before, span);
      }
    }
  }

  #message(session: string | undefined): Record<string, string> {
    return sessionCarrier(trace.setSpanContext(ROOT_CONTEXT, this.#remote(session)));
  }

  #remote(session: string | undefined): SpanContext {
    return session === undefined || this.#setup.scope !== 'session'
      ? REMOTE
      : { ...REMOTE, traceId: this.#sessions.traceId(session) };
  }
}

function named({ session, turn }: Entry): { sessionId: string; interactionId?: string } {
  return { sessionId: session, ...(turn === undefined ? {} : { interactionId: turn }) };
}
