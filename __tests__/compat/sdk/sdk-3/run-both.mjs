// An application that loads this package as ES module, with an instrumentation or a set-up file that
// loads it as CommonJS: two copies, which must understand each other's contexts and marks.
import { createRequire } from 'node:module';
import * as api from '@opentelemetry/api';
import * as contexts from '@opentelemetry/context-async-hooks';
import * as logs from '@opentelemetry/sdk-logs';
import * as sdk from '@opentelemetry/sdk-trace';
import * as application from 'otel-session-trace';
import { play } from '../scenario/play.cjs';
import { major } from './major.cjs';

const { createSessionTracing } = createRequire(import.meta.url)('otel-session-trace');
const sessionTrace = { ...application, createSessionTracing };

await play(major({ api, contexts, logs, sdk, sessionTrace }));
