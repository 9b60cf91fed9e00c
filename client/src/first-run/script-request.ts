import { l10n } from 'vscode';
import type { RequestKind } from '../../../engine/src/requests/types';
import type { Engine } from '../engine/load-engine';
import type { Parts } from '../parts';
import { pathFrom } from './first-request';
import { askNameValues } from './questions';
import { accountIn, askRegion } from './region-step';
import { requestFolder } from './request-folder';
import { askProgram, askSource } from './script-source-steps';
import { askSteps, pick } from './steps';
import type { Place, Step } from './steps';

/** What is to be known of a request for a script in an image of AWS. */
export interface ScriptAnswers {
  /** Family of the catalogue: `pytorch`. */
  readonly framework: string;
  readonly region: string;
  readonly version: string;
  readonly processor: 'cpu' | 'gpu';
  /** Folder with the code; of an endpoint or transform job: folder or archive of the model. Absolute; undefined: a new one. */
  readonly source: string | undefined;
  /** Relative to the folder with the code. */
  readonly program: string;
  readonly hyperparameters: Readonly<Record<string, string>>;
}

type Change = (answers: ScriptAnswers) => ScriptAnswers;

/** Writes a request for a script in AWS’s image of a framework; `given` in place of asking. Undefined: cancelled. */
export async function writeScriptRequest(
  kind: RequestKind,
  engine: Engine,
  parts: Parts,
  title: string,
  given?: ScriptAnswers,
): Promise<string | undefined> {
  const folder = requestFolder();
  if (folder === undefined) return undefined;
  const start = {
    framework: '',
    region: '',
    version: '',
    processor: 'cpu',
    source: undefined,
    program: engine.USUAL_PROGRAMS[kind],
    hyperparameters: {},
  } as const;
  const answers = given ?? (await askSteps<ScriptAnswers>(title, (so) => stepsFor(kind, so, engine, parts), start));
  if (answers === undefined) return undefined;
  const name = `${answers.framework}-script`;
  const place = engine.requestPlace(name, answers.region, await accountIn(answers.region, parts));
  const source = answers.source === undefined ? engine.newSource(kind) : pathFrom(folder, answers.source);
  const written = engine.scriptRequest(kind, { ...answers, name, place, source });
  const starter = engine.scriptStarter(kind, source, answers.program, engine.ownTemplates());
  return engine.writeWithFolders(folder, { stem: name, kind }, written, starter);
}

function stepsFor(kind: RequestKind, so: ScriptAnswers, engine: Engine, parts: Parts): readonly Step<Change>[] {
  const { framework, region, version } = so;
  const isInModel = engine.isInModel(kind);
  const versions = region === '' ? [] : engine.offeredVersions(framework, isInModel ? 'inference' : 'training', region);
  const processors = versions.find((it) => it.version === version)?.processors ?? [];
  return [
    (place) => askFramework(place, engine),
    async (place) => {
      const chosen = await askRegion(place, engine, parts);
      return chosen === undefined || chosen === 'back' ? chosen : (now) => ({ ...now, region: chosen.region });
    },
    (place) => askVersion(place, versions),
    ...(processors.length > 1 ? [askProcessor] : []),
    async (place) => {
      const chosen = await askSource(place, isInModel, engine.newSource(kind));
      return chosen === undefined || chosen === 'back' ? chosen : (now) => ({ ...now, source: chosen.path });
    },
    async (place) => {
      const chosen = await askProgram(place, so.source, isInModel, engine.USUAL_PROGRAMS[kind]);
      return chosen === undefined || chosen === 'back' ? chosen : (now) => ({ ...now, program: chosen.program });
    },
    ...(kind === 'training-job' ? [askHyperparameters] : []),
  ];
}

async function askFramework(place: Place, engine: Engine): Promise<Change | 'back' | undefined> {
  const items = engine.scriptFrameworks().map(({ id, label }) => ({ label: `$(package) ${label}`, id }));
  const chosen = await pick(place, items, l10n.t('Which framework?'));
  return chosen === undefined || chosen === 'back' ? chosen : (so) => ({ ...so, framework: chosen.id });
}

async function askVersion(
  place: Place,
  versions: ReturnType<Engine['offeredVersions']>,
): Promise<Change | 'back' | undefined> {
  const items = versions.map((it) => ({
    label: it.version,
    description: it.processors.map((processor) => processor.toUpperCase()).join(', '),
    offered: it,
  }));
  const chosen = await pick(place, items, l10n.t('Which version?'));
  if (chosen === undefined || chosen === 'back') return chosen;
  const { version, processors } = chosen.offered;
  return (so) => ({ ...so, version, processor: processors[0] ?? 'cpu' });
}

async function askProcessor(place: Place): Promise<Change | 'back' | undefined> {
  const items = [
    { label: l10n.t('$(vm) CPU'), processor: 'cpu' as const },
    { label: l10n.t('$(chip) GPU'), processor: 'gpu' as const },
  ];
  const chosen = await pick(place, items, l10n.t('On which processors?'));
  return chosen === undefined || chosen === 'back' ? chosen : (so) => ({ ...so, processor: chosen.processor });
}

async function askHyperparameters(place: Place): Promise<Change | 'back' | undefined> {
  const hyperparameters = await askNameValues(place);
  return hyperparameters === undefined || hyperparameters === 'back'
    ? hyperparameters
    : (so) => ({ ...so, hyperparameters });
}
