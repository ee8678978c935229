import type { Context } from '@opentelemetry/api';
import type { Logger, LogRecord } from '@opentelemetry/api-logs';
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
  type LogRecordProcessor,
  type ReadableLogRecord,
} from '@opentelemetry/sdk-logs';

/** A real logger provider with processors on it, and what it exported. */
export interface LogRecording {
  readonly logger: Logger;
  readonly provider: LoggerProvider;
  /** The records exported so far. */
  records(): readonly ReadableLogRecord[];
  /** The last record exported after emitting this one. */
  emit(record: LogRecord, context?: Context): ReadableLogRecord;
}

/** Starts a recording of logs beside one of spans. */
export function recordLogs(...processors: readonly LogRecordProcessor[]): LogRecording {
  const exporter = new InMemoryLogRecordExporter();
  const provider = new LoggerProvider({
    processors: [...processors, new SimpleLogRecordProcessor({ exporter })],
  });
  const logger = provider.getLogger('runtime', '1.2.3');
  return {
    logger,
    provider,
    records: () => exporter.getFinishedLogRecords(),
    emit(record, context) {
      logger.emit(context === undefined ? record : { ...record, context });
      const last = exporter.getFinishedLogRecords().at(-1);
      if (last === undefined) {
        throw new Error('Expected a record to be exported.');
      }
      return last;
    },
  };
}
