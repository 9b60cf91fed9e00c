import { TRAINING_CONFIG_FILES } from '../../../contract/config-files';
import { INPUT_DATA_DIR, MODEL_DIR } from '../../../contract/opt-ml';
import { folderOf, joined } from './files';
import type { ProjectFiles } from './files';
import type { FoundProject } from './found-project';
import { endpointFiles, hyperparametersIn, trainingFiles } from './requests-for';
import type { Build } from './requests-for';

const [HYPERPARAMETERS_FILE] = TRAINING_CONFIG_FILES;

/** A folder that was mounted over the whole of SageMaker's tree, `local_test/test_dir`. */
export interface TestTree {
  readonly path: string;
  readonly channels: Readonly<Record<string, string>>;
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** Folder of a model, when there is something in it. */
  readonly model: string | undefined;
  readonly remarks: readonly string[];
}

/** What stands in a `test_dir`; undefined: there is none. */
export function readTestTree(files: ProjectFiles, path: string): TestTree | undefined {
  if (!files.isFolder(path)) return undefined;
  const data = joined(path, 'input/data');
  const channels = files.list(data).filter((name) => !name.startsWith('.') && files.isFolder(joined(data, name)));
  const model = joined(path, 'model');
  const config = joined(path, 'input/config', HYPERPARAMETERS_FILE);
  const hyperparameters = hyperparametersIn(files.text(config));
  return {
    path,
    channels: Object.fromEntries(channels.map((name) => [name, joined(data, name)])),
    hyperparameters: hyperparameters ?? {},
    model: files.list(model).some((name) => !name.startsWith('.')) ? model : undefined,
    remarks: [
      ...(hyperparameters === undefined ? [`${config} is no JSON object, so there are no hyperparameters.`] : []),
      ...(channels.length === 0
        ? [`There is no folder below ${data}, so the job has no channel: SageMaker makes one folder for each.`]
        : []),
    ],
  };
}

/** The sentences and files for a tree and the Dockerfile that it is mounted into. */
export function fromTestTree(
  tree: TestTree,
  build: Build,
  job: { readonly name: string; readonly image: string; readonly folder: string },
): Pick<FoundProject, 'explanation' | 'remarks' | 'files'> {
  const { channels, hyperparameters, model } = tree;
  const shared = { ...job, build, environment: {} };
  const names = Object.keys(channels);
  return {
    explanation: [
      `${build.dockerfile} is built with ${build.context === '' ? 'this folder' : build.context} as its context.`,
      ...names.map((name) => `${channels[name] ?? ''} becomes the channel ${name}, at ${INPUT_DATA_DIR}/${name}.`),
      ...(Object.keys(hyperparameters).length === 0
        ? []
        : [`The hyperparameters ${Object.keys(hyperparameters).join(', ')} go into the request.`]),
      model === undefined
        ? `The endpoint serves what the training job leaves.`
        : `${model} is what the endpoint serves, at ${MODEL_DIR}.`,
    ],
    remarks: tree.remarks,
    files: [
      ...trainingFiles({ ...shared, stem: 'train', channels, hyperparameters, output: joined(job.folder, 'output') }),
      ...endpointFiles(
        { ...shared, stem: 'serve' },
        model ?? joined(job.folder, 'output', job.name, 'output/model.tar.gz'),
      ),
    ],
  };
}

/** AWS's scikit_bring_your_own: a `container` folder with Dockerfile, programs and `local_test/test_dir`. */
export function findLocalTest(files: ProjectFiles, name: string): FoundProject | undefined {
  const candidates = ['local_test', 'container/local_test', 'local-test', 'container/local-test'];
  for (const path of candidates) {
    const tree = readTestTree(files, joined(path, 'test_dir'));
    const folder = folderOf(path);
    const dockerfile = joined(folder, 'Dockerfile');
    if (tree === undefined || files.text(dockerfile) === undefined) continue;
    const build = { dockerfile, context: folder, buildArguments: {} };
    const found = fromTestTree(tree, build, { name, image: `local/${name.toLowerCase()}`, folder });
    return { kind: 'local-test', evidence: tree.path, ...found };
  }
  return undefined;
}
