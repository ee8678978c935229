// What a turn of seven spans costs, start and end, on SDK 2 without an exporter.
//
//   npm run bench            (builds first; about a minute)
//
// All variants run in one process, in short rounds that take turns, so that a change of the machine's
// speed meets all of them. Each figure is the median over the rounds with its quartiles; the overhead is
// the median over the rounds of the ratio to the bare SDK in the same round.
import { ROOT_CONTEXT, context, trace } from '@opentelemetry/api';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { createDefaultSessionIdGenerator, SessionSpanProcessor } from '@opentelemetry/web-common';
import { SessionTraceSpanProcessor, setSession } from '../dist/esm/index.js';

const ROUNDS = 301;
const TURNS_PER_ROUND = 200;
const SPANS_PER_TURN = 7;
const SESSION_ID = '33878ff9-1467-43ef-a692-634a21bbb1bf';

class HookThatDoesNothing {
  onStart() {}
  onEnd() {}
  forceFlush() {
    return Promise.resolve();
  }
  shutdown() {
    return Promise.resolve();
  }
}
