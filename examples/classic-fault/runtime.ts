import { setTimeout as sleep } from 'node:timers/promises';

import { context, ROOT_CONTEXT, trace, type Attributes, type Context } from '@opentelemetry/api';

interface Step {
  readonly attributes?: Attributes;
  /** Where the span belongs; what is active by default, as in the tracer's own `startSpan`. */
  readonly parent?: Context;
  readonly work?: () => Promise<void>;
}

/**
 * A coding agent in small, traced by its authors as they saw fit. It has not heard of
 * otel-session-trace, and one of its call sites has the fault that this example is about.
 */
export class AgentRuntime {
  readonly sessionId: string;
  readonly #tracer = trace.getTracer('agent-runtime');
  #session: Context = ROOT_CONTEXT;

  constructor(sessionId: string) {
    this.sessionId = sessionId;
  }

  /** Opens the session and keeps its context for what happens later. */
  start(): Promise<void> {
    return this.#trace('session_start', {
      work: async () => {
        this.#session = context.active();
        await this.#runHook('SessionStart');
      },
    });
  }

  /** Takes one turn: the user says something, the agent works on it. */
  prompt(text: string): Promise<void> {
    return this.#trace('interaction', {
      attributes: { 'prompt.length': text.length },
      // Forgotten: `parent: this.#session`. The session span was active while it ran, now nothing
      // is, so the SDK makes up a trace id and the whole turn falls off its session.
      work: async () => {
        await this.#requestModel();
        await this.#useTool('Bash');
        await this.#requestModel();
      },
    });
  }

  /** Closes the session. */
  stop(): Promise<void> {
    return this.#runHook('SessionEnd', this.#session);
  }

  #requestModel(): Promise<void> {
    return this.#trace('llm_request', { attributes: { 'gen_ai.request.model': 'local-model' } });
  }

  #useTool(toolName: string): Promise<void> {
    return this.#trace('tool', {
      attributes: { 'gen_ai.tool.name': toolName },
      work: async () => {
        await this.#trace('tool.blocked_on_user', { attributes: { decision: 'accept' } });
        await this.#trace('tool.execution', { attributes: { success: true } });
        await this.#runHook('PostToolUse');
      },
    });
  }

  #runHook(event: string, parent: Context = context.active()): Promise<void> {
    return this.#trace('hook', { attributes: { 'hook.event': event }, parent });
  }

  #trace(
    name: string,
    { attributes = {}, parent = context.active(), work = () => sleep(2) }: Step,
  ): Promise<void> {
    return this.#tracer.startActiveSpan(name, { attributes }, parent, async (span) => {
      await work();
      span.end();
    });
  }
}
