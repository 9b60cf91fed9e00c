import { UserError } from '../user-error';
import { ALGORITHMS } from './algorithms';

/** What a new project is for. */
export const WHATS = [
  'both',
  'train',
  'serve',
  'processing',
  'extend',
  'training-toolkit',
  'inference-toolkit',
  'r',
  'built-in',
] as const;
export type What = (typeof WHATS)[number];

export type QuestionId = 'what' | 'framework' | 'packages' | 'server';

/** What has been answered so far; ids of choices. */
export type ProjectAnswers = Readonly<Partial<Record<QuestionId, string>>>;

export interface Choice {
  readonly id: string;
  readonly label: string;
  /** One sentence, or nothing. */
  readonly detail: string;
}

export interface Question {
  readonly id: QuestionId;
  readonly prompt: string;
  readonly choices: readonly Choice[];
}

/** A full set of answers; `none` where there was nothing to choose. */
export interface ProjectOptions {
  readonly what: What;
  readonly framework: string;
  readonly packages: string;
  readonly server: string;
  /** Of the image, the jobs and the endpoint: lower-case letters, digits and hyphens. */
  readonly name: string;
  /** The image in FROM, in place of the one that is proposed. */
  readonly base: string | undefined;
  /** AWS region of images that are named by region. */
  readonly region: string;
}

export const DEFAULT_REGION = 'us-west-2';

const PROMPTS: Readonly<Record<QuestionId, string>> = {
  what: 'What is the container for?',
  framework: 'Which framework?',
  packages: 'How are Python packages installed?',
  server: 'Which web server answers requests?',
};

const CHOICES_OF_WHAT: readonly (Choice & { readonly id: What })[] = [
  choice('both', 'Train and serve', 'Your own algorithm: one image that trains, and answers requests.'),
  choice('train', 'Train', 'Your own algorithm: an image for training jobs.'),
  choice('serve', 'Serve', 'Your own model behind a web server, for endpoints and batch transform.'),
  choice('processing', 'Process data', 'A script for processing jobs.'),
  choice('extend', 'Extend a prebuilt image', 'AWS’s image of a framework, with your script and packages.'),
  choice('training-toolkit', 'Adapt an image for training', 'An image of yours with the SageMaker training toolkit.'),
  choice('inference-toolkit', 'Adapt an image for serving', 'With the SageMaker inference toolkit; also multi-model.'),
  choice('r', 'R', 'Train and serve with R and plumber.'),
  choice('built-in', 'Built-in algorithm', 'No image of your own: request files for an algorithm of SageMaker.'),
];

const FRAMEWORK_CHOICES: Readonly<Record<string, Choice>> = Object.fromEntries(
  [
    choice('scikit-learn', 'scikit-learn', 'A decision tree to begin with.'),
    choice('pytorch', 'PyTorch', 'A small network to begin with.'),
    choice('tensorflow', 'TensorFlow', 'A small network to begin with.'),
    choice('xgboost', 'XGBoost', 'Boosted trees to begin with.'),
    choice('pandas', 'pandas', 'Describes the columns of CSV files.'),
    choice('none', 'None', 'Nothing but Python.'),
  ].map((one) => [one.id, one]),
);

const OWN = ['scikit-learn', 'pytorch', 'tensorflow', 'xgboost', 'none'];
const FRAMEWORKS: Readonly<Record<What, readonly string[]>> = {
  both: OWN,
  train: OWN,
  serve: OWN,
  processing: ['pandas', 'none'],
  extend: ['pytorch', 'tensorflow'],
  'training-toolkit': ['scikit-learn', 'none'],
  'inference-toolkit': ['none'],
  r: ['none'],
  'built-in': ALGORITHMS.map(({ id }) => id),
};

const PACKAGE_CHOICES: readonly Choice[] = [
  choice('pip', 'pip', 'requirements.txt'),
  choice('uv', 'uv', 'pyproject.toml'),
  choice('conda', 'conda (micromamba)', 'environment.yml, from conda-forge'),
];

const SERVER_CHOICES: readonly Choice[] = [
  choice('flask', 'Flask', 'Run by gunicorn, with threads.'),
  choice('fastapi', 'FastAPI', 'Run by uvicorn, asynchronous.'),
];

