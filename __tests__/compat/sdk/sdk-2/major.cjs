'use strict';

/** What SDK 2 wants done its own way. */
const major = (modules) => ({
  ...modules,
  newProvider: (config) => new modules.sdk.NodeTracerProvider(config),
  exportTo: (exporter) => new modules.sdk.SimpleSpanProcessor(exporter),
  exportLogsTo: (exporter) => new modules.logs.SimpleLogRecordProcessor({ exporter }),
  newLoggerProvider: (processors) => new modules.logs.LoggerProvider({ processors }),
  register: (provider) => provider.register(),
});

module.exports = { major };
