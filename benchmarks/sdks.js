// The SDKs that are measured: SDK 2 of this repository, and SDK 3, which lives in a folder of its own
// because two majors cannot share a `node_modules`.
import { fileURLToPath } from 'node:url';

const inRepository = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

export const SDKS = [
  {
    major: '2',
    folder: inRepository(''),
    module: '@opentelemetry/sdk-trace-node',
    provider: 'NodeTracerProvider',
  },
  {
    major: '3',
    folder: inRepository('__tests__/compat/sdk/sdk-3'),
    module: '@opentelemetry/sdk-trace',
    provider: 'TracerProvider',
    // SDK 3 does not run on the oldest Node that this repository is developed with.
    nodeMajor: '24',
  },
];

export function sdkOf(major) {
  const sdk = SDKS.find((one) => one.major === major);
  if (sdk === undefined) {
    throw new Error(`No SDK "${major}": ${SDKS.map((one) => one.major).join(', ')}.`);
  }
  return sdk;
}
