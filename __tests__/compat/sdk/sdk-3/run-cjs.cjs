'use strict';

const api = require('@opentelemetry/api');
const contexts = require('@opentelemetry/context-async-hooks');
const logs = require('@opentelemetry/sdk-logs');
const sdk = require('@opentelemetry/sdk-trace');
const sessionTrace = require('otel-session-trace');
const { play } = require('../scenario/play.cjs');
const { major } = require('./major.cjs');

void play(major({ api, contexts, logs, sdk, sessionTrace }));
