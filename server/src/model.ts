import { builtSourcesOf } from './built-sources';
import { type CommandsAndPackages, collectPackages } from './collect-packages';
import { contextSources } from './context/copy-words';
import { findContext } from './context/find-context';
import { buildImageFiles, type InstalledProgram } from './context/image-files';
import type { BuildContext, FileSystem, ImageFiles } from './context/types';
import { knownPathPrefix } from './dockerfile/parse';
import type { Dockerfile, Stage } from './dockerfile/types';
import { createFileReaders, type FileReaders } from './file-readers';
import { lacksProgram } from './lacks-program';
import { lazy, memo } from './lazy';
import { nginxConfigsOf } from './nginx-configs';
import { programsOfPackage } from './programs';
import { pythonFilesOf } from './python-files';
import type { Remembered } from './remembered';
import { startOf } from './start/start';
import type { Start } from './start/types';
import type { StartInputs } from './start/walk';
import type { Subject } from './subject';

/** What the instructions of a stage and the files behind them come to; comments and settings have no part in it. */
export interface Model extends Pick<FileReaders, 'python' | 'script' | 'nginx'> {
  readonly stage: Stage;
  readonly context: BuildContext;
  files(): ImageFiles;
  commandsAndPackages(): CommandsAndPackages;
  train(): Start;
  serve(): Start;
  run(): Start;
  nginxConfigs(): Subject['nginxConfigs'];
  readonly compiled: () => ReturnType<typeof builtSourcesOf>;
  pythonOf: Subject['pythonOf'];
}

export interface ModelInputs {
  /** Of the Dockerfile, absolute. */
  readonly path: string;
  readonly dockerfile: Dockerfile;
  readonly fs: FileSystem;
  /** The context that the project file names. */
  readonly declaredContext: string | undefined;
  readonly remembered: Remembered;
}

/** The model of a stage; its parts are made when they are asked for. */
export function modelOf(stage: Stage, { path, dockerfile, fs, declaredContext, remembered }: ModelInputs): Model {
  const { config } = stage;
  const context = findContext({
    dockerfilePath: path,
    fs,
    declared: declaredContext,
    copies: contextSources(dockerfile),
  });
  const commandsAndPackages = lazy(() => collectPackages(stage, dockerfile, context, remembered));
  const files = lazy(() =>
    buildImageFiles(stage, dockerfile, context, {
      commandsOf: (instruction, of) =>
        of === stage
          ? commandsAndPackages().commandsOf(instruction)
          : remembered.commandsOf(instruction, of.configAt(instruction), dockerfile),
      programsOf: (command) => programsOf(command, commandsAndPackages()),
      effectsOf: remembered.effectsOf,
    }),
  );
  const { run: asRun, ...readers } = createFileReaders(remembered);
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
  return {
    ...readers,
    stage,
    context,
    files,
    commandsAndPackages,
    train,
    serve,
    run: lazy(() => startOf(undefined, startInputs())),
    nginxConfigs: lazy(() => nginxConfigsOf(serve(), files(), readers.nginx)),
    compiled,
    pythonOf: memo((word) => pythonFilesOf(word === 'train' ? train() : serve(), files(), config, readers.python)),
  };
}

function programsOf(
  command: Parameters<CommandsAndPackages['packagesOf']>[0],
  build: CommandsAndPackages,
): readonly InstalledProgram[] {
  return build.packagesOf(command).flatMap((it) =>
    programsOfPackage(it).map((name) => ({
      name,
      provenance: `\`${it.name}\` on line ${it.range.start.line + 1}`,
      range: it.range,
    })),
  );
}
