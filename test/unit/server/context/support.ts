import type { Base } from '../../../../contract/bases';
import { contextSources } from '../../../../server/src/context/copy-words';
import { findContext } from '../../../../server/src/context/find-context';
import { buildImageFiles } from '../../../../server/src/context/image-files';
import type { ImageDeps } from '../../../../server/src/context/image-files';
import { memoryFs } from '../../../../server/src/context/memory-fs';
import type { MemoryFile } from '../../../../server/src/context/memory-fs';
import type { BuildContext, ImageFiles, Lookup } from '../../../../server/src/context/types';
import { parseDockerfile } from '../../../../server/src/dockerfile/parse';
import type { Stage } from '../../../../server/src/dockerfile/types';
import { effectsOf } from '../../../../server/src/shell/effects';
import { runCommands } from '../../../../server/src/shell/run';

export const PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

function base(id: string, more: Partial<Base>): Base {
  return {
    id,
    summary: id,
    kind: 'os',
    entrypoint: undefined,
    cmd: undefined,
    train: 'passes-on',
    serve: 'passes-on',
    env: { PATH: PATH.join(':') },
    path: PATH,
    user: undefined,
    workdir: '/',
    labels: {},
    os: 'debian',
    has: ['sh', 'bash'],
    lacks: ['python'],
    packages: [],
    roles: [],
    cuda: undefined,
    ...more,
  };
}

const CONDA = ['/opt/conda/bin', ...PATH];

/** Bases of these tests; any other image is not known. */
const BASES: Readonly<Record<string, Base>> = {
  plain: base('plain', {}),
  python: base('python', { kind: 'language', has: ['sh', 'bash', 'python', 'python3', 'pip'], lacks: ['nginx'] }),
  conda: base('conda', {
    kind: 'conda',
    path: CONDA,
    env: { PATH: CONDA.join(':') },
    has: ['sh', 'python'],
    lacks: [],
  }),
  trainer: base('trainer', { kind: 'sagemaker', train: 'answers', serve: 'rejects', has: ['sh', 'python', 'train'] }),
  scratch: base('scratch', { kind: 'scratch', has: [], lacks: [], os: 'none' }),
};

export interface Image {
  readonly files: ImageFiles;
  readonly stage: Stage;
  readonly context: BuildContext;
  /** `present`, `absent` or `unknown`. */
  state(path: string): Lookup['state'];
  /** Of a file that must be there: `yes`, `no` or `unknown`. */
  executable(path: string): string;
  text(path: string): string | undefined;
  /** The path of what `exec` finds on PATH, else the state. */
  which(name: string): string;
  paths(): readonly string[];
}

/** The image of a Dockerfile in `/p` with these files beside it; `+x ` in a name sets the execute bit. */
export function image(
  text: string,
  files: Readonly<Record<string, string>> = {},
  options: { readonly context?: 'none' | 'unreliable'; readonly deps?: Partial<ImageDeps> } = {},
): Image {
  const tree: Record<string, MemoryFile> = { '/p/Dockerfile': text };
  for (const [name, content] of Object.entries(files))
    tree[`/p/${name.replace(/^\+x /, '')}`] = { text: content, executable: name.startsWith('+x ') };
  const dockerfile = parseDockerfile(text, { findBase: (reference) => BASES[reference.split(':')[0] ?? ''] });
  const stage = dockerfile.target;
  if (!stage) throw new Error('the Dockerfile has no stage');
  const found = findContext({
    dockerfilePath: options.context === 'none' ? undefined : '/p/Dockerfile',
    fs: memoryFs(tree),
    declared: options.context === undefined ? '/p' : undefined,
    copies: contextSources(dockerfile),
  });
  const context = options.context === 'unreliable' ? { ...found, reliable: false } : found;
  const result = buildImageFiles(stage, dockerfile, context, {
    commandsOf: (instruction, of) => runCommands(instruction, of.configAt(instruction), dockerfile),
    programsOf: () => [],
    effectsOf,
    ...options.deps,
  });
  const file = (path: string): Lookup => result.lookup(path);
  return {
    files: result,
    stage,
    context,
    state: (path) => file(path).state,
    executable(path) {
      const it = file(path);
      return it.state === 'present' ? it.file.executable : it.state;
    },
    text(path) {
      const it = file(path);
      return it.state === 'present' ? it.file.text : it.state;
    },
    which(name) {
      const path = stage.config.path.value;
      const it = result.which(name, path.known ? path.value : PATH);
      return it.state === 'present' ? it.file.path : it.state;
    },
    paths: () => result.files.filter((it) => it.type === 'file').map((it) => it.path),
  };
}
