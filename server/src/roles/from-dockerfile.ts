import { ACCEPT_BIND_TO_PORT_LABEL, BIDIRECTIONAL_LABEL, MULTI_MODELS_LABEL } from '../../../contract/labels';
import { PROGRAM_VARIABLE, SUBMIT_DIRECTORY_VARIABLE, variable } from '../../../contract/environment';
import { PROGRAM_DIR, STUDIO_HOME } from '../../../contract/filesystem';
import { MODEL_DIR_VARIABLE } from '../../../contract/variables';
import { isAwsImageAccount } from '../../../contract/images/accounts';
import { recogniseImage, recogniseLoosely } from '../../../contract/images/recognise';
import type { Role } from '../../../contract/roles';
import { nearestRepository } from '../../../contract/images/repositories';
import { parseEcrUri } from '../../../contract/images/uri';
import { INVOCATIONS_PATH, SERVING_PORT } from '../../../contract/serving';
import { toolkit } from '../../../contract/toolkits';
import type { ImageFiles } from '../context/types';
import type { Stage } from '../dockerfile/types';
import type { Known } from '../known';
import { isHandler } from './handler-program';
import type { RoleInputs, Signal } from './signal';
import { needsPlatform, strong } from './signal';

/** A SageMaker image says all; a model server (vLLM, Triton) runs on other platforms as well. */
export function baseSignal({ stage }: RoleInputs): readonly Signal[] {
  const row = stage.base.row;
  const { range } = stage.root.image;
  if (!row) return namedSignal(stage);
  if (row.roles.length === 0) return [];
  const text = `the base image is ${row.summary}`;
  return [
    row.kind === 'sagemaker' ? strong('base', row.roles, text, range) : needsPlatform('base', row.roles, text, range),
  ];
}

/** An AWS image whose tag, account or region is not known: what it is for stands in the repository's name. */
function namedSignal({ base, root }: Stage): readonly Signal[] {
  const image = base.reference.known ? recogniseImage(base.reference.value) : recogniseLoosely(root.image.raw);
  const repository = image?.repository ?? (base.reference.known ? misspelt(base.reference.value) : undefined);
  const role = ROLE_OF_REPOSITORY.find(([pattern]) => repository !== undefined && pattern.test(repository))?.[1];
  return role ? [strong('base', [role], `the base image is AWS’s \`${repository ?? ''}\``, root.image.range)] : [];
}

/** The repository that was meant in an account of AWS that has none of this name. */
function misspelt(reference: string): string | undefined {
  const uri = parseEcrUri(reference);
  return uri && isAwsImageAccount(uri.account) ? nearestRepository(uri.repository) : undefined;
}

const ROLE_OF_REPOSITORY: readonly (readonly [RegExp, Role])[] = [
  [/-training(?:-neuronx?)?$/, 'training'],
  [/-inference(?:-neuronx?)?$/, 'inference'],
  [/-processing$/, 'processing'],
];

export function packageSignals({ packages }: RoleInputs): readonly Signal[] {
  const signals: Signal[] = [];
  for (const it of packages) {
    if (it.manager !== 'pip' && it.manager !== 'conda') continue;
    const found = toolkit(it.name);
    if (!found || found.roles.length === 0) continue;
    const text = `\`${it.name}\` is installed`;
    const ofSageMaker = it.name.startsWith('sagemaker-');
    if (ofSageMaker) signals.push(strong('package', found.roles, text, it.range));
    else
      signals.push({ ...strong('package', found.roles, text, it.range), strength: 'needs-platform', platform: false });
  }
  return signals;
}

const LABEL_ROLES: readonly (readonly [string, readonly Role[]])[] = [
  [ACCEPT_BIND_TO_PORT_LABEL, ['inference', 'pipeline']],
  [MULTI_MODELS_LABEL, ['inference', 'multi-model']],
  [BIDIRECTIONAL_LABEL, ['inference']],
];

