import { basename, resolve } from 'node:path';
import type { ProjectAnswers, ProjectOptions, Question } from '../../engine/src/templates/options';
import { askChoice, askText, canAsk } from './ask-choice';
import { loadEngine } from './engine';
import type { Engine } from './engine';
import { readOptions } from './read-options';
import type { Options } from './read-options';
import { shownPath } from './shown-path';
import type { Terminal } from './terminal';
import { UsageError } from './usage';
import { isUserError } from './user-error';

/** `new`: writes the files of a new container project into a folder; prints their paths. */
export async function newCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, ['what', 'framework', 'packages', 'server', 'name', 'base', 'region']);
  const [given, ...more] = options.positionals;
  if (more.length > 0) throw new UsageError('new takes one folder.');
  const engine = await loadEngine();
  const answers = await answersFor(engine, options, terminal);
  const name = options.text('name') ?? (await nameFor(engine, given, terminal));
  const folder = resolve(terminal.cwd, given ?? name);
  const files = engine.newProject(complete(engine, answers, name, options), engine.ownTemplates());
  await engine.writeNewFiles(folder, files);
  for (const { path } of files) terminal.write(`${shownPath(terminal.cwd, resolve(folder, path))}\n`);
  terminal.warn(`Begin with ${shownPath(terminal.cwd, resolve(folder, 'README.md'))}.\n`);
  return 0;
}

/** Those of the options; the others are asked for. */
async function answersFor(engine: Engine, options: Options, terminal: Terminal): Promise<ProjectAnswers> {
  const answers: Record<string, string> = {};
  for (const id of ['what', 'framework', 'packages', 'server'] as const) {
    const value = options.text(id);
    if (value !== undefined) answers[id] = value;
  }
  for (;;) {
    const next = engine.questions(answers).find(({ id }) => answers[id] === undefined);
    if (next === undefined) return answers;
    if (!canAsk(terminal)) throw new UsageError(missing(next));
    answers[next.id] = await askChoice(next.prompt, next.choices, terminal);
  }
}

function missing({ id, prompt, choices }: Question): string {
  return `${prompt} Say --${id} with one of ${choices.map((choice) => choice.id).join(', ')}.`;
}

/** The folder's, or what the user says. */
async function nameFor(engine: Engine, folder: string | undefined, terminal: Terminal): Promise<string> {
  const proposed = folder === undefined ? undefined : basename(resolve(terminal.cwd, folder)).toLowerCase();
  if (proposed !== undefined && engine.nameProblem(proposed) === undefined) return proposed;
  if (!canAsk(terminal)) throw new UsageError('Name the project with --name: its image, jobs and endpoint bear it.');
  for (;;) {
    const name = await askText('Name of the project, its image, jobs and endpoint: ', terminal);
    const problem = engine.nameProblem(name);
    if (problem === undefined) return name;
    terminal.warn(`${problem}\n`);
  }
}

/** What can't be had is a wrong call. */
function complete(engine: Engine, answers: ProjectAnswers, name: string, options: Options): ProjectOptions {
  try {
    return engine.completeOptions(answers, name, { base: options.text('base'), region: options.text('region') });
  } catch (error) {
    if (isUserError(error)) throw new UsageError(`${error.message} ${error.remedy}`);
    throw error;
  }
}
