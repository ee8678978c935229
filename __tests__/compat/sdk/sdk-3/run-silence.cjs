'use strict';

const api = require('@opentelemetry/api');
const contexts = require('@opentelemetry/context-async-hooks');
const logs = require('@opentelemetry/sdk-logs');
const sdk = require('@opentelemetry/sdk-trace');
const sessionTrace = require('otel-session-trace');
const { run } = require('../silence/run.cjs');
const { major } = require('./major.cjs');

void run(major({ api, contexts, logs, sdk, sessionTrace }));
