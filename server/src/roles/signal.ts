import type { Range } from 'vscode-languageserver-types';
import type { Role } from '../../../contract/roles';
import type { ImageFile, ImageFiles } from '../context/types';
import type { Dockerfile, ImageConfig, Stage } from '../dockerfile/types';
import type { NginxFacts, PythonFacts, ShellScriptFacts } from '../readers/types';
import type { InstalledPackage } from '../shell/types';
import type { Start } from '../start/types';

/**
 * One sign of what an image is for.
 * - `strong`: SageMaker is meant, and (when `roles` is not empty) for this.
 * - `needs-platform`: says what it is for, once something else says that SageMaker is meant.
 * - `weak`: with `platform`, a hint that SageMaker is meant; not enough by itself.
 */
export interface Signal {
  readonly strength: 'strong' | 'needs-platform' | 'weak';
  readonly platform: boolean;
  readonly roles: readonly Role[];
  readonly text: string;
  readonly range: Range | undefined;
  readonly source: 'base' | 'package' | 'label' | 'variable' | 'path' | 'program' | 'file' | 'comment' | 'name';
}

export interface RoleInputs {
  readonly path: string;
  readonly dockerfile: Dockerfile;
  readonly stage: Stage;
  readonly config: ImageConfig;
  readonly files: ImageFiles;
  readonly packages: readonly InstalledPackage[];
  readonly train: Start;
  readonly serve: Start;
  readonly run: Start;
  python(file: ImageFile): PythonFacts | undefined;
  script(file: ImageFile): ShellScriptFacts | undefined;
  readonly nginxConfigs: readonly { readonly file: ImageFile; readonly facts: NginxFacts }[];
  /** Sources of the programs that the Dockerfile compiles. */
  compiled(): readonly ImageFile[];
  /** What a directive, the project file or a setting says. */
  readonly declared:
    { readonly roles: readonly Role[]; readonly text: string; readonly range: Range | undefined } | undefined;
}

export function strong(
  source: Signal['source'],
  roles: readonly Role[],
  text: string,
  range: Range | undefined,
): Signal {
  return { strength: 'strong', platform: true, roles, text, range, source };
}

export function needsPlatform(
  source: Signal['source'],
  roles: readonly Role[],
  text: string,
  range: Range | undefined,
): Signal {
  return { strength: 'needs-platform', platform: false, roles, text, range, source };
}
