import { commands, Disposable, l10n, Uri, window, workspace } from 'vscode';
import type { ProjectAnswers } from '../../../engine/src/templates/options';
import { shownCommand } from '../commands/shown-command';
import { loadEngine } from '../engine/load-engine';
import type { Parts } from '../parts';
import { askProject } from './ask-project';
import type { WantedProject } from './ask-project';
import { importProject } from './import-project';

/** New Container Project, and Import Project. */
export function registerNewProject({ log }: Parts): Disposable {
  return Disposable.from(
    shownCommand(log, 'sagemaker.newProject', newProject),
    shownCommand(log, 'sagemaker.importProject', (folder, sure) => importProject(folder, sure === true)),
  );
}

/** Asks, writes the files, and opens what to begin with. Answers the folder. */
async function newProject(given: unknown): Promise<Uri | undefined> {
  const engine = await loadEngine();
  const wanted = isWanted(given) ? given : await askProject(engine, answersIn(given));
  if (wanted === undefined) return undefined;
  const { answers, name, folder } = wanted;
  const files = engine.newProject(engine.completeOptions(answers, name), engine.ownTemplates());
  await engine.writeNewFiles(folder.fsPath, files);
  const has = (path: string): boolean => files.some((file) => file.path === path);
  await show(folder, has('Dockerfile') ? 'Dockerfile' : 'train.training-job.json');
  return folder;
}

/** Opens the file to begin with and the README beside it; a folder outside the workspace can be opened itself. */
async function show(folder: Uri, first: string): Promise<void> {
  await window.showTextDocument(Uri.joinPath(folder, first), { preview: false });
  void commands.executeCommand('markdown.showPreviewToSide', Uri.joinPath(folder, 'README.md'));
  if (workspace.getWorkspaceFolder(folder) !== undefined) return;
  const open = l10n.t('Open Folder');
  // The command does not wait for the answer.
  void window
    .showInformationMessage(l10n.t('The project is in {0}.', folder.fsPath), open)
    .then((choice) => (choice === open ? commands.executeCommand('vscode.openFolder', folder) : undefined));
}

/** What a walkthrough says in place of the user; the rest is asked. */
function answersIn(given: unknown): ProjectAnswers {
  if (typeof given !== 'object' || given === null) return {};
  const { answers }: Partial<Record<keyof WantedProject, unknown>> = given;
  return isAnswers(answers) ? answers : {};
}

/** Answers that a test, or another extension, gives in place of the user. */
function isWanted(given: unknown): given is WantedProject {
  if (typeof given !== 'object' || given === null) return false;
  const { answers, name, folder }: Partial<Record<keyof WantedProject, unknown>> = given;
  return isAnswers(answers) && typeof name === 'string' && folder instanceof Uri;
}

function isAnswers(value: unknown): value is ProjectAnswers {
  return typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string');
}
