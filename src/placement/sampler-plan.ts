import type { Context } from '@opentelemetry/api';
import type { Mark } from '../sessions/mark.js';
import type { Plan } from './plan.js';

/**
 * The plan that the sampler made for the span that starts next. Sampler and span processor run inside one
 * `startSpan`, one right after the other; what the sampler chose (a random trace id, the key of a rotated trace)
 * must not be chosen a second time, and differently.
 */
export class SamplerPlan {
  #context: Context | undefined = undefined;
  #name = '';
  #traceId = '';
  #plan: Mark | Plan | undefined = undefined;

  get isThere(): boolean {
    return this.#plan !== undefined;
  }

  /** @param traceId - the trace id that the SDK gave the sampler */
  leave(context: Context, name: string, traceId: string, plan: Mark | Plan): void {
    this.#context = context;
    this.#name = name;
    this.#traceId = traceId;
    this.#plan = plan;
  }

  /** The plan, if it is for the span that starts in this context under this name and trace id. */
  take(context: Context, name: string, traceId: string): Mark | Plan | undefined {
    const plan = this.#plan;
    if (plan === undefined) {
      return undefined;
    }
    const fits = this.#context === context && this.#name === name && this.#traceId === traceId;
    this.clear();
    return fits ? plan : undefined;
  }

  clear(): void {
    this.#plan = undefined;
    this.#context = undefined;
  }
}
