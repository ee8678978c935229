import { VERSIONS } from '../versions.js';
import { installPackages } from './npm-packages.js';

/** Installs the viewer, with the Node that it asks for. @returns the folder that it is in */
export function installViewer(): Promise<string> {
  const { viewer, viewerNode } = VERSIONS;
  return installPackages('viewer', [`node@${viewerNode}`, `autotel-devtools@${viewer}`]);
}
