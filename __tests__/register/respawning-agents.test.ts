import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { converse } from './support/converse.js';
import { expectTwoSessions } from './support/expect-sessions.js';
import { WAYS, agentFile } from './support/hook.js';
import { runNode } from './support/run-node.js';

describe('a command-line tool that starts itself again', () => {
  it.each(WAYS)('has the hook there as well, through %s', async (_way, hook) => {
    expectTwoSessions(await converse([...hook, agentFile('respawning.mjs')]));
  });

  it('has it there when the hook is named by a path that holds only here', async () => {
    const hook = ['--import', './dist/esm/register.js'];

    expectTwoSessions(await converse([...hook, agentFile('respawning.mjs')]));
  });

  it('has it there by the name of the package', async () => {
    const hook = ['--import', 'otel-session-trace/register'];

    expectTwoSessions(await converse([...hook, agentFile('respawning.mjs')]));
  });
});

describe('child processes', () => {
  it('have the hook once if they are of the same program, and not otherwise', async () => {
    const hook = ['--import', './dist/esm/register.js'];
    // Another version of Node, say one that does not know our flag.
    const folder = mkdtempSync(join(tmpdir(), 'otel-session-trace-'));
    writeFileSync(join(folder, 'node'), '#!/bin/sh\nprintf "another node: %s" "$2"\n', {
      mode: 0o755,
    });
    const { output, errors } = await runNode([...hook, agentFile('child-processes.mjs')], {
      environment: { OTHER_NODE: folder },
    });
    rmSync(folder, { recursive: true });
    const loadedOnce = 'loaded, 1 flags';

    expect(errors).toBe('');
    expect(JSON.parse(output)).toEqual({
      spawn: loadedOnce,
      'spawn of node': loadedOnce,
      'spawn through the module': loadedOnce,
      spawnSync: loadedOnce,
      execFile: loadedOnce,
      execFileSync: loadedOnce,
      fork: loadedOnce,
      'fork with arguments for Node': loadedOnce,
      'spawn that hands all arguments on': loadedOnce,
      'spawn with a prompt that speaks of us': loadedOnce,
      'spawn in another folder': loadedOnce,
      'spawn of another node': 'another node: child',
      'spawn in a shell': 'not loaded, 0 flags',
      'spawn of another program': 'false\n',
    });
  });
});
