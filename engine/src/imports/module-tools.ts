import { isRecord, textAt } from '../requests/json-value';
import { plainName } from '../session/plain-name';
import { joined } from './files';
import type { ProjectFiles } from './files';
import type { FoundProject, ImportKind } from './found-project';
import { fromTestTree, readTestTree } from './local-test';

/** How a tool lays its projects out; sagify and easy_sm, which came from it, are alike. */
interface Tool {
  readonly kind: ImportKind;
  readonly name: string;
  /** Files at the top that may be its settings. */
  readonly settings: (files: ProjectFiles) => readonly string[];
  /** Member that names the folder of the user's module. */
  readonly moduleMember: string;
  /** Folders in the module that may hold Dockerfile and test_dir. */
  readonly bases: readonly string[];
}

const TOOLS: readonly Tool[] = [
  {
    kind: 'sagify',
    name: 'sagify',
    settings: () => ['.sagify.json'],
    moduleMember: 'sagify_module_dir',
    // The older name is that of its first versions.
    bases: ['sagify_base', 'sagify'],
  },
  {
    kind: 'easy_sm',
    name: 'easy_sm',
    settings: (files) => files.list('').filter((name) => name.endsWith('.json')),
    moduleMember: 'easy_sm_module_dir',
    bases: ['easy_sm_base'],
  },
];

/** A sagify or easy_sm project: settings at the top, Dockerfile and `local_test/test_dir` in a folder of the module. */
export function findModuleTool(files: ProjectFiles, folderName: string): FoundProject | undefined {
  for (const tool of TOOLS) {
    for (const path of tool.settings(files)) {
      const settings = settingsIn(files.text(path));
      const module = textAt(settings, tool.moduleMember);
      if (module === undefined) continue;
      const base = tool.bases.find((name) => files.text(joined(module, name, 'Dockerfile')) !== undefined);
      if (base === undefined) continue;
      return found(files, tool, { path, settings, module: joined(module), base: joined(module, base) }, folderName);
    }
  }
  return undefined;
}

interface Place {
  readonly path: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly module: string;
  readonly base: string;
}

function found(
  files: ProjectFiles,
  tool: Tool,
  { path, settings, module, base }: Place,
  folderName: string,
): FoundProject {
  const testDir = joined(base, 'local_test/test_dir');
  const empty = {
    path: testDir,
    channels: {},
    hyperparameters: {},
    model: undefined,
    remarks: [`There is no ${testDir}.`],
  };
  const tree = readTestTree(files, testDir) ?? empty;
  const image = textAt(settings, 'image_name') ?? folderName;
  const requirements = textAt(settings, 'requirements_dir') ?? 'requirements.txt';
  const python = textAt(settings, 'python_version');
  // As its build.sh does.
  const buildArguments = {
    module_path: module,
    target_dir_name: module.slice(module.lastIndexOf('/') + 1),
    requirements_file_path: requirements,
    ...(python === undefined ? {} : { python_version: python }),
  };
  const build = { dockerfile: joined(base, 'Dockerfile'), context: '', buildArguments };
  const tag = textAt(settings, 'docker_tag') ?? 'latest';
  const parts = fromTestTree(tree, build, { name: plainName(image), image: `${image}:${tag}`, folder: '' });
  return {
    kind: tool.kind,
    evidence: path,
    explanation: [
      `${path} is of ${tool.name}: module ${module}, image ${image}.`,
      `The arguments of its build (${Object.keys(buildArguments).join(', ')}) go into the overlays.`,
      ...parts.explanation,
    ],
    remarks: [
      ...parts.remarks,
      ...(files.text(requirements) === undefined
        ? [`${requirements} is not there, and the Dockerfile copies it.`]
        : []),
    ],
    files: parts.files,
  };
}

function settingsIn(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
