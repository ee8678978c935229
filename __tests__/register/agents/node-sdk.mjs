// Telemetry by NodeSDK, set up inside the application and configured by its OTEL_* variables.
import { NodeSDK } from '@opentelemetry/sdk-node';
import { serve } from './serve.mjs';

const sdk = new NodeSDK();
sdk.start();
await serve();
await sdk.shutdown();
