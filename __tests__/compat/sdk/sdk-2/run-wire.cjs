'use strict';

const api = require('@opentelemetry/api');
const otlp = require('@opentelemetry/exporter-trace-otlp-http');
const sdk = require('@opentelemetry/sdk-trace-node');
const sessionTrace = require('otel-session-trace');
const { sendToReceiver } = require('../scenario/wire.cjs');
const { major } = require('./major.cjs');

void sendToReceiver(major({ api, otlp, sdk, sessionTrace }));
