import { isOwn, loadingFlagAt, placeOf } from './own-flags.js';

/*
 * Node looks for what `--require` and `--import` name in the folder in which it starts. Written as a name or a relative
 * path, as it mostly is, our flag would end each child process that starts in another folder before its first line, and
 * children get it from us: `fork` and many programs hand on `process.execArgv`, and the environment is handed on anyway.
 */

/** The part of `process` that children get flags from. */
export interface HandedOn {
  readonly execArgv: string[];
  readonly env: Record<string, string | undefined>;
}

/**
 * Has our flags lead to the same file from whatever folder.
 *
 * @param folder - where this process was started
 */
export function makeFlagsHoldAnywhere({ execArgv, env }: HandedOn, folder: string): void {
  holdAnywhere(execArgv, folder);
  const given = splitNodeOptions(env['NODE_OPTIONS'] ?? '');
  const options = [...given];
  holdAnywhere(options, folder);
  if (options.some((option, index) => option !== given[index])) {
    env['NODE_OPTIONS'] = options.map(quoted).join(' ');
  }
}

function holdAnywhere(args: string[], folder: string): void {
  for (let index = 0; index < args.length; index++) {
    const loading = loadingFlagAt(args, index);
    if (loading !== undefined && isOwn(loading)) {
      const place = placeOf(loading, folder);
      const isOnePiece = loading.next === index + 1;
      args[loading.next - 1] = isOnePiece ? `${loading.flag}=${place}` : place;
    }
  }
}

/** As Node takes it apart: at spaces, but for those in double quotes, in which a backslash takes what follows as it is. */
function splitNodeOptions(text: string): readonly string[] {
  return [...text.matchAll(/(?:[^ "]|"(?:\\.|[^"\\])*"?)+/gs)].map(([option]) =>
    option.replace(/"((?:\\.|[^"\\])*)"?/gs, (_, inside: string) =>
      inside.replace(/\\(.)/gs, '$1'),
    ),
  );
}

function quoted(option: string): string {
  return /[ "]/.test(option) ? `"${option.replace(/[\\"]/g, '\\$&')}"` : option;
}
