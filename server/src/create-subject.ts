import { findBase } from '../../contract/bases';
import type { Role } from '../../contract/roles';
import { contextSources } from './context/copy-words';
import { findContext } from './context/find-context';
import { builtSourcesOf } from './built-sources';
import { buildImageFiles } from './context/image-files';
import { createRecordingFileSystem } from './context/recording-fs';
import { parseDockerfile, knownPathPrefix } from './dockerfile/parse';
import type { Dockerfile, Stage } from './dockerfile/types';
import { memo, lazy } from './lazy';
import { readDirectives, withImplied, type Directives } from './lint/directives';
import type { LintInput } from './lint/lint';
import { chooseStages } from './choose-stage';
import { collectPackages } from './collect-packages';
import { createFileReaders } from './file-readers';
import { LazySubject } from './lazy-subject';
import { lacksProgram } from './lacks-program';
import { nginxConfigsOf } from './nginx-configs';
import { programsOfPackage } from './programs';
import { pythonFilesOf } from './python-files';
import { findRoles } from './roles/find-roles';
import type { RoleInputs } from './roles/signal';
import { runCommands } from './shell/run';
import { startOf } from './start/start';
import type { StartInputs } from './start/walk';
import type { Subject } from './subject';

export interface Created {
  readonly subject: Subject | undefined;
  readonly directives: Directives;
  dependsOn(): readonly string[];
}

/** Reads the Dockerfile and what it copies into one model; parts are computed when a rule asks for them. */
export function createSubject(input: LintInput): Created {
  const recorder = createRecordingFileSystem(input.fs);
  const container = input.project?.containers.find((it) => it.dockerfile === input.path);
  const dockerfile = parseDockerfile(input.text, {
    target: container?.target,
    buildArguments: container?.buildArguments ?? {},
    platform: container?.platform,
    findBase,
  });
  const directives = readDirectives(dockerfile);
  const dependsOn = (): readonly string[] => recorder.paths().filter((it) => it !== input.path);
  const stages =
    container?.target === undefined ? chooseStages(dockerfile) : dockerfile.target ? [dockerfile.target] : [];
  let subject: Subject | undefined;
  for (const stage of stages) {
    const candidate = subjectOfStage(
      input,
      dockerfile,
      stage,
      directives,
      recorder.fs,
      container?.context,
      container?.roles,
    );
    subject ??= candidate;
    if (candidate.roles.active.size > 0) {
      subject = candidate;
      break;
    }
  }
  return { subject, directives, dependsOn };
}

function subjectOfStage(
  input: LintInput,
  dockerfile: Dockerfile,
  stage: Stage,
  directives: Directives,
  fs: LintInput['fs'],
  declaredContext: string | undefined,
  declaredRoles: readonly Role[] | undefined,
): Subject {
  const config = stage.config;
  const context = findContext({
    dockerfilePath: input.path,
    fs,
    declared: declaredContext,
    copies: contextSources(dockerfile),
  });
  const commandsAndPackages = lazy(() => collectPackages(stage, dockerfile, context));
  const files = lazy(() =>
    buildImageFiles(stage, dockerfile, context, {
      commandsOf: (instruction, of) =>
        of === stage
          ? commandsAndPackages().commandsOf(instruction)
          : runCommands(instruction, of.configAt(instruction), dockerfile),
      programsOf: (command) =>
        commandsAndPackages()
          .packagesOf(command)
          .flatMap((it) =>
            programsOfPackage(it).map((name) => ({
              name,
              provenance: `\`${it.name}\` on line ${it.range.start.line + 1}`,
              range: it.range,
            })),
          ),
    }),
  );
  const { python, script, nginx, run: asRun } = createFileReaders();
  const compiled = lazy(() => builtSourcesOf(stage, dockerfile, context));
  const startInputs = lazy<StartInputs>(() => ({
    stage,
    config,
    files: files(),
    path: knownPathPrefix(config),
    ...asRun,
    compiled,
    lacksProgram: (program) => lacksProgram(program, stage, files(), knownPathPrefix(config), commandsAndPackages()),
  }));
  const train = lazy(() => startOf('train', startInputs()));
  const serve = lazy(() => startOf('serve', startInputs()));
  const run = lazy(() => startOf(undefined, startInputs()));
  const nginxConfigs = lazy(() => nginxConfigsOf(serve(), files(), nginx));
  const roles = lazy(() =>
    findRoles({
      path: input.path,
      dockerfile,
      stage,
      config,
      files: files(),
      packages: commandsAndPackages().packages,
      train: train(),
      serve: serve(),
      run: run(),
      python,
      script,
      nginxConfigs: nginxConfigs(),
      compiled,
      declared: declared(directives, declaredRoles, input.settings.roles),
    }),
  );
  const pythonOf = memo((word: 'train' | 'serve') =>
    pythonFilesOf(word === 'train' ? train() : serve(), files(), config, python),
  );
  return new LazySubject({
    path: input.path,
    dockerfile,
    stage,
    context,
    files,
    commandsAndPackages,
    roles,
    train,
    serve,
    run,
    python,
    nginx,
    script,
    pythonOf,
    nginxConfigs,
    settings: {
      region: input.settings.region,
      today: input.settings.today,
      platform: input.project?.containers.find((it) => it.dockerfile === input.path)?.platform,
    },
  });
}

/** The comment in the file wins over the setting, the setting over the project file. */
function declared(
  directives: Directives,
  project: readonly Role[] | undefined,
  setting: readonly Role[] | undefined,
): RoleInputs['declared'] {
  if (directives.roles)
    return { roles: directives.roles.roles, text: 'declared in this file', range: directives.roles.range };
  if (setting) return { roles: withImplied(setting), text: 'declared in the settings', range: undefined };
  if (project) return { roles: withImplied(project), text: 'declared in .sagemaker/containers.json', range: undefined };
  return undefined;
}
