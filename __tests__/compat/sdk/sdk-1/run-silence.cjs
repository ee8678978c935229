'use strict';

const api = require('@opentelemetry/api');
const logs = require('@opentelemetry/sdk-logs');
const sdk = require('@opentelemetry/sdk-trace-node');
const sessionTrace = require('otel-session-trace');
const { run } = require('../silence/run.cjs');
const { major } = require('./major.cjs');

void run(major({ api, logs, sdk, sessionTrace }));
