'use strict';

/**
 * The ways in which this package may be in an application none of whose spans is of a session. Each says, of the
 * pieces of a provider, which are other ones.
 */
const VARIANTS = {
  processor: ({ sessions }) => ({ first: [sessions.spanProcessor] }),
  'processor behind others': ({ sessions }) => ({ last: [sessions.spanProcessor] }),
  'processor in a processor': ({ sessions }) => ({ inside: [sessions.spanProcessor] }),
  'two processors': ({ sessions, others }) => ({
    first: [sessions.spanProcessor],
    inside: [others.spanProcessor],
  }),
  'processor attached': ({ sessions }) => ({ attach: sessions }),
  'processor, told at the end': ({ late }) => ({ first: [late.spanProcessor] }),
  'sampler alone': ({ sessions }) => ({ sampler: sessions.sampler }),
  'sampler and processor': ({ sessions }) => ({
    sampler: sessions.sampler,
    first: [sessions.spanProcessor],
  }),
  'generator alone': ({ sessions }) => ({ generator: sessions.idGenerator }),
  'generator and processor': ({ sessions }) => ({
    generator: sessions.idGenerator,
    first: [sessions.spanProcessor],
  }),
  'exporter alone': ({ late }) => ({ exporter: late.exporter }),
  'exporter and processor': ({ late }) => ({
    exporter: late.exporter,
    first: [late.spanProcessor],
  }),
  everything: ({ late }) => allOf(late),
  'everything, by the turn': ({ byTurn }) => allOf(byTurn),
};

function allOf(sessions) {
  return {
    sampler: sessions.sampler,
    generator: sessions.idGenerator,
    exporter: sessions.exporter,
    first: [sessions.spanProcessor],
  };
}

/** Tracings whose resolvers answer nothing; each is made when a variant wants it. */
function tracings({ createSessionTracing, fromAttributes }) {
  const atTheEnd = fromAttributes('no.span.has.this');
  return {
    get sessions() {
      return createSessionTracing({ sessionId: () => undefined });
    },
    get others() {
      return createSessionTracing({ sessionId: () => null });
    },
    get late() {
      return createSessionTracing({ sessionId: atTheEnd });
    },
    get byTurn() {
      return createSessionTracing({
        sessionId: atTheEnd,
        interactionId: 'prompt.id',
        traceScope: 'interaction',
        nestedInteractions: 'keep',
        orphans: 'open-interaction',
        remoteParent: 'link',
        sessionRoot: 'shared',
      });
    },
  };
}

/** The pieces that a variant puts into a provider; without a variant, none. */
function piecesOf(variant, sessionTrace) {
  return variant === undefined ? {} : VARIANTS[variant](tracings(sessionTrace));
}

module.exports = { VARIANTS, piecesOf };
