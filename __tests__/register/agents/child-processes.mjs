// Starts Node in all the ways there are, and tells in which child the hook was loaded, and how often it is named
// among its arguments.
import childProcess, { execFile, execFileSync, fork, spawn, spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const self = fileURLToPath(import.meta.url);
const args = [self, 'child'];
const report = () => {
  const loaded = Symbol.for('otel-session-trace.registered') in globalThis;
  const flags = process.execArgv.filter((argument) => argument.includes('register.js')).length;
  return `${loaded ? 'loaded' : 'not loaded'}, ${flags} flags`;
};

if (process.argv[2] === 'child') {
  process.stdout.write(report());
} else {
  const code = '"" + (Symbol.for("otel-session-trace.registered") in globalThis)';
  const answers = {
    spawn: await outputOf(spawn(process.execPath, args)),
    'spawn of node': await outputOf(spawn('node', ['--max-old-space-size=100', ...args])),
    'spawn through the module': await outputOf(childProcess.spawn(process.execPath, args)),
    spawnSync: spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout,
    execFile: await new Promise((resolve) => {
      execFile(process.execPath, args, (_error, output) => resolve(output));
    }),
    execFileSync: execFileSync(process.execPath, args, { encoding: 'utf8' }),
    fork: await outputOf(fork(self, ['child'], { silent: true })),
    'fork with arguments for Node': await outputOf(
      fork(self, ['child'], { silent: true, execArgv: ['--max-old-space-size=100'] }),
    ),
    'spawn that hands all arguments on': await outputOf(
      spawn(process.execPath, [...process.execArgv, ...args]),
    ),
    'spawn with a prompt that speaks of us': await outputOf(
      spawn(process.execPath, [...args, 'explain otel-session-trace']),
    ),
    'spawn in another folder': await outputOf(spawn(process.execPath, args, { cwd: '/' })),
    'spawn of another node': await outputOf(
      spawn('node', args, { env: { ...process.env, PATH: process.env.OTHER_NODE } }),
    ),
    'spawn in a shell': await outputOf(spawn(process.execPath, args, { shell: true })),
    'spawn of another program': spawnSync(process.execPath, ['-p', code], { encoding: 'utf8' })
      .stdout,
  };
  process.stdout.write(JSON.stringify(answers));
}

async function outputOf(child) {
  let output = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    output += text;
  }
  return output;
}
