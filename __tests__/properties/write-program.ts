import type { Above, Entry, Program, Setup, Step } from './program.js';

/** What is left out where it says nothing. */
const PLAIN: Setup = {
  scope: 'session',
  root: 'own',
  orphans: 'session-root',
  nested: 'pin',
  remote: 'keep',
  turnIds: false,
  told: 'current',
  sampler: 'none',
  generator: false,
  exporters: ['plain'],
  processor: 'simple',
  maxSessions: 100,
  logs: 'none',
  throwing: undefined,
  reentrant: undefined,
};

/** A program in words, and as text that `npm run test:properties -- --program '...'` runs again. */
export function writeProgram({ setup, steps }: Program): string {
  const special = Object.entries(setup).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(PLAIN[name as keyof Setup]),
  );
  let spans = 0;
  const lines = steps.map((step) => {
    const line = writeStep(step, spans);
    spans += step.do === 'start' ? 1 : 0;
    return `  ${line}`;
  });
  return [
    `with ${special.map(([name, value]) => `${name} ${String(value)}`).join(', ') || 'all as by default'}:`,
    ...lines,
    `again: npm run test:properties -- --program '${JSON.stringify({ setup: Object.fromEntries(special), steps })}'`,
  ].join('\n');
}

/** Reads what `writeProgram` has written after `--program`. */
export function readProgram(text: string): Program {
  const { setup, steps } = JSON.parse(text) as {
    readonly setup: Partial<Setup>;
    readonly steps: readonly Step[];
  };
  return { setup: { ...PLAIN, ...setup }, steps };
}

function writeStep(step: Step, spans: number): string {
  switch (step.do) {
    case 'start':
      return [
        `#${spans} = start ${step.name}`,
        writeAbove(step.above, spans),
        writeEntry(step.entry),
        step.current === undefined ? '' : `while ${step.current} is current`,
        step.told === undefined ? '' : `session.id=${step.told}`,
        step.turn === undefined ? '' : `prompt.id=${step.turn}`,
        step.active ? 'in the active context' : '',
        step.links === 1 ? 'with a link' : '',
      ]
        .filter((words) => words !== '')
        .join(' ');
    case 'end':
      return `end ${nameOf(step.span, spans)}${step.told === undefined ? '' : ` session.id=${step.told}`}`;
    case 'log':
      return `log ${step.span === undefined ? 'outside of any span' : `in ${nameOf(step.span, spans)}`}`;
    case 'end-session':
      return `end session ${step.session}`;
    case 'set-key':
      return `from here on the key is ${step.key ?? 'none'}`;
    case 'flush':
      return 'flush';
  }
}

function writeAbove(above: Above, spans: number): string {
  switch (above.kind) {
    case 'none':
      return '';
    case 'span':
      return `under ${nameOf(above.span, spans)}`;
    case 'rewrapped':
      return `under ${nameOf(above.span, spans)} in a context of its own`;
    case 'phantom':
      return 'under a local span that nobody exports';
    case 'remote':
      return `under a remote span${above.session === undefined ? '' : ` in the trace of ${above.session}`}`;
    case 'message':
    case 'message-lost':
      return (
        `in a message${above.session === undefined ? '' : ` from the trace of ${above.session}`}` +
        (above.kind === 'message' ? '' : ', its span lost')
      );
    case 'session-context':
      return `in sessionContext(${above.session})`;
  }
}

function writeEntry(entry: Entry | undefined): string {
  if (entry === undefined) return '';
  const name = entry.turn === undefined ? entry.session : `${entry.session}, ${entry.turn}`;
  return `in setSession(${name})${entry.made === 'before' ? ' made before' : ''}`;
}

function nameOf(span: number, spans: number): string {
  return spans === 0 ? 'nothing' : `#${span % spans}`;
}
