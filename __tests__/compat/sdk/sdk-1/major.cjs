'use strict';

/** What SDK 1 wants done its own way. */
const major = (modules) => ({
  ...modules,
  newProvider: (config) => new modules.sdk.NodeTracerProvider(config),
  exportTo: (exporter) => new modules.sdk.SimpleSpanProcessor(exporter),
  register: (provider) => provider.register(),
});

module.exports = { major };
