'use strict';

const { renderContext } = require('./everything.cjs');

/** Starts spans in its hooks: in the context it was given, and in none. */
function startingInHooks({ api }, stage) {
  const { ROOT_CONTEXT, trace } = api;
  return {
    onStart(span, parentContext) {
      if (span.name === 'starts') {
        stage.tracer.startSpan('in onStart', {}, parentContext).end();
        stage.tracer.startSpan('under it', {}, trace.setSpan(ROOT_CONTEXT, span)).end();
      }
    },
    onEnd(span) {
      if (span.name === 'starts') {
        stage.tracer.startSpan('in onEnd', {}, ROOT_CONTEXT).end();
        const under = trace.setSpanContext(ROOT_CONTEXT, span.spanContext());
        stage.tracer.startSpan('under the ended', {}, under).end();
      }
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

/** Tells what a processor hears, in order. */
function hearing({ api }, stage, where) {
  const note = (hook) => (span, parentContext) => {
    const parent = parentContext && renderContext(api.trace.getSpanContext(parentContext));
    stage.hear(`${where} ${hook}: ${span.name} ${renderContext(span.spanContext())} in ${parent}`);
  };
  return {
    onStart: note('onStart'),
    onEnding: note('onEnding'),
    onEnd: note('onEnd'),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

/** A processor of the application's that hands everything on to others. */
function nested(processors) {
  const all = (hook) => Promise.all(processors.map((processor) => processor[hook]()));
  return {
    onStart: (...args) => processors.forEach((processor) => processor.onStart(...args)),
    onEnding: (...args) => processors.forEach((processor) => processor.onEnding?.(...args)),
    onEnd: (...args) => processors.forEach((processor) => processor.onEnd(...args)),
    forceFlush: () => all('forceFlush'),
    shutdown: () => all('shutdown'),
  };
}

module.exports = { hearing, nested, startingInHooks };
