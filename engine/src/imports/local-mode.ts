import { readCompose } from './compose';
import type { ComposeService } from './compose';
import { folderOf, joined } from './files';
import type { ProjectFiles } from './files';
import type { FoundProject } from './found-project';
import { endpointFiles, trainingFiles } from './requests-for';
import { INPUT_DATA_DIR, MODEL_DIR } from '../../../contract/opt-ml';

const NAMES = ['docker-compose.yaml', 'docker-compose.yml', 'compose.yaml', 'compose.yml'];

/** A compose file that runs a container as SageMaker would, such as local mode of the SageMaker SDK leaves one. */
export function findLocalMode(files: ProjectFiles, name: string): FoundProject | undefined {
  for (const path of NAMES) {
    if (files.text(path) === undefined) continue;
    const { services, problem } = readCompose(files, path, folderOf(path));
    if (problem !== undefined) {
      return { kind: 'local-mode', evidence: path, explanation: [], remarks: [problem], files: [] };
    }
    // Local mode writes a service for each host: they are one job.
    const training = services.find(({ word }) => word === 'train');
    const serving = services.find(({ word }) => word === 'serve');
    const used = [training, serving].flatMap((one) => one ?? []);
    if (used.length === 0) continue;
    const hosts = services.filter(({ word }) => word === 'train').length;
    return {
      kind: 'local-mode',
      evidence: path,
      explanation: used.flatMap(explained),
      remarks: [
        ...used.flatMap(({ remarks }) => remarks),
        ...(hosts > 1
          ? [`${hosts} services train: put that number into ResourceConfig.InstanceCount if they are its hosts.`]
          : []),
      ],
      files: used.flatMap((service) => filesOf(service, name)),
    };
  }
  return undefined;
}

function explained({ name, word, channels, model, image, build }: ComposeService): readonly string[] {
  const from = build === undefined ? `runs ${image ?? 'an image'}` : `builds ${build.dockerfile}`;
  return [
    `The service ${name} ${from} with ${word}: it becomes ${word === 'train' ? 'a training job' : 'an endpoint'}.`,
    ...Object.entries(channels).map(
      ([channel, path]) => `${path} becomes the channel ${channel}, at ${INPUT_DATA_DIR}/${channel}.`,
    ),
    ...(word === 'serve' && model !== undefined ? [`${model} is what the endpoint serves, at ${MODEL_DIR}.`] : []),
  ];
}

function filesOf(service: ComposeService, folderName: string) {
  const { word, image, build, channels, environment, hyperparameters, model } = service;
  const stem = word;
  const job = {
    stem,
    folder: '',
    name: folderName,
    image: image ?? `local/${folderName.toLowerCase()}`,
    build: build && { dockerfile: build.dockerfile, context: build.context, buildArguments: build.arguments },
    environment,
  };
  return word === 'train'
    ? trainingFiles({ ...job, channels, hyperparameters, output: joined('output') })
    : endpointFiles(job, model);
}
