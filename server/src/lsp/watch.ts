import { WatchKind } from 'vscode-languageserver';
import type { FileSystemWatcher } from 'vscode-languageserver';

/** File names of a build context that the linter reads. `**\/*` would report every write of every training run. */
const NAMES = [
  'Dockerfile*',
  '*.Dockerfile',
  'Containerfile',
  '.dockerignore',
  'containers.json',
  'train',
  'serve',
  '*.{py,sh,conf,txt,toml,cfg,yml,yaml,properties,R}',
];

export const WATCHERS: FileSystemWatcher[] = [
  { globPattern: `**/{${NAMES.slice(0, -1).join(',')}}`, kind: WatchKind.Create | WatchKind.Change | WatchKind.Delete },
  { globPattern: `**/${NAMES.at(-1) ?? ''}`, kind: WatchKind.Create | WatchKind.Change | WatchKind.Delete },
];

/** The project file bears on every Dockerfile of its folder. */
export function isProjectFile(path: string): boolean {
  return path.endsWith('/.sagemaker/containers.json');
}
