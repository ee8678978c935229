import * as api from '@opentelemetry/api';
import * as contexts from '@opentelemetry/context-async-hooks';
import * as logs from '@opentelemetry/sdk-logs';
import * as sdk from '@opentelemetry/sdk-trace';
import * as sessionTrace from 'otel-session-trace';
import { play } from '../scenario/play.cjs';
import { major } from './major.cjs';

await play(major({ api, contexts, logs, sdk, sessionTrace }));
