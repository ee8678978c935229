import type { Notices } from '../diagnostics/notices.js';
import type { Lifetime } from '../placement/lifetime.js';
import { ProcessorCheck } from '../sampling/processor-check.js';
import type { GeneratorUse } from '../sampling/session-id-generator.js';
import { isMissingInRegistered } from './registered-processors.js';

/**
 * Sees that the id generator is used without a span processor. A sampler may drop each span that it made an id for, so
 * that no processor would have seen any: only where the provider shows that it has none of ours is anything told.
 */
export class GeneratorCheck extends ProcessorCheck implements GeneratorUse {
  constructor(lifetime: Lifetime, notices: Notices) {
    super(
      lifetime,
      notices,
      'generator alone',
      'sessions.idGenerator makes trace ids, and the tracer provider does not have the span processor of this SessionTracing: ' +
        'its spans are in no session.',
    );
  }

  override used(): void {
    super.used(isMissingInRegistered);
  }
}
