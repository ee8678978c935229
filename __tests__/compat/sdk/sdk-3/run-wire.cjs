'use strict';

const api = require('@opentelemetry/api');
const contexts = require('@opentelemetry/context-async-hooks');
const otlp = require('@opentelemetry/exporter-trace-otlp-http');
const sdk = require('@opentelemetry/sdk-trace');
const sessionTrace = require('otel-session-trace');
const { sendToReceiver } = require('../scenario/wire.cjs');
const { major } = require('./major.cjs');

void sendToReceiver(major({ api, contexts, otlp, sdk, sessionTrace }));
