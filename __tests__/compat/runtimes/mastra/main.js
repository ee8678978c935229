import { Mastra } from '@mastra/core';
import { Observability } from '@mastra/observability';

import { chosenWay } from '../support/chosen-way.js';
import { converse } from '../support/converse.js';
import { ask, travelAgent } from './agent.js';

const { around, ...way } = await chosenWay(import.meta.url);
// The bridge, whose spans are made by OpenTelemetry, or the exporter, whose spans are made by Mastra.
const { observeBy } = await import(`./${process.argv[2]}.js`);
const { settings, shutdown } = observeBy(way);

const mastra = new Mastra({
  agents: { travelAgent },
  observability: new Observability({
    configs: { default: { serviceName: 'travel', ...settings } },
  }),
});
await converse((id, question) => around(id, () => ask(mastra, id, question)));
await mastra.observability.shutdown();
await shutdown();
