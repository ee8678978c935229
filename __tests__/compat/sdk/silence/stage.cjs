'use strict';

const { heardDelegate } = require('./delegates.cjs');
const { renderSpan } = require('./everything.cjs');
const { hearing, nested, startingInHooks } = require('./processors.cjs');
const { seededIds } = require('./random.cjs');
const { piecesOf } = require('./variants.cjs');

/** One provider, with the pieces of a variant or without any, and all that was heard of it. */
class Stage {
  /** What samplers and processors heard, and what the application got, in order. */
  heard = [];
  #major;
  #exporter;
  #holding;
  #provider;

  constructor(major, { variant, delegate, seed }) {
    const { sdk, sessionTrace, newProvider, exportTo } = major;
    const pieces = piecesOf(variant, sessionTrace);
    const { first = [], inside = [], last = [] } = pieces;
    this.#major = major;
    this.#exporter = new sdk.InMemorySpanExporter();
    this.#holding = pieces.exporter?.(this.#exporter) ?? this.#exporter;
    const sampler = heardDelegate(major, delegate, this);
    this.#provider = newProvider({
      sampler: pieces.sampler?.(sampler) ?? sampler,
      idGenerator: pieces.generator?.over(seededIds(seed)) ?? seededIds(seed),
      spanProcessors: [
        ...first,
        hearing(major, this, 'outside'),
        nested([...inside, startingInHooks(major, this), hearing(major, this, 'inside')]),
        exportTo(this.#holding),
        ...last,
      ],
    });
    if (pieces.attach !== undefined) {
      sessionTrace.attachSessionTracing(this.#provider, pieces.attach);
    }
    this.tracer = this.#provider.getTracer('program', '1.2.3');
    // An application may have a second provider, which knows nothing of us.
    this.foreign = newProvider({ idGenerator: seededIds(seed + 1) }).getTracer('foreign');
  }

  hear(line) {
    this.heard.push(line);
  }

  open() {
    const { diag } = this.#major.api;
    const ignore = () => undefined;
    diag.setLogger({ verbose: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore });
    this.#major.register(this.#provider);
  }

  close() {
    const { context, diag, propagation, trace } = this.#major.api;
    for (const global of [context, diag, propagation, trace]) {
      global.disable();
    }
  }

  /** All that was exported, as text: span for span, and as it would go out where the serializer is at hand. */
  async exported() {
    await this.#provider.forceFlush();
    await this.#holding.forceFlush?.();
    const spans = [...this.#exporter.getFinishedSpans()];
    // An exporter that holds may let parents go before their children.
    spans.sort((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
    const onTheWire = this.#major.serialize?.(spans);
    return [...spans.map(renderSpan), ...(onTheWire === undefined ? [] : [onTheWire])];
  }
}

function idOf(span) {
  return span.spanContext().spanId;
}

module.exports = { Stage };
