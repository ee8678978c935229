// The load of the soak: sessions that come and go, with every piece of the package in the path of their spans.
import { ROOT_CONTEXT, context, trace } from '@opentelemetry/api';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
// By its own name, which leads to what was built.
import { createSessionTracing, fromAttributes, rotateAfter, withSession } from 'otel-session-trace';

/** Sessions that take turns at the same time. */
const AT_ONCE = 500;
/** Spans that the batch processor's queue has room for between two looks at it. */
const SPANS_PER_FLUSH = 1_000;

/** Makes a load of sessions; the same seed makes the same load. */
export class SoakLoad {
  spans = 0;
  sessions = 0;
  /** Spans that ended, sampled, behind ours: as many are to be exported. */
  ended = 0;
  exported = 0;
  logs = 0;
  #turnsPerSession;
  #random;
  #open = [];
  #sinceFlush = 0;
  #tracing;
  #provider;
  #tracer;
  #logger;

  constructor({ seed, turnsPerSession, maxSessions, maxSpans }) {
    this.#random = seeded(seed);
    this.#turnsPerSession = turnsPerSession;
    this.#tracing = createSessionTracing({
      sessionId: fromAttributes('session.id'),
      interactionId: 'prompt.id',
      orphans: 'open-interaction',
      traceScope: rotateAfter({ spans: 8 }),
      maxSessions,
    });
    this.#provider = new NodeTracerProvider({
      sampler: this.#counting(
        this.#tracing.sampler(new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(0.8) })),
      ),
      idGenerator: this.#tracing.idGenerator,
      spanProcessors: [
        this.#tracing.spanProcessor,
        afterwards(() => this.ended++),
        // The queue is emptied by hand: nothing is to be lost on the way to the exporter.
        new BatchSpanProcessor(
          this.#tracing.exporter(
            counting((items) => (this.exported += items.length)),
            { maxSpans },
          ),
          { maxQueueSize: 100_000, scheduledDelayMillis: 1_000_000 },
        ),
      ],
    });
    this.#provider.register();
    this.#tracer = this.#provider.getTracer('soak');
    this.#logger = new LoggerProvider({
      processors: [
        this.#tracing.logRecordProcessor,
        this.#tracing.logToSpanProcessor(),
        new SimpleLogRecordProcessor({
          exporter: counting((items) => (this.logs += items.length)),
        }),
      ],
    }).getLogger('soak');
  }

  get stats() {
    return this.#tracing.stats();
  }

  /** Goes on until that many spans were started. */
  async until(spans) {
    while (this.spans < spans) {
      this.#step();
      if (this.ended - this.#sinceFlush > SPANS_PER_FLUSH) {
        this.#sinceFlush = this.ended;
        await this.#provider.forceFlush();
      }
    }
    await this.#provider.forceFlush();
  }

  shutdown() {
    return this.#provider.shutdown();
  }

  /** One turn of one of the sessions that are open; a session with no turns left makes room for a new one. */
  #step() {
    const at = Math.floor(this.#random() * AT_ONCE);
    const session = (this.#open[at] ??= this.#begin());
    SHAPES[session.shape](this, session);
    if (--session.turnsLeft === 0) {
      this.#open[at] = undefined;
      // The other half is left to `maxSessions`.
      if (session.number % 2 === 0) {
        this.#tracing.endSession(session.id, { reason: 'soak' });
      }
    }
  }

  #begin() {
    const number = this.sessions++;
    return {
      number,
      id: `session-${number}`,
      shape: number % SHAPES.length,
      turnsLeft: this.#turnsPerSession,
    };
  }

  start(name, attributes, parent) {
    return this.#tracer.startSpan(name, { attributes }, parent);
  }

  log(eventName, attributes) {
    this.#logger.emit({ eventName, attributes });
  }

  /** Counts the spans that are started, those that a sampler drops as well, and those of our own making. */
  #counting(sampler) {
    return {
      shouldSample: (...question) => {
        this.spans++;
        return sampler.shouldSample(...question);
      },
      toString: () => sampler.toString(),
    };
  }
}

/** How a runtime may tell the session of a turn, and lose it. */
const SHAPES = [inContext, byAttributes, atTheEnd, atTheEndOfAChild];

/** A server that wraps each request; the tool loses its context and finds the turn by its id. */
function inContext(load, { id, turnsLeft }) {
  const prompt = { 'prompt.id': `${id}/${turnsLeft}` };
  withSession(id, () => {
    const turn = load.start('interaction', prompt);
    const inside = trace.setSpan(context.active(), turn);
    context.with(inside, () => {
      load.start('llm_request').end();
      load.log('api_request', { duration_ms: 1 });
    });
    load.start('tool', prompt, ROOT_CONTEXT).end();
    load.log('outside', prompt);
    turn.end();
  });
}

/** Attributes on every span, and one orphan without any. */
function byAttributes(load, { id }) {
  const attributes = { 'session.id': id };
  const turn = load.start('interaction', attributes, ROOT_CONTEXT);
  load.start('llm_request', {}, trace.setSpan(ROOT_CONTEXT, turn)).end();
  load.start('tool', attributes, ROOT_CONTEXT).end();
  load.start('of no session', {}, ROOT_CONTEXT).end();
  turn.end();
}

/** A local trace whose top tells the session when it ends. */
function atTheEnd(load, { id }) {
  const turn = load.start('interaction', {}, ROOT_CONTEXT);
  const inside = trace.setSpan(ROOT_CONTEXT, turn);
  load.start('llm_request', {}, inside).end();
  load.start('tool', {}, inside).end();
  turn.setAttribute('session.id', id).end();
}

/** A local trace in which only a child tells it, and one whose top never ends: the bounds let it go. */
function atTheEndOfAChild(load, { id }) {
  const turn = load.start('interaction', {}, ROOT_CONTEXT);
  const inside = trace.setSpan(ROOT_CONTEXT, turn);
  load.start('llm_request', {}, inside).setAttribute('session.id', id).end();
  turn.end();
  const lost = load.start('lost', {}, ROOT_CONTEXT);
  load.start('tool', {}, trace.setSpan(ROOT_CONTEXT, lost)).end();
}

function counting(count) {
  return {
    export: (items, done) => {
      count(items);
      done({ code: 0 });
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

function afterwards(onEnd) {
  return {
    onStart: () => undefined,
    onEnd: (span) => {
      if ((span.spanContext().traceFlags & 1) !== 0) {
        onEnd();
      }
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

/** Mulberry32. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
