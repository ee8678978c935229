/** A span as a backend answers it. */
export interface FoundSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  /** What the backend says of its kind; undefined: nothing. */
  readonly kind: string | undefined;
  /** What the backend itself finds wrong with it. */
  readonly warnings: readonly string[];
}

/** A session as a page for chats shows it. */
export interface Chat {
  readonly turns: number;
  readonly firstInput: string | undefined;
  readonly lastOutput: string | undefined;
}

/** Where a backend shows a trace, and selectors of what is to be seen there. */
export interface TracePage {
  readonly url: string;
  /** A span's row. */
  readonly row: string;
  /** What the page says when it does not show the whole trace. */
  readonly notice?: string;
}

/** A trace backend that was started here, asked by its own API. */
export interface Backend {
  readonly name: string;
  readonly version: string;
  /** Its process. */
  readonly pid: number;
  /** Origin of its API. */
  readonly api: string;
  /** Where its page is, if it has one. */
  readonly page: string | undefined;
  /** How a Collector sends to it: the name of an exporter and its configuration. */
  readonly exporter: readonly [name: string, config: object];
  /** All spans of a service. */
  spansOf(service: string): Promise<FoundSpan[]>;
  /** How many spans of a service there are, where that can be asked without loading them. */
  countSpans?(service: string): Promise<number>;
  /** The ids of the traces that a search for an attribute of a span finds. */
  find(service: string, attribute: string, value: string): Promise<string[]>;
  /** The names of spans that it offers for choice, if it does that. */
  spanNames?(service: string): Promise<readonly string[]>;
  /** Loads a whole trace. @returns how many spans it has */
  loadTrace(service: string, traceId: string): Promise<number>;
  /** The page of a trace. */
  tracePage?(service: string, traceId: string): Promise<TracePage>;
  /** The page of a session as a chat. */
  chatPage?(service: string, sessionId: string): Promise<string>;
  /** What it shows of a session as a chat, if it has such a page. */
  chatOf?(service: string, sessionId: string): Promise<Chat>;
  stop(): Promise<void>;
}