/** Labels of any stage: one that got lost on the way still says what was meant. */
export function labelSignals({ dockerfile }: RoleInputs): readonly Signal[] {
  const signals: Signal[] = [];
  for (const instruction of dockerfile.instructions) {
    if (instruction.keyword !== 'LABEL') continue;
    for (const pair of instruction.pairs) {
      const name = pair.name.value.known ? pair.name.value.value : '';
      const roles = LABEL_ROLES.find(([label]) => label === name)?.[1];
      const value = pair.value?.value;
      if (roles && !(value?.known && value.value === 'false')) {
        signals.push(strong('label', roles, `the label \`${name}\``, pair.range));
      }
    }
  }
  return signals;
}

/** Variables of SageMaker and its toolkits that the Dockerfile sets. */
export function variableSignals({ config, stage, files }: RoleInputs): readonly Signal[] {
  const signals: Signal[] = [];
  for (const [name, setting] of config.env) {
    if (setting.origin.from !== 'instruction' || !/^(?:SM|SAGEMAKER)_/.test(name)) continue;
    const fact = variable(name);
    if (!fact || fact.origin === 'user' || fact.origin === 'framework') continue;
    signals.push(
      strong(
        'variable',
        rolesOfVariable(name, setting.value, fact.roles, stage, files),
        `the variable \`${name}\``,
        setting.origin.range,
      ),
    );
  }
  return signals;
}

/** Several toolkits know the same variables: on an AWS image they speak for what that image is made for. */
function rolesOfVariable(
  name: string,
  value: Known<string>,
  possible: readonly Role[],
  { base }: Stage,
  files: ImageFiles,
): readonly Role[] {
  const made = base.row?.kind === 'sagemaker' ? base.row.roles : [];
  if (name === PROGRAM_VARIABLE && !made.includes('inference') && isHandler(value, files)) return ['inference'];
  if (made.length > 0) return made.filter((role) => possible.includes(role));
  // Where the code or the model lies says nothing; and people name the program of a serving image by the variable for training, too.
  if (name === SUBMIT_DIRECTORY_VARIABLE || name === MODEL_DIR_VARIABLE) return [];
  if (name === PROGRAM_VARIABLE && value.known && /infer|serv|predict/i.test(value.value)) return ['inference'];
  return possible.length === 1 ? possible : [];
}

export function commentSignals({ dockerfile }: RoleInputs): readonly Signal[] {
  const signals: Signal[] = [];
  for (const comment of dockerfile.comments) {
    if (/\bhyperpod\b/i.test(comment.text)) {
      signals.push(strong('comment', ['hyperpod'], 'a comment names HyperPod', comment.range));
    } else if (/\bsage\s?maker\b/i.test(comment.text)) {
      signals.push(
        weak('comment', 'a comment names SageMaker', comment.range),
        ...describes(comment.text, comment.range),
      );
    }
  }
  return signals.slice(0, 4);
}

/** "Inference container for SageMaker", "an image that can do training": this image, not one that is called or deployed. */
function describes(text: string, range: Signal['range']): readonly Signal[] {
  if (ABOUT_ANOTHER.test(text)) return [];
  const roles = JOBS.flatMap(([words, role]) =>
    new RegExp(`\\b(?:${words})\\b${UP_TO_IMAGE}|${IMAGE_THAT_DOES}\\b(?:${words})\\b`, 'i').test(text) ? [role] : [],
  );
  if (CONTRACT_IN_WORDS.test(text) && mentionsOnly(text, SERVING_PORT)) roles.push('inference');
  return roles.length > 0 ? [needsPlatform('comment', roles, `the comment “${text.slice(0, 60)}”`, range)] : [];
}

/** "Expose the port SageMaker expects", "SageMaker requires /ping and /invocations". */
const CONTRACT_IN_WORDS =
  /(?:\bport\b|\/ping\b|\/invocations\b).{0,40}\bsage\s?maker\b.{0,20}\b(?:expects?|requires?|needs?)\b|\bsage\s?maker\b.{0,20}\b(?:expects?|requires?|needs?)\b.{0,40}(?:\bport\b|\/ping\b|\/invocations\b)|(?:\bport\b|\/ping\b|\/invocations\b).{0,30}\b(?:expected|required|needed) by (?:\w+ )?sage\s?maker\b/i;

