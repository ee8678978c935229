// Makes an SDK ready to be measured, and says which versions that are.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { install, nodePath, output, withTarball } from '../scripts/support/commands.js';

/** The SDK with the Node that runs it, and the versions of both. */
export function prepareSdk(sdk) {
  const { folder, module, nodeMajor } = sdk;
  if (nodeMajor !== undefined) {
    withTarball((tarball) => install(tarball, folder));
  }
  const node = nodeMajor === undefined ? process.execPath : nodePath(nodeMajor);
  const versions = JSON.parse(output(node, ['-p', 'JSON.stringify(process.versions)'], folder));
  const version = (name) =>
    JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;
  return {
    ...sdk,
    node,
    title: `SDK ${version(module)} on Node ${versions.node}`,
    versions: {
      [module]: version(module),
      '@opentelemetry/api': version('@opentelemetry/api'),
      Node: versions.node,
      V8: versions.v8,
    },
  };
}
