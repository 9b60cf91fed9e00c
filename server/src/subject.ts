import type { Role } from '../../contract/roles';
import type { BuildContext, ImageFile, ImageFiles } from './context/types';
import type { Dockerfile, ImageConfig, Stage } from './dockerfile/types';
import type { NginxFacts, PythonFacts, ShellScriptFacts } from './readers/types';
import type { Roles } from './roles/types';
import type { InstalledPackage, ShellCommand } from './shell/types';
import type { Start } from './start/types';

/** Everything a rule may look at. Parts are computed on first use and kept for the life of the subject (one version of one Dockerfile). */
export interface Subject {
  /** Absolute path of the Dockerfile; a made-up one for text without a file. */
  readonly path: string;
  readonly dockerfile: Dockerfile;
  /** The stage that is built. A subject without one is never linted. */
  readonly stage: Stage;
  readonly config: ImageConfig;
  readonly context: BuildContext;
  readonly files: ImageFiles;
  /** Shell commands of all RUN instructions of the target's lineage, in order. */
  readonly commands: readonly ShellCommand[];
  /** Packages installed in the target's lineage, and what the base surely carries is in `stage.base.row`. */
  readonly packages: readonly InstalledPackage[];
  readonly roles: Roles;
  has(role: Role): boolean;
  /** `docker run IMAGE train`, `docker run IMAGE serve`, `docker run IMAGE`. */
  readonly train: Start;
  readonly serve: Start;
  readonly run: Start;
  /** The package of that normalised name, pip unless told. */
  installed(name: string): InstalledPackage | undefined;
  python(file: ImageFile): PythonFacts | undefined;
  nginx(file: ImageFile): NginxFacts | undefined;
  script(file: ImageFile): ShellScriptFacts | undefined;
  /** Python files that take part in training / serving: the started program and what it imports from the context. */
  pythonOf(word: 'train' | 'serve'): readonly { readonly file: ImageFile; readonly facts: PythonFacts }[];
  /** The nginx configurations the image would use when serving. */
  readonly nginxConfigs: readonly { readonly file: ImageFile; readonly facts: NginxFacts }[];
  readonly settings: SubjectSettings;
}

export interface SubjectSettings {
  /** AWS region the user works in, for account/region advice; undefined: not said. */
  readonly region: string | undefined;
  /** Today, `YYYY-MM-DD`, given by the caller (rules never read a clock). */
  readonly today: string;
  /** The platform for which `.sagemaker/containers.json` builds the image, `linux/arm64`; undefined: not said. */
  readonly platform?: string | undefined;
}