/** No other port number stands in the text. */
function mentionsOnly(text: string, port: number): boolean {
  return (text.match(/\b\d{4,5}\b/g) ?? []).every((it) => Number(it) === port);
}

const JOBS: readonly (readonly [string, Role])[] = [
  ['train(?:ing)?', 'training'],
  ['serv(?:e|ing)|inference|hosting', 'inference'],
  ['(?<![\\w-])processing', 'processing'],
];

const UP_TO_IMAGE = '(?: (?:and|or) \\w{1,20})?(?: job)? (?:docker )?(?:container|image)\\b';
const IMAGE_THAT_DOES = '\\b(?:container|image)\\b.{0,30}\\b(?:for|can do|to do|does)\\b.{0,40}';

const ABOUT_ANOTHER =
  /\b(?:call|client|invok|deploy|start|launch|creat|trigger|submit|pipeline|monitor|ci|cd|test|local|sdk|push|lambda|notebook|studio|airflow|ui\b|dashboard|proxy|gateway)/i;

/** The user of Studio, and the routes of an endpoint, in the Dockerfile's own commands. */
export function commandSignals({ stage }: RoleInputs): readonly Signal[] {
  const signals: Signal[] = [];
  for (const instruction of stage.lineage) {
    if (instruction.keyword === 'FROM' || instruction.keyword === 'LABEL') continue;
    const text = instruction.code;
    const user = STUDIO_USER.exec(text);
    if (user) {
      const range = instruction.within(user.index, user.index + user[0].length);
      signals.push(strong('path', ['studio'], `the user \`${user[0]}\``, range));
    }
    const route = text.indexOf(INVOCATIONS_PATH);
    if (route >= 0) {
      const range = instruction.within(route, route + INVOCATIONS_PATH.length);
      signals.push(needsPlatform('path', ['inference'], `\`${INVOCATIONS_PATH}\``, range));
    }
  }
  return signals;
}

const STUDIO_USER = new RegExp(`(?<![\\w./-])${STUDIO_HOME.slice(STUDIO_HOME.lastIndexOf('/') + 1)}(?![\\w-])`);

/** A kernel is installed, and a comment or the path says Studio. */
export function studioSignals({ path, dockerfile, packages }: RoleInputs): readonly Signal[] {
  const kernel = packages.find((it) => /^(?:ipykernel|jupyterlab|jupyter|notebook)$/.test(it.name));
  const named = STUDIO.test(nearNames(path)) || dockerfile.comments.some((it) => STUDIO.test(it.text));
  return kernel && named
    ? [strong('package', ['studio'], `\`${kernel.name}\` for SageMaker Studio`, kernel.range)]
    : [];
}

const STUDIO = /\bsage-?_?\s?maker\b.{0,40}\bstudio\b/i;

/** AWS's samples put the programs of a container on PATH in one place; a comment says whether they train or serve. */
export function programDirSignals({ config, dockerfile }: RoleInputs): readonly Signal[] {
  const place = config.surePath.includes(PROGRAM_DIR) ? config.path.origin : undefined;
  if (!place) return [];
  const range = place.from === 'instruction' ? place.range : undefined;
  const said = dockerfile.comments.map((it) => it.text).join('\n');
  const roles = JOBS.flatMap(([words, role]) => (new RegExp(`\\b(?:${words})\\b`, 'i').test(said) ? [role] : []));
  return roles.length > 0 ? [needsPlatform('path', roles, `\`${PROGRAM_DIR}\` on PATH`, range)] : [];
}

/** Names of the file and its three nearest folders. */
export function nameSignals({ path }: RoleInputs): readonly Signal[] {
  const names = nearNames(path);
  if (/hyperpod/i.test(names)) return [strong('name', ['hyperpod'], 'the path names HyperPod', undefined)];
  return /sage-?_?maker/i.test(names) ? [weak('name', 'the path names SageMaker', undefined)] : [];
}

function nearNames(path: string): string {
  return path.split('/').slice(-4).join('/');
}

function weak(source: Signal['source'], text: string, range: Signal['range']): Signal {
  return { strength: 'weak', platform: true, roles: [], text, range, source };
}