/** Frameworks whose packages conda-forge has as they are needed. */
const WITH_CONDA: ReadonlySet<string> = new Set(['scikit-learn', 'xgboost', 'pandas']);

function choice<Id extends string>(id: Id, label: string, detail: string): Choice & { readonly id: Id } {
  return { id, label, detail };
}

/** Whether projects of this kind answer requests with a web server of Python. */
export function hasServer(what: What): boolean {
  return what === 'both' || what === 'serve';
}

/**
 * The questions that these answers lead to, those that are answered included. Where there is one choice only, or none,
 * nothing is asked.
 */
export function questions(answers: ProjectAnswers): readonly Question[] {
  const ids: readonly QuestionId[] = ['what', 'framework', 'packages', 'server'];
  return ids
    .map((id) => ({ id, prompt: promptOf(id, answers), choices: choicesOf(id, answers) }))
    .filter(({ choices }) => choices.length > 1);
}

/** The full set of answers; a UserError says which one is missing, or can't be had. */
export function completeOptions(
  answers: ProjectAnswers,
  name: string,
  more: { readonly base?: string | undefined; readonly region?: string | undefined } = {},
): ProjectOptions {
  const wrong = nameProblem(name);
  if (wrong !== undefined) throw new UserError(`“${name}” can’t be the name of a project.`, wrong);
  const what = WHATS.find((one) => one === answer('what', answers));
  const framework = answer('framework', answers);
  const packages = answer('packages', answers);
  const server = answer('server', answers);
  if (what === undefined) throw new Error('what is one of WHATS');
  if (more.base !== undefined && what === 'built-in') {
    throw new UserError('A built-in algorithm has no image to build on.', 'Leave the base image out.');
  }
  return { what, framework, packages, server, name, base: more.base, region: more.region ?? DEFAULT_REGION };
}

/** What is wrong with a name, as a sentence that says what to do; undefined: nothing. */
export function nameProblem(name: string): string | undefined {
  return name.length <= 40 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)
    ? undefined
    : 'Use lower-case letters, digits and single hyphens between them, 40 at most: images, jobs and endpoints bear it.';
}

function answer(id: QuestionId, answers: ProjectAnswers): string {
  const choices = choicesOf(id, answers);
  const given = answers[id];
  const [only] = choices;
  if (choices.length <= 1 && (given === undefined || given === (only?.id ?? 'none'))) return only?.id ?? 'none';
  const possible = choices.length === 0 ? 'none' : choices.map((one) => one.id).join(', ');
  const where = id === 'what' || answers.what === undefined ? '' : ` for ${answers.what}`;
  if (given === undefined) throw new UserError(`${promptOf(id, answers)} That is not said.`, `Choose ${possible}.`);
  if (choices.some((one) => one.id === given)) return given;
  throw new UserError(`“${given}” can’t be had as ${id}${where}.`, `Choose ${possible}.`);
}

function promptOf(id: QuestionId, { what }: ProjectAnswers): string {
  return id === 'framework' && what === 'built-in' ? 'Which algorithm?' : PROMPTS[id];
}

function choicesOf(id: QuestionId, { what: given, framework }: ProjectAnswers): readonly Choice[] {
  if (id === 'what') return CHOICES_OF_WHAT;
  const what = WHATS.find((one) => one === given);
  if (what === undefined) return [];
  if (id === 'framework') return what === 'built-in' ? ALGORITHMS : frameworkChoices(what);
  if (id === 'server') return hasServer(what) ? SERVER_CHOICES : [];
  return packageChoices(what, framework);
}

function frameworkChoices(what: What): readonly Choice[] {
  return FRAMEWORKS[what].flatMap((id) => FRAMEWORK_CHOICES[id] ?? []);
}

function packageChoices(what: What, framework: string | undefined): readonly Choice[] {
  const own = hasServer(what) || what === 'train' || what === 'processing';
  if (!own) return what === 'r' || what === 'built-in' ? [] : PACKAGE_CHOICES.slice(0, 1);
  // Nothing is installed.
  if (framework === 'none' && !hasServer(what)) return [];
  return PACKAGE_CHOICES.filter(({ id }) => id !== 'conda' || (framework !== undefined && WITH_CONDA.has(framework)));
}
