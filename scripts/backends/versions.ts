/** What is downloaded and built, each from its own package registry. */
export const VERSIONS = {
  collector: '0.158.0',
  /** Of the Collector's modules that are stable. */
  collectorStable: '1.64.0',
  /** Newer ones are not served by the module proxy; this one compiles with the Collector above. */
  zipkinExporter: '0.148.0',
  /** The Go module of Jaeger 2: its 2.x tags are not Go versions. */
  jaeger: '1.76.0',
  zipkin: '3.6.1',
  phoenix: '20.26.1',
  viewer: '27.1.0',
  viewerNode: '24',
  playwright: '1.65.1',
  kubernetesValidate: '1.37.0',
  /** The last release of the OpenTelemetry Operator that is served as a Go module. */
  operator: '0.140.0',
  /** The Go module of Prometheus 3: its releases are numbered so. */
  prometheus: '0.316.0',
} as const;
