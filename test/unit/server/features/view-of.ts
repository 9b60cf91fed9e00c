import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Role } from '../../../../contract/roles';
import type { BuildContext, CopyStep, FileSystem, ImageFiles } from '../../../../server/src/context/types';
import { parseDockerfile } from '../../../../server/src/dockerfile/parse';
import type { View } from '../../../../server/src/features/view';
import type { Finding } from '../../../../server/src/lint/finding';
import type { Start } from '../../../../server/src/start/types';
import type { Subject } from '../../../../server/src/subject';

export const URI = 'file:///w/Dockerfile';

export interface ViewOptions {
  readonly findings?: readonly Finding[];
  readonly roles?: readonly Role[];
  readonly declared?: boolean;
  readonly region?: string;
  readonly copies?: readonly CopyStep[];
  readonly fs?: FileSystem;
}

const NOTHING: FileSystem = { stat: () => undefined, read: () => undefined, list: () => [] };

/** A view with the real Dockerfile model and a subject whose other parts are what the test says, else empty. */
export function viewOf(text: string, options: ViewOptions = {}): View {
  return {
    uri: URI,
    path: '/w/Dockerfile',
    version: 3,
    document: TextDocument.create(URI, 'dockerfile', 3, text),
    result: { findings: options.findings ?? [], subject: subjectOf(text, options), dependsOn: [] },
    region: options.region,
    today: '2026-11-24',
  };
}

function subjectOf(text: string, options: ViewOptions): Subject | undefined {
  const dockerfile = parseDockerfile(text, { findBase: () => undefined });
  const stage = dockerfile.target;
  if (!stage) return undefined;
  const roles = options.roles ?? [];
  const start = (word: Start['word']): Start => ({
    word,
    outcome: { kind: 'unknown', why: 'this is a test' },
    chain: [],
    servers: [],
    detached: [],
    complete: false,
  });
  const files: ImageFiles = {
    lookup: () => ({ state: 'absent' }),
    which: () => ({ state: 'absent' }),
    files: [],
    under: () => [],
    copies: options.copies ?? [],
  };
  const context: BuildContext = {
    root: '/w',
    how: 'inferred',
    reliable: true,
    fs: options.fs ?? NOTHING,
    ignored: () => false,
    ignoreFile: undefined,
  };
  return {
    path: '/w/Dockerfile',
    dockerfile,
    stage,
    config: stage.config,
    context,
    files,
    commands: [],
    packages: [],
    roles: {
      active: new Set(roles),
      evidence: roles.map((role) => ({ role, text: `evidence of ${role}`, range: undefined })),
      declared: options.declared ?? false,
    },
    has: (role) => roles.includes(role),
    train: start('train'),
    serve: start('serve'),
    run: start(undefined),
    installed: () => undefined,
    python: () => undefined,
    nginx: () => undefined,
    script: () => undefined,
    pythonOf: () => [],
    nginxConfigs: [],
    settings: { region: options.region, today: '2026-11-24' },
  };
}

/** The text without its `|`, and the place of it. */
export function caret(marked: string): { text: string; position: { line: number; character: number } } {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return { text, position: TextDocument.create('', '', 0, text).positionAt(offset) };
}
