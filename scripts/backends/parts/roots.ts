import { rootsSection, type RootAnswer } from '../page/roots-section.js';
import { writeWhole } from '../page/write-whole.js';
import { runProcess } from '../../../examples/support/run-process.js';
import { until } from '../process/until.js';
import { SPANS_PER_STYLE, STYLES, sessionIds, titleOf } from '../roots/styles.js';
import type { Backend, FoundSpan } from '../servers/backend.js';
import { startGateway } from '../servers/gateway.js';

const AGENT = new URL('../roots/agent.ts', import.meta.url);

/** Sends sessions whose roots have a name, a kind or a title, and writes what each backend makes of that. */
export async function measureRoots(backends: readonly Backend[]): Promise<void> {
  const gateway = await startGateway(backends);
  for (const style of STYLES) {
    const start = { style, endpoint: gateway.endpoint };
    await runProcess(AGENT, [JSON.stringify(start)], process.env);
  }
  const answers: [Backend, RootAnswer][] = [];
  for (const backend of backends) answers.push([backend, await askForRoots(backend)]);
  await gateway.stop();
  writeWhole('docs/backends.md', 'roots', rootsSection(answers), backends);
}

async function askForRoots(backend: Backend): Promise<RootAnswer> {
  const [alone, titled, named] = STYLES;
  const kindAlone = rootOf(await allSpans(backend, alone)).kind;
  const kindTold = rootOf(await allSpans(backend, titled)).kind;
  await allSpans(backend, named);
  const [session = ''] = sessionIds(titled);
  return {
    kindAlone,
    kindTold,
    foundByTitle: (await backend.find(titled, 'session.title', titleOf(session))).length,
    namesOfOne: (await backend.spanNames?.(titled))?.length,
    namesOfEach: (await backend.spanNames?.(named))?.length,
  };
}

function allSpans(backend: Backend, service: string): Promise<FoundSpan[]> {
  return until(`${service} in ${backend.name}`, async () => {
    const spans = await backend.spansOf(service);
    return spans.length >= SPANS_PER_STYLE ? spans : undefined;
  });
}

function rootOf(spans: readonly FoundSpan[]): FoundSpan {
  const root = spans.find(({ parentSpanId }) => parentSpanId === undefined);
  if (!root) throw new Error('Expected a root.');
  return root;
}
