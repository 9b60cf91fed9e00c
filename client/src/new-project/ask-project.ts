import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { l10n, Uri, window, workspace } from 'vscode';
import type { OpenDialogOptions } from 'vscode';
import type { ProjectAnswers, Question } from '../../../engine/src/templates/options';
import type { Engine } from '../engine/load-engine';
import { pick, type } from '../first-run/steps';
import type { Place } from '../first-run/steps';

/** What the user wants, and the folder it is written into. */
export interface WantedProject {
  readonly answers: ProjectAnswers;
  readonly name: string;
  readonly folder: Uri;
}

interface Asked {
  readonly answers: ProjectAnswers;
  readonly name: string;
}

/** Offered as the name. */
const NAME = 'my-model';

const ICONS: Readonly<Record<string, string>> = {
  both: 'sync',
  train: 'beaker',
  serve: 'radio-tower',
  processing: 'server-process',
  extend: 'extensions',
  'training-toolkit': 'tools',
  'inference-toolkit': 'tools',
  r: 'graph-scatter',
  'built-in': 'library',
};

/**
 * Asks what the container is for, unless that is `known`, and what that leads to, with a way back at every step; then for
 * the name and the folder. Undefined: cancelled.
 */
export async function askProject(engine: Engine, known: ProjectAnswers): Promise<WantedProject | undefined> {
  const title = l10n.t('New Container Project');
  const done: Asked[] = [];
  let current: Asked = { answers: known, name: '' };
  const notAsked = Object.keys(known).length;
  for (;;) {
    const step = done.length + 1;
    const open = engine.questions(current.answers);
    const next = open.find(({ id }) => current.answers[id] === undefined);
    const named = current.name !== '';
    // Name and folder follow the questions; what is still to come shows as soon as the kind of project is known.
    const place: Place = { title, step, totalSteps: Math.max(step, open.length - notAsked + 2) };
    if (next === undefined && named) {
      const folder = await askFolder(place, current.name);
      if (folder === undefined) return undefined;
      if (folder !== 'back') return { ...current, folder };
    } else {
      const answer =
        next === undefined ? await askName(engine, place, current) : await askQuestion(place, next, current);
      if (answer === undefined) return undefined;
      if (answer !== 'back') {
        done.push(current);
        current = answer;
        continue;
      }
    }
    current = done.pop() ?? current;
  }
}

async function askQuestion(place: Place, { id, prompt, choices }: Question, asked: Asked) {
  const items = choices.map((choice) => ({
    label: `$(${ICONS[choice.id] ?? 'symbol-misc'}) ${choice.label}`,
    detail: choice.detail,
    id: choice.id,
  }));
  const chosen = await pick(place, id === 'what' ? items : plain(items), prompt);
  if (chosen === undefined || chosen === 'back') return chosen;
  return { ...asked, answers: { ...asked.answers, [id]: chosen.id } };
}

function plain<Item extends { readonly label: string }>(items: readonly Item[]): readonly Item[] {
  return items.map((item) => ({ ...item, label: item.label.replace(/^\$\([^)]*\) /, '') }));
}

async function askName(engine: Engine, place: Place, asked: Asked) {
  const prompt = l10n.t('Name of the project: its folder, image, jobs and endpoint bear it');
  const wrong = (text: string): string | undefined =>
    engine.nameProblem(text.trim()) === undefined
      ? undefined
      : l10n.t('Use lower-case letters, digits and single hyphens between them, 40 at most.');
  const answer = await type(place, { prompt, placeholder: NAME, value: freeName(), wrong });
  return answer === undefined || answer === 'back' ? answer : { ...asked, name: answer.text.trim() };
}

/** A name that no folder bears yet in the first folder of the workspace. */
function freeName(): string {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  for (let count = 1; ; count++) {
    const name = count === 1 ? NAME : `${NAME}-${count}`;
    if (folder === undefined || !existsSync(join(folder, name))) return name;
  }
}

async function askFolder(place: Place, name: string): Promise<Uri | 'back' | undefined> {
  const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const here = folders.map(({ uri, name: label }) => ({
    label: `$(folder) ${label}/${name}`,
    description: '',
    uri: Uri.joinPath(uri, name),
  }));
  const items = [
    ...here,
    {
      label: l10n.t('$(folder-opened) Browse…'),
      description: l10n.t('a folder to write {0} into', name),
      uri: undefined,
    },
  ];
  const chosen = await pick(place, items, l10n.t('Where is it written?'));
  if (chosen === undefined || chosen === 'back') return chosen;
  if (chosen.uri !== undefined) return chosen.uri;
  const dialog: OpenDialogOptions = {
    title: l10n.t('Folder to write {0} into', name),
    openLabel: l10n.t('Write Here'),
    canSelectFolders: true,
    canSelectFiles: false,
  };
  const [parent] = (await window.showOpenDialog(dialog)) ?? [];
  return parent === undefined ? askFolder(place, name) : Uri.joinPath(parent, name);
}
