import { trace } from '@opentelemetry/api';
import { attachSessionTracing, createSessionTracing, fromAttributes } from 'otel-session-trace';

import './before.js';

// The span processor before all others, as the register hook puts it.
attachSessionTracing(
  trace.getTracerProvider().getDelegate(),
  createSessionTracing({ sessionId: fromAttributes('ai.telemetry.metadata.sessionId') }),
);
