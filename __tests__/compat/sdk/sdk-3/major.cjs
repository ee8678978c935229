'use strict';

/** What SDK 3 wants done its own way. */
const major = (modules) => ({
  ...modules,
  newProvider: (config) => new modules.sdk.TracerProvider(config),
  exportTo: (exporter) => new modules.sdk.SimpleSpanProcessor({ exporter }),
  exportLogsTo: (exporter) => new modules.logs.SimpleLogRecordProcessor({ exporter }),
  newLoggerProvider: (processors) => new modules.logs.LoggerProvider({ processors }),
  register(provider) {
    const { AsyncLocalStorageContextManager } = modules.contexts;
    modules.api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    modules.api.trace.setGlobalTracerProvider(provider);
  },
});

module.exports = { major };
