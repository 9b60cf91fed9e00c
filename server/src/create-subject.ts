import { findBase } from '../../contract/bases';
import type { Role } from '../../contract/roles';
import { chooseStages } from './choose-stage';
import { createRecordingFileSystem, type Recorder } from './context/recording-fs';
import { parseDockerfile } from './dockerfile/parse';
import type { Dockerfile, Stage } from './dockerfile/types';
import { lazy, memo } from './lazy';
import { LazySubject } from './lazy-subject';
import { readDirectives, withImplied, type Directives } from './lint/directives';
import type { LintInput } from './lint/lint';
import { type Model, modelOf } from './model';
import { Remembered } from './remembered';
import { findRoles } from './roles/find-roles';
import type { RoleInputs } from './roles/signal';
import type { Subject } from './subject';

export interface Created {
  /** The stage that is meant for SageMaker, or else the one that is built; undefined: there is no FROM. */
  readonly chosen: { readonly model: Model; readonly subject: Subject } | undefined;
  readonly directives: Directives;
  dependsOn(): readonly string[];
  /** For the next text of the same file. */
  readonly pass: Pass;
}

/** One reading of a Dockerfile, of which the next one may take over what stays the same. */
interface Pass {
  readonly path: string;
  readonly under: LintInput['fs'];
  readonly dockerfile: Dockerfile;
  readonly declaredContext: string | undefined;
  readonly models: Models;
  /** How many passes led to it, each from the one before. */
  readonly age: number;
}

/** The models of the stages, and what they rest on besides the instructions. */
interface Models {
  readonly recorder: Recorder;
  readonly remembered: Remembered;
  readonly of: (stage: Stage) => Model;
}

/** Instructions that are taken over hold on to the text they were read from: now and then all are read anew. */
const OLDEST = 250;

/**
 * Reads the Dockerfile and what it copies into one model; parts are computed when a rule asks for them. `previous`, the
 * outcome for an earlier text of the same file, saves work and changes nothing in the outcome.
 */
export function createSubject(input: LintInput, previous?: Created): Created {
  const container = input.project?.containers.find((it) => it.dockerfile === input.path);
  const last = usable(previous?.pass, input);
  const dockerfile = parseDockerfile(
    input.text,
    {
      target: container?.target,
      buildArguments: container?.buildArguments ?? {},
      platform: container?.platform,
      findBase,
    },
    last?.dockerfile,
  );
  const directives = readDirectives(dockerfile);
  const models = modelsOf(input, dockerfile, container?.context, last);
  const dependsOn = (): readonly string[] => models.recorder.paths().filter((it) => it !== input.path);
  const stages =
    container?.target === undefined ? chooseStages(dockerfile) : dockerfile.target ? [dockerfile.target] : [];
  const roles = declared(directives, container?.roles, input.settings.roles);
  let chosen: Created['chosen'];
  for (const stage of stages) {
    const model = models.of(stage);
    const subject = subjectOf(model, input, dockerfile, container?.platform, roles);
    chosen ??= { model, subject };
    if (subject.roles.active.size > 0) {
      chosen = { model, subject };
      break;
    }
  }
  const pass: Pass = {
    path: input.path,
    under: input.fs,
    dockerfile,
    declaredContext: container?.context,
    models,
    age: last === undefined ? 0 : last.age + 1,
  };
  return { chosen, directives, dependsOn, pass };
}

function usable(pass: Pass | undefined, { path, fs }: LintInput): Pass | undefined {
  return pass?.path === path && pass.under === fs && pass.age < OLDEST ? pass : undefined;
}

/** Those of the last pass when neither an instruction nor a file behind them has changed. */
function modelsOf(
  { path, fs }: LintInput,
  dockerfile: Dockerfile,
  declaredContext: string | undefined,
  last: Pass | undefined,
): Models {
  const same =
    last !== undefined &&
    last.declaredContext === declaredContext &&
    // The same list: all its instructions and stages were taken over.
    last.dockerfile.stages === dockerfile.stages &&
    last.models.recorder.isUnchanged();
  if (same) return last.models;
  const recorder = createRecordingFileSystem(fs);
  const remembered = new Remembered(last?.models.remembered);
  const inputs = { path, dockerfile, fs: recorder.fs, declaredContext, remembered };
  return { recorder, remembered, of: memo((stage) => modelOf(stage, inputs)) };
}

function subjectOf(
  model: Model,
  { path, settings: { region, today } }: LintInput,
  dockerfile: Dockerfile,
  platform: string | undefined,
  declaredRoles: RoleInputs['declared'],
): Subject {
  const { stage, python, script, compiled } = model;
  const roles = lazy(() =>
    findRoles({
      path,
      dockerfile,
      stage,
      config: stage.config,
      files: model.files(),
      packages: model.commandsAndPackages().packages,
      train: model.train(),
      serve: model.serve(),
      run: model.run(),
      python,
      script,
      nginxConfigs: model.nginxConfigs(),
      compiled,
      declared: declaredRoles,
    }),
  );
  return new LazySubject({ ...model, path, dockerfile, roles, settings: { region, today, platform } });
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
