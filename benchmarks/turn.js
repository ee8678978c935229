// The workload: an agent's turn of seven spans.

export const SPANS_PER_TURN = 7;

const ATTRIBUTES = { 'gen_ai.system': 'mock', 'gen_ai.request.max_tokens': 1024 };

/** The turn, made with a copy of the API. Contexts are passed by hand: no context manager is measured. */
export function turnWith({ ROOT_CONTEXT, trace }) {
  return function turn(tracer, started) {
    const start = (name, context) => {
      const span = tracer.startSpan(name, { attributes: ATTRIBUTES }, context);
      started.push(span);
      return span;
    };
    const inside = (context, span) => trace.setSpan(context, span);
    const interaction = start('interaction', ROOT_CONTEXT);
    const inTurn = inside(ROOT_CONTEXT, interaction);
    start('llm_request', inTurn).end();
    const tool = start('tool', inTurn);
    const inTool = inside(inTurn, tool);
    start('tool.blocked_on_user', inTool).end();
    const execution = start('tool.execution', inTool);
    start('hook', inside(inTool, execution)).end();
    execution.end();
    tool.end();
    start('llm_request', inTurn).end();
    interaction.end();
  };
}

/** Plays turns one after the other and forgets their spans. */
export function playTurns(turn, tracer, turns) {
  const started = [];
  for (let index = 0; index < turns; index++) {
    turn(tracer, started);
    started.length = 0;
  }
}
