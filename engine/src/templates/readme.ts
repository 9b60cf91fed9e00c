import { signInCommand } from '../docker/sign-in';
import { render } from './render';
import type { NewFile, ReadTemplate } from './render';
import type { ProjectOptions } from './options';

/** What the README of a project says besides the fixed text. */
export interface ReadmeParts {
  /** One sentence. */
  readonly summary: string;
  /** What to type to run it here, in this order, each with what it does. */
  readonly here: readonly (readonly [command: string, what: string])[];
  /** The image in FROM; undefined: there is no Dockerfile. */
  readonly base?: string;
  /** Sentences that only this kind of project needs. */
  readonly notes: readonly string[];
}

/** Files that explain themselves, or that nobody opens. */
const NOT_LISTED = /^\.(?:gitattributes|gitignore|dockerignore)$|^\.sagemaker\//;

const EXPLANATIONS: readonly (readonly [RegExp, string])[] = [
  [/^Dockerfile$/, 'how the image is built'],
  [/^(?:requirements\.txt|pyproject\.toml|environment\.yml)$/, 'the packages in the image'],
  [/(?:^|\/)train$/, 'what SageMaker runs to train'],
  [/(?:^|\/)serve$/, 'what SageMaker runs to serve'],
  [/(?:^|\/)train\.py$/, 'what the toolkit runs to train'],
  [/(?:^|\/)app\.py$/, 'the web application: `/ping` and `/invocations`'],
  [/(?:^|\/)model\.py$/, 'the model: fit, predict, save, load. Put yours here'],
  [/(?:^|\/)sample_model\.py$/, 'makes the model that the image brings along'],
  [/^process\.py$/, 'what a processing job does'],
  [/^entrypoint\.py$/, 'starts the model server'],
  [/^handler\.py$/, 'loads the model and answers with it. Put yours here'],
  [/^handler_service\.py$/, 'what the model server looks for'],
  [/^main\.R$/, 'trains, or starts the server'],
  [/^plumber\.R$/, 'the web application: `/ping` and `/invocations`'],
  [/\.(?:training|processing|transform)-job\.json$/, 'the request, as `aws sagemaker … --cli-input-json` takes it'],
  [/\.endpoint\.json$/, 'the requests for model, endpoint configuration and endpoint'],
  [/\.local\.json$/, 'what stands for S3 and ECR on this machine; never sent to AWS'],
  [/^data\//, 'sample data'],
  [/^model\//, 'a sample model'],
];

/** The README of a project that has these files. */
export function readme(
  { name, what, region }: ProjectOptions,
  { summary, here, base, notes }: ReadmeParts,
  files: readonly NewFile[],
  read: ReadTemplate,
): string {
  const rows = files.flatMap(({ path }) => {
    const [, text] = EXPLANATIONS.find(([pattern]) => pattern.test(path)) ?? [];
    return NOT_LISTED.test(path) || text === undefined ? [] : [`| \`${path}\` | ${text} |`];
  });
  const width = Math.max(...here.map(([command]) => command.length));
  const commands = here.map(([command, does]) => `${command.padEnd(width)}  # ${does}`);
  const serves = files.some(({ path }) => path === 'serve.endpoint.json');
  return render(read('common/README.md'), {
    name,
    summary,
    files: rows.join('\n'),
    here:
      commands.length === 0
        ? 'AWS’s images of built-in algorithms run in AWS only; the requests are checked here all the same:\n' +
          '`sagemaker-containers launch train.training-job.json --dry-run`.'
        : [...(base === undefined ? [] : [startingFrom(base), '']), HOW, '', '```sh', ...commands, '```'].join('\n'),
    'before-aws': `Put your account, role and bucket into the requests; the region is ${region}.`,
    push: what === 'built-in' ? '' : ` --to ${name}`,
    pushes: what === 'built-in' ? '' : 'pushes the image, ',
    endpoint: serves
      ? `An endpoint is paid for until it is deleted: \`sagemaker-containers rm ${name} --region ${region} --parts\`.`
      : '',
    notes: notes.join('\n\n'),
  });
}

const HOW =
  'In VS Code, the lenses above the first line of the Dockerfile and of each request run them. In a terminal, with a ' +
  'Docker Engine running, and `sagemaker-containers` as an alias of `node dist/cli.js` in the repository of SageMaker ' +
  'Containers:';

function startingFrom(base: string): string {
  const text = `The image builds on \`${base}\``;
  const command = signInCommand(base);
  return command === undefined
    ? `${text}.`
    : `${text}. To pull that you need AWS credentials, and once in twelve hours \`${command}\`.`;
}
