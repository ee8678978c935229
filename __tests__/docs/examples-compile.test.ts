import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '../..');

/** What the examples take for granted: the reader's own program. */
const PRELUDE = `
import * as api from '@opentelemetry/api';
import * as sdk from '@opentelemetry/sdk-trace-node';
import * as us from 'otel-session-trace';
declare const runtime: { readonly sessionId: string; readonly currentSession: string };
declare const sessionId: us.SessionIdResolver;
declare const exporter: sdk.SpanExporter;
declare const logExporter: import('@opentelemetry/sdk-logs').LogRecordExporter;
declare const provider: sdk.NodeTracerProvider;
declare const sessions: us.SessionTracing;
declare const meterProvider: api.MeterProvider;
declare const secret: string;
declare const server: import('node:http').Server;
declare function handle(...args: unknown[]): void;
declare function main(): Promise<void>;
declare function sha256(text: string): string;
declare function spawn(...args: unknown[]): void;
declare const client: { callTool(call: object): Promise<unknown> };
declare const mcpServer: {
  registerTool(name: string, config: object, handler: (args: object, { _meta }: { _meta?: object }) => unknown): void;
};
declare function search(query: unknown): string;
`;

interface Example {
  readonly where: string;
  readonly code: string;
}

/** The TypeScript examples in the doc comments of a file. */
function examplesIn(file: string): Example[] {
  const text = readFileSync(join(ROOT, file), 'utf8').replace(/^[ \t]*\* ?/gm, '');
  return [...text.matchAll(/```ts\n([^]*?)```/g)].map((match, index) => ({
    where: `${file}, example ${index + 1}`,
    code: match[1] ?? '',
  }));
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
}

/** An example as a module: names it does not import come from the prelude's packages. */
function moduleOf({ code }: Example): string {
  const imports = code.match(/^import .*$/gm) ?? [];
  const body = code.replace(/^import .*$/gm, '');
  const imported = imports.join('\n');
  const from = (name: string, exported: readonly string[]): string => {
    const used = exported.filter(
      (word) =>
        new RegExp(`\\b${word}\\b`).test(body) && !new RegExp(`\\b${word}\\b`).test(imported),
    );
    return used.length > 0 ? `import { ${used.join(', ')} } from '${name}';` : '';
  };
  return [
    PRELUDE,
    imported,
    from('otel-session-trace', [
      'SessionTraceSpanProcessor',
      'createSessionTracing',
      'attachSessionTracing',
      'withSession',
      'setSession',
      'getSession',
      'fromBaggage',
      'fromEnv',
      'fromOpenInference',
      'sessionPropagator',
      'requestSpans',
      'fromAttributes',
      'firstOf',
      'rotateAfter',
      'sha256Derivation',
      'hmacDerivation',
      'sessionEnvironment',
      'contextFromEnvironment',
      'sessionCarrier',
      'contextFromCarrier',
      'isSafeLogAttribute',
    ]),
    from('@opentelemetry/sdk-trace-node', [
      'NodeTracerProvider',
      'BatchSpanProcessor',
      'ParentBasedSampler',
      'TraceIdRatioBasedSampler',
    ]),
    from('@opentelemetry/sdk-logs', ['LoggerProvider', 'BatchLogRecordProcessor']),
    from('@opentelemetry/exporter-trace-otlp-http', ['OTLPTraceExporter']),
    from('@opentelemetry/core', [
      'CompositePropagator',
      'W3CBaggagePropagator',
      'W3CTraceContextPropagator',
    ]),
    from('@opentelemetry/api', ['trace', 'context', 'propagation']),
    // In a block, so that an example may declare what the prelude declares.
    `{\n${body}\n}\nexport {};`,
  ].join('\n');
}

describe('the examples of the doc comments', () => {
  it('compile', () => {
    const examples = sourceFiles('src').flatMap(examplesIn);
    expect(examples.length).toBeGreaterThan(12);
    // Inside the repository, so that packages are found.
    const folder = mkdtempSync(join(ROOT, '__tests__/docs/examples-'));
    try {
      const files = examples.map((example, index) => {
        const file = join(folder, `${index}.ts`);
        writeFileSync(file, moduleOf(example));
        return file;
      });
      const program = ts.createProgram(files, {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.NodeNext,
        moduleResolution: ts.ModuleResolutionKind.NodeNext,
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
        skipLibCheck: true,
        types: ['node'],
        paths: { 'otel-session-trace': [join(ROOT, 'src/index.ts')] },
      });
      const problems = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
        const example = examples[Number(/(\d+)\.ts$/.exec(file?.fileName ?? '')?.[1])];
        return `${example?.where ?? file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
      });
      expect(problems).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});
