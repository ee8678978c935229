'use strict';

const { renderContext, text } = require('./everything.cjs');

/** The samplers that ours is put around; `hear` is told of all that they are asked. */
const DELEGATES = {
  AlwaysOn: ({ sdk }) => new sdk.AlwaysOnSampler(),
  AlwaysOff: ({ sdk }) => new sdk.AlwaysOffSampler(),
  ratio: ({ sdk }) => new sdk.TraceIdRatioBasedSampler(0.5),
  'ParentBased(ratio)': ({ sdk }) =>
    new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(0.5) }),
  own: (major, stage) => new OwnSampler(major, stage),
};

/** Answers all there is to answer: three decisions, attributes, a tracestate; and starts spans while it is asked. */
class OwnSampler {
  #api;
  #stage;
  #busy = false;

  constructor({ api }, stage) {
    this.#api = api;
    this.#stage = stage;
  }

  shouldSample(context, traceId, name) {
    if (name === 'asks' && !this.#busy) {
      this.#busy = true;
      this.#stage.tracer.startSpan('asked', {}, context).end();
      this.#busy = false;
    }
    const last = parseInt(traceId.at(-1), 16);
    return {
      decision: last % 3,
      ...(last % 2 === 0 ? { attributes: { 'sampler.said': last } } : {}),
      ...(last % 4 === 1 ? { traceState: this.#api.createTraceState(`own=${last}`) } : {}),
      ...(last % 8 === 3 ? { traceState: undefined } : {}),
    };
  }

  toString() {
    return 'OwnSampler';
  }
}

/** A delegate whose every question is heard. */
function heardDelegate(major, name, stage) {
  const delegate = DELEGATES[name](major, stage);
  return {
    shouldSample(context, ...question) {
      const parent = renderContext(major.api.trace.getSpanContext(context));
      stage.hear(`asked: ${text(question)} under ${parent}`);
      return delegate.shouldSample(context, ...question);
    },
    toString: () => delegate.toString(),
  };
}

module.exports = { DELEGATES, heardDelegate };
