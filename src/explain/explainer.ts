import { trace, type Context, type Span, type SpanContext } from '@opentelemetry/api';
import { describeValue } from '../diagnostics/describe-value.js';
import { tryToRead } from '../diagnostics/try-to-read.js';
import type { Journal, JournalEntry } from '../placement/journal.js';
import { UndecidedMark } from '../placement/undecided-mark.js';
import { entryOf } from '../propagation/with-session.js';
import { anyMarkOf } from '../sessions/dropped-mark.js';
import type { Mark } from '../sessions/mark.js';
import type { Explanation } from './explanation.js';
import { PLACES, reasonOf } from './reasons.js';

/** What the explainer is told of the options. */
export interface ExplainerOptions {
  /** What messages call the resolvers. */
  readonly sources: readonly string[];
  /** No message may have a session id in it. */
  readonly sessionIdsAreSecret: boolean;
}

type Part = Pick<Explanation, 'text'> & Partial<Explanation>;

const NOTHING: Omit<Explanation, 'text'> = {
  traceId: undefined,
  spanId: undefined,
  sessionId: undefined,
  namedBy: undefined,
  noSession: undefined,
  place: undefined,
  because: undefined,
};

/** Says of a span which session it is in, who named it, where it went, and why. Never throws. */
export class Explainer {
  readonly #options: ExplainerOptions;
  readonly #journal: Journal | undefined;

  /** @param journal - undefined where nothing was to be noted */
  constructor(options: ExplainerOptions, journal: Journal | undefined) {
    this.#options = options;
    this.#journal = journal;
  }

  of(subject: Span | SpanContext | Context): Explanation {
    const span = tryToRead(() => spanContextOf(subject));
    const part = span === undefined ? this.#ofNoSpan(subject) : this.#ofSpan(span);
    return Object.freeze({ ...NOTHING, traceId: span?.traceId, spanId: span?.spanId, ...part });
  }

  #ofNoSpan(subject: object): Part {
    const named = tryToRead(() => entryOf(subject as Context));
    return named === undefined
      ? {
          text: 'No span is active there, and no withSession names a session.',
          noSession: 'untold',
        }
      : {
          text: `No span is active there; one that starts is in the session that ${named.source} names.`,
          namedBy: named.source,
        };
  }

  #ofSpan(span: SpanContext): Part {
    const mark = anyMarkOf(span);
    if (mark === undefined) {
      return {
        text:
          `Span ${span.spanId} was not seen by the span processor when it started: it is of another process, was ` +
          'dropped by a sampler, or was made by a tracer provider without the processor.',
        noSession: 'unseen',
      };
    }
    const entry = this.#journal?.entryOf(mark, span.spanId);
    const label =
      entry === undefined ? `Span ${span.spanId}` : `Span ${describeValue(entry.spanName)}`;
    return mark.session === undefined
      ? this.#ofSpanWithout(mark, label, entry)
      : this.#ofSpanIn(span, mark, label, entry);
  }

  #ofSpanWithout(mark: Mark, label: string, entry: JournalEntry | undefined): Part {
    const late = mark instanceof UndecidedMark ? mark.place.decision?.session : undefined;
    if (late !== undefined) {
      return {
        text: `${label} was exported in the trace of ${this.#nameOf(late.id)}, which its end told; here it keeps its ids.`,
        sessionId: this.#shown(late.id),
        namedBy: 'its attributes, at its end',
      };
    }
    const noSession = entry?.noSession ?? 'untold';
    const why =
      noSession === 'refused' ? 'what was told cannot be a session id' : 'nobody told one';
    return {
      text:
        `${label} is in no session, because ${why}. Asked were withSession, its parent, and \`sessionId\`, which is ` +
        `${this.#options.sources.join(', ')}. It stays as it was.${this.#more()}`,
      noSession,
    };
  }

  #ofSpanIn(
    span: SpanContext,
    { sessionId = '', trace: to }: Mark,
    label: string,
    entry: JournalEntry | undefined,
  ): Part {
    const where = `${label} is in ${this.#nameOf(sessionId)}, trace ${span.traceId}`;
    const shown = { sessionId: this.#shown(sessionId) };
    if (to?.root?.spanId === span.spanId) {
      return { ...shown, text: `${where}: it is the root that was made for that trace.` };
    }
    const { destination, facts } = entry ?? {};
    if (entry === undefined || destination === undefined || facts === undefined) {
      return this.#journal === undefined
        ? { ...shown, text: `${where}.${this.#more()}` }
        : { ...shown, ...FOLLOWS, text: `${where}: named by its parent. It ${WHY_IT_FOLLOWS}.` };
    }
    const namedBy = entry.namedBy ?? 'its parent';
    const because = reasonOf(destination, facts);
    const text = `${where}: named by ${namedBy}. It ${PLACES[destination]}, because ${because}.`;
    return { ...shown, text, namedBy, place: destination, because };
  }

  #nameOf(sessionId: string): string {
    return this.#options.sessionIdsAreSecret ? 'a session' : `session ${describeValue(sessionId)}`;
  }

  #shown(sessionId: string): string | undefined {
    return this.#options.sessionIdsAreSecret ? undefined : sessionId;
  }

  #more(): string {
    return this.#journal === undefined ? ' The option `explain: true` would say more.' : '';
  }
}

const FOLLOWS = {
  namedBy: 'its parent',
  place: 'parent',
  because: 'its parent is in the same session',
} as const;
const WHY_IT_FOLLOWS = `${PLACES.parent}, because ${FOLLOWS.because}`;

/** Whoever asks may have anything in hand; a copy would have no mark. */
function spanContextOf(subject: Span | SpanContext | Context): SpanContext | undefined {
  const found = spanContextOrAny(subject);
  return typeof found?.spanId === 'string' && typeof found.traceId === 'string' ? found : undefined;
}

function spanContextOrAny(subject: Span | SpanContext | Context): SpanContext | undefined {
  if ('spanContext' in subject) {
    return subject.spanContext();
  }
  return 'getValue' in subject ? trace.getSpanContext(subject) : subject;
}
