import { l10n, QuickPickItemKind, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { AlgorithmSetting } from '../../../contract/images/algorithm-use';
import type { AlgorithmRequestKind } from '../../../engine/src/templates/algorithm-request';
import type { Engine } from '../engine/load-engine';
import type { Parts } from '../parts';
import { pathFrom } from './first-request';
import { likelyPlaces } from './likely-places';
import { neighboursIn } from './neighbours';
import { askPlace } from './questions';
import { accountIn, askRegion } from './region-step';
import { requestFolder } from './request-folder';
import { askSteps, pick, type } from './steps';
import type { Place, Step } from './steps';

/** What is to be known of a request for a built-in algorithm. */
export interface AlgorithmAnswers {
  /** As the catalogue has it: `xgboost`. */
  readonly id: string;
  readonly region: string;
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** Folder or archive of the model, absolute; undefined: a new folder. */
  readonly model: string | undefined;
}

type Change = (answers: AlgorithmAnswers) => AlgorithmAnswers;

const NOTHING: AlgorithmAnswers = { id: '', region: '', hyperparameters: {}, model: undefined };

/** Writes a request for a built-in algorithm; `given` in place of asking. Undefined: cancelled. */
export async function writeAlgorithmRequest(
  kind: AlgorithmRequestKind,
  engine: Engine,
  parts: Parts,
  title: string,
  given?: AlgorithmAnswers,
): Promise<string | undefined> {
  const folder = requestFolder();
  if (folder === undefined) return undefined;
  const answers = given ?? (await askSteps(title, (so) => stepsFor(kind, so, folder, engine, parts), NOTHING));
  if (answers === undefined) return undefined;
  const { id, region, hyperparameters, model } = answers;
  const place = engine.requestPlace(id, region, await accountIn(region, parts));
  const options = {
    id,
    name: id,
    place,
    hyperparameters,
    model: model === undefined ? './model' : pathFrom(folder, model),
  };
  return engine.writeWithFolders(folder, { stem: id, kind }, engine.algorithmRequest(kind, options));
}

function stepsFor(
  kind: AlgorithmRequestKind,
  { id, hyperparameters }: AlgorithmAnswers,
  folder: string,
  engine: Engine,
  parts: Parts,
): readonly Step<Change>[] {
  const region: Step<Change> = async (place) => {
    const chosen = await askRegion(place, engine, parts);
    return chosen === undefined || chosen === 'back' ? chosen : (so) => ({ ...so, region: chosen.region });
  };
  const model: Step<Change> = (place) => {
    const paths = likelyPlaces(neighboursIn(folder, { kind: 'image', image: id }), 'model');
    const placeholder = l10n.t('Folder or .tar.gz of the model; None makes a folder for it');
    return askPlace(place, { folder, paths }, placeholder, (path) => (so) => ({ ...so, model: path }));
  };
  const settings = id === '' || kind !== 'training-job' ? [] : engine.settingsOf(id, hyperparameters);
  return [
    (place) => askAlgorithm(place, engine),
    region,
    ...settings.map(
      (setting): Step<Change> =>
        (place) =>
          askSetting(place, setting),
    ),
    ...(kind === 'training-job' ? [] : [model]),
  ];
}

async function askAlgorithm(place: Place, engine: Engine): Promise<Change | 'back' | undefined> {
  const all = engine.algorithmChoices().map((it) => ({ ...it, label: `$(symbol-function) ${it.label}` }));
  const own = all.filter(({ jumpStartModel }) => jumpStartModel === undefined);
  const others = all.filter(({ jumpStartModel }) => jumpStartModel !== undefined);
  const separator: QuickPickItem & { readonly id: string; readonly jumpStartModel: undefined } = {
    label: l10n.t('Run by JumpStart, without an image of their own'),
    kind: QuickPickItemKind.Separator,
    id: '',
    jumpStartModel: undefined,
  };
  const chosen = await pick(place, [...own, separator, ...others], l10n.t('Which algorithm?'));
  if (chosen === undefined || chosen === 'back') return chosen;
  const { id, jumpStartModel } = chosen;
  if (jumpStartModel === undefined) return (so) => ({ ...so, id, hyperparameters: {} });
  void window.showInformationMessage(
    l10n.t(
      'This algorithm has no image of its own: its script and model are JumpStart’s, and change. Start it once with the SageMaker Python SDK, as JumpStart model {0}; then Save as Request File makes a request of that job.',
      jumpStartModel,
    ),
  );
  return undefined;
}

async function askSetting(place: Place, setting: AlgorithmSetting): Promise<Change | 'back' | undefined> {
  const { name, meaning, value, choices } = setting;
  const prompt = l10n.t('{0}: {1}', name, meaning);
  const set =
    (given: string): Change =>
    (so) => ({ ...so, hyperparameters: { ...so.hyperparameters, [name]: given } });
  if (choices !== undefined) {
    const usualFirst = [...choices].sort((a, b) => Number(b === value) - Number(a === value));
    const items = usualFirst.map((label) => ({ label, description: label === value ? l10n.t('to begin with') : '' }));
    const chosen = await pick(place, items, prompt);
    return chosen === undefined || chosen === 'back' ? chosen : set(chosen.label);
  }
  const wrong = (text: string): string | undefined =>
    /^[1-9]\d{0,11}$/.test(text.trim()) ? undefined : l10n.t('Write a whole number above 0.');
  const answer = await type(place, { prompt, placeholder: '', ...(value === undefined ? {} : { value }), wrong });
  return answer === undefined || answer === 'back' ? answer : set(answer.text.trim());
}
