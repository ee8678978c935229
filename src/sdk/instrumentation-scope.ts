/** Who made a span, as its tracer was asked for: the SDK keeps one tracer for each. */
export interface InstrumentationScope {
  readonly name: string;
  readonly version?: string | undefined;
  readonly schemaUrl?: string | undefined;
}
