import { setTimeout as sleep } from 'node:timers/promises';

import { trace, type Attributes } from '@opentelemetry/api';
import { sessionEnvironment } from 'otel-session-trace';

import { runProcess } from '../support/run-process.js';

const TOOL = new URL('./tool-process.ts', import.meta.url);

/** How the runtime starts its tools. */
export interface ToolStart {
  /** Environment variables for every tool beside those of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Tells each tool which span it was started by. */
  readonly handsOnContext: boolean;
}

/** Takes one turn with two tools, each of which is a program of its own. */
export async function takeTurn(toolStart: ToolStart): Promise<void> {
  await traced('interaction', async () => {
    await traced('llm_request', () => sleep(3));
    await useTool('Grep', toolStart);
    await useTool('Glob', toolStart);
    await traced('llm_request', () => sleep(3));
  });
}

function useTool(name: string, { environment, handsOnContext }: ToolStart): Promise<void> {
  const run = (): Promise<void> =>
    runProcess(TOOL, [name], {
      ...process.env,
      ...environment,
      // The one line that a runtime adds: TRACEPARENT and TRACESTATE of the span that is active here.
      ...(handsOnContext ? sessionEnvironment() : {}),
    });
  return traced('tool', run, { 'gen_ai.tool.name': name });
}

function traced(
  name: string,
  run: () => Promise<void>,
  attributes: Attributes = {},
): Promise<void> {
  return trace.getTracer('runtime').startActiveSpan(name, { attributes }, async (span) => {
    await run();
    span.end();
  });
}
