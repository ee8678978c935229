import type { Context } from '@opentelemetry/api';
import { expected } from '../diagnostics/expected.js';
import { requireCalled } from '../diagnostics/factory.js';
import type { Guard } from '../diagnostics/guard.js';
import { atOnce } from '../diagnostics/promises.js';
import type { SpanStart } from '../sdk/span-start.js';
import { testOf, testOfGlob, type NameTest } from './name-test.js';

/**
 * Which spans are turn boundaries: a span name, a glob in which `*` stands for any run of characters
 * (`*.interaction`), a RegExp on the name, or a function. A glob takes no longer than the name is long; how long a
 * RegExp may take is yours to see to, where names come from outside.
 */
export type InteractionPattern =
  string | RegExp | ((span: SpanStart, parentContext: Context) => boolean);

/** Whether a span is a turn boundary. */
export type InteractionMatcher = (span: SpanStart, parentContext: Context) => boolean;

/** Which spans begin a turn. */
export interface InteractionOption {
  /**
   * Which spans are turn boundaries: span name, glob (`*.interaction`), RegExp, function, or a list of
   * these. Default `['interaction', '*.interaction']`.
   *
   * @example
   * ```ts
   * createSessionTracing({ sessionId, interaction: ['ai.generateText', 'ai.streamText'] });
   * ```
   */
  readonly interaction?: InteractionPattern | readonly InteractionPattern[];
}

/** Compiles the option, and fills it in where it is left out. */
export function resolveInteraction(
  { interaction = ['interaction', '*.interaction'] }: InteractionOption,
  guard: Guard,
): { readonly isInteraction: InteractionMatcher } {
  if (Array.isArray(interaction) && interaction.length === 0) {
    throw expected('interaction', PATTERNS, interaction, 'Where no span is a turn: `() => false`.');
  }
  return { isInteraction: interactionMatcher(interaction, guard) };
}

const PATTERNS = 'a span name, a glob, a RegExp, a function, or a list of these';
const MAX_REMEMBERED_NAMES = 1_000;

/** A longer name is no name but content, and unlikely to come again. */
const MAX_REMEMBERED_LENGTH = 256;

/**
 * Compiles the patterns, so that the call on the path of every span is one look-up, and what functions
 * there are.
 *
 * @throws TypeError when one is not a pattern
 */
export function interactionMatcher(
  patterns: InteractionPattern | readonly InteractionPattern[],
  guard: Guard,
): InteractionMatcher {
  const names = new Set<string>();
  const nameTests: NameTest[] = [];
  const functions: ((span: SpanStart, parentContext: Context) => boolean | undefined)[] = [];
  for (const pattern of Array.isArray(patterns) ? (patterns as unknown[]) : [patterns]) {
    if (typeof pattern === 'function') {
      requireCalled('interaction', pattern);
      const isInteraction = pattern as InteractionMatcher;
      functions.push(
        guard.wrap('interaction', (span: SpanStart, parentContext: Context) =>
          atOnce(isInteraction(span, parentContext)),
        ),
      );
    } else if (pattern instanceof RegExp) {
      nameTests.push(testOf(pattern));
    } else if (typeof pattern !== 'string' || pattern === '') {
      throw expected('interaction', PATTERNS, patterns);
    } else if (pattern.includes('*')) {
      nameTests.push(testOfGlob(pattern));
    } else {
      names.add(pattern);
    }
  }
  // An untyped caller may name a span anything.
  const matchesName = (name: unknown): boolean =>
    typeof name === 'string' && (names.has(name) || nameTests.some((test) => test(name)));
  const matchesFunction = (span: SpanStart, parentContext: Context): boolean =>
    functions.some((fn) => fn(span, parentContext) === true);

  // Span names are few by specification, and each comes up again and again: one look-up then spares
  // the tests. Where they are many after all, the names past the bound are tested each time.
  const remembered = new Map<string, boolean>();
  return (span, parentContext) => {
    const { name } = span;
    let matches = remembered.get(name);
    if (matches === undefined) {
      matches = matchesName(name);
      const isShort = typeof name === 'string' && name.length <= MAX_REMEMBERED_LENGTH;
      if (isShort && remembered.size < MAX_REMEMBERED_NAMES) {
        remembered.set(name, matches);
      }
    }
    return matches || (functions.length > 0 && matchesFunction(span, parentContext));
  };
}
