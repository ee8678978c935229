// No telemetry of its own: somebody loads one before it.
import { serve } from './serve.mjs';

await serve();
