import { join } from 'node:path';
import { WAYS } from './support/hook.js';
import { loadedBy } from './support/loaded-files.js';

const IDLE = ['--eval', '0'];
const DOORS = {
  '--import': { door: join('esm', 'register.js'), hook: [join('cjs', 'register.js')] },
  '--require': { door: join('cjs', 'register.js'), hook: [] },
} as const;
const TRACING = join('cjs', 'register', 'provider-attachment.js');
const REGISTERS_PROVIDER = `
  const { trace } = require('@opentelemetry/api');
  const { NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');
  new NodeTracerProvider({ spanProcessors: [] }).register();
`;

describe.each(WAYS)('the register hook through %s', (way, hook) => {
  const { door, hook: rest } = DOORS[way];

  it('loads its door and nothing else when it is disabled', async () => {
    const { files } = await loadedBy([...hook, ...IDLE], { SESSION_TRACE_DISABLED: 'true' });

    expect(files).toEqual([door]);
  });

  it('loads nothing that traces in a process that registers no provider', async () => {
    const { files, builtins } = await loadedBy([...hook, ...IDLE]);

    expect(files).toEqual([door, ...rest]);
    expect(builtins).not.toContain('node:crypto');
    expect(builtins).not.toContain('node:child_process');
  });

  it.each([{ SESSION_TRACE_ROOT: 'omit' }, { TRACEPARENT: 'told by another process' }])(
    'loads one more file to look at %j',
    async (environment) => {
      const { files } = await loadedBy([...hook, ...IDLE], environment);

      expect(files).toEqual([door, ...rest, TRACING]);
    },
  );

  it('loads one more file, and no copy of the API, once a provider is registered', async () => {
    const { files } = await loadedBy([...hook, '--eval', REGISTERS_PROVIDER]);
    const without = await loadedBy(['--eval', REGISTERS_PROVIDER]);

    expect(files.filter((file) => !without.files.includes(file)).sort()).toEqual(
      [door, ...rest, TRACING].sort(),
    );
  });
});
