import { runCommand } from '../process/run-command.js';

/** Downloads a Go module. @returns the folder that its sources are in, which cannot be written */
export async function downloadGoModule(module: string, cwd: string): Promise<string> {
  const answer = await runCommand('go', ['mod', 'download', '-json', module], { cwd });
  return (JSON.parse(answer) as { readonly Dir: string }).Dir;
}
