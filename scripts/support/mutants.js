/** Rules, each with a place in src where it can be made to say something else. */
export const MUTANTS = [
  {
    rule: 'a causal parent beats the ambient answer',
    file: 'src/placement/rules.ts',
    from: "parent === 'from-entry' || (parent === 'from-elsewhere' && !interaction)",
    to: "parent === 'from-entry'",
  },
  {
    rule: 'an entry right under the parent beats the parent',
    file: 'src/placement/rules.ts',
    from: "  if (entry === 'here') {\n    return 'entry';\n  }\n",
    to: '',
  },
  {
    rule: 'a local parent of another session is left',
    file: 'src/placement/rules.ts',
    from: "facts.sameSession || facts.parentInSessionTrace ? 'parent' : 'root'",
    to: "'parent'",
  },
  {
    rule: 'a parent of no session in the session trace is followed',
    file: 'src/placement/rules.ts',
    from: "facts.sameSession || facts.parentInSessionTrace ? 'parent' : 'root'",
    to: "facts.sameSession ? 'parent' : 'root'",
  },
  {
    rule: 'a called turn hangs where it was called from',
    file: 'src/placement/rules.ts',
    from: 'if (facts.calledFromSession) {',
    to: 'if (facts.calledFromSession && facts.parent === "remote") {',
  },
  {
    rule: 'an orphan joins the turn that it names',
    file: 'src/placement/rules.ts',
    from: "case 'phantom':\n      return facts.turnKnown ? 'turn' : 'root';",
    to: "case 'phantom':\n      return 'root';",
  },
  {
    rule: 'a remote parent is kept, or linked',
    file: 'src/placement/rules.ts',
    from: "facts.parentInSessionTrace || policy.remoteParent === 'keep'",
    to: "policy.remoteParent !== 'keep'",
  },
  {
    rule: 'a nested turn stays only in an open one',
    file: 'src/placement/rules.ts',
    from: "facts.insideOpenTurn && policy.nestedInteractions === 'keep'",
    to: "policy.nestedInteractions === 'keep'",
  },
  {
    rule: 'each turn has a trace of its own',
    file: 'src/placement/rules.ts',
    from: "if (!policy.tracePerInteraction) {\n    return 'root';",
    to: "if (policy.tracePerInteraction) {\n    return 'root';",
  },
  {
    rule: 'a displaced parent becomes a link',
    file: 'src/placement/mover.ts',
    from: 'this.#link(span, displaced, DISPLACED_PARENT);',
    to: '',
  },
  {
    rule: 'no link inside a trace without a root',
    file: 'src/placement/mover.ts',
    from: 'parent === undefined && traceId === displaced.traceId',
    to: 'false',
  },
  {
    rule: 'only one open turn takes orphans',
    file: 'src/sessions/turns.ts',
    from: 'this.#openCount !== 1',
    to: 'this.#openCount === 0',
  },
  {
    rule: 'a trace has one root',
    file: 'src/roots/session-roots.ts',
    from: '    if (trace.root === undefined) {',
    to: '    if (trace.root === undefined || trace.root?.isRemote !== true) {',
  },
  {
    rule: 'a trace is sampled whole',
    file: 'src/sampling/session-sampler.ts',
    from: 'if (mark.trace === undefined || parent === undefined) {',
    to: 'if (mark.trace === undefined || parent === undefined || question.name === "tool") {\n      question = { ...question, traceId: "f".repeat(32) };',
  },
  {
    rule: 'everything above a span has ended before it goes',
    file: 'src/export/held-trace.ts',
    from: 'return top.isTop || top.above?.settled === true;',
    to: 'return true;',
  },
  {
    rule: 'what joins a dropped turn is dropped with it',
    file: 'src/sampling/session-sampler.ts',
    from: 'turns.wasDropped(interactionId)',
    to: 'false',
  },
];
