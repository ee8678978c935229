import * as api from '@opentelemetry/api';
import * as logs from '@opentelemetry/sdk-logs';
import * as sdk from '@opentelemetry/sdk-trace-node';
import * as sessionTrace from 'otel-session-trace';
import { play } from '../scenario/play.cjs';
import { major } from './major.cjs';

await play(major({ api, logs, sdk, sessionTrace }));
