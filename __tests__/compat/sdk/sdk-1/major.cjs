'use strict';

/** What SDK 1 wants done its own way. */
const major = (modules) => ({
  ...modules,
  newProvider: (config) => new modules.sdk.NodeTracerProvider(config),
  exportTo: (exporter) => new modules.sdk.SimpleSpanProcessor(exporter),
  exportLogsTo: (exporter) => new modules.logs.SimpleLogRecordProcessor(exporter),
  newLoggerProvider(processors) {
    const provider = new modules.logs.LoggerProvider();
    processors.forEach((processor) => provider.addLogRecordProcessor(processor));
    return provider;
  },
  register: (provider) => provider.register(),
});

module.exports = { major };
