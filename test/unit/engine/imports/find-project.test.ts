import { describe, expect, it } from 'vitest';
import { findProject } from '../../../../engine/src/imports/find-project';
import type { FoundProject } from '../../../../engine/src/imports/found-project';
import { parseOverlay } from '../../../../engine/src/requests/overlay';
import { parseRequest } from '../../../../engine/src/requests/parse-request';
import { memoryFiles } from './memory-files';

function find(texts: Readonly<Record<string, string>>): FoundProject {
  const found = findProject(memoryFiles(texts), 'flowers');
  if (found === undefined) throw new Error('nothing found');
  for (const { path, text } of found.files) {
    const problems = path.endsWith('.local.json') ? parseOverlay(text).problems : parseRequest(text, path).problems;
    expect(problems, path).toEqual([]);
  }
  return found;
}

function json(found: FoundProject, path: string): unknown {
  const file = found.files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`no ${path} among ${found.files.map((one) => one.path).join(' ')}`);
  return JSON.parse(file.text);
}

describe('a container folder with local_test', () => {
  const tree = {
    'container/Dockerfile': 'FROM ubuntu',
    'container/decision_trees/train': '',
    'container/local_test/test_dir/input/data/training/iris.csv': '',
    'container/local_test/test_dir/input/config/hyperparameters.json': '{"max_leaf_nodes": 5, "objective": "gini"}',
    'container/local_test/test_dir/model/.gitkeep': '',
  };

  it('gives a training job with channels and hyperparameters beside the Dockerfile', () => {
    const found = find(tree);
    expect(found.kind).toBe('local-test');
    expect(json(found, 'container/train.training-job.json')).toMatchObject({
      HyperParameters: { max_leaf_nodes: '5', objective: 'gini' },
      InputDataConfig: [{ ChannelName: 'training' }],
    });
    expect(json(found, 'container/train.local.json')).toEqual({
      s3: {
        's3://local/input/training/': './local_test/test_dir/input/data/training',
        's3://local/output/': './output',
      },
      images: { 'local/flowers': { dockerfile: 'Dockerfile' } },
    });
  });

  it('serves what the training leaves, or the model that is there', () => {
    expect(json(find(tree), 'container/serve.local.json')).toMatchObject({
      s3: { 's3://local/opt/ml/model': './output/flowers/output/model.tar.gz' },
    });
    const trained = find({ ...tree, 'container/local_test/test_dir/model/tree.pkl': 'x' });
    expect(json(trained, 'container/serve.local.json')).toMatchObject({
      s3: { 's3://local/opt/ml/model': './local_test/test_dir/model' },
    });
  });

  it('says what it can’t take over', () => {
    const path = 'container/local_test/test_dir/input/config/hyperparameters.json';
    expect(find({ ...tree, [path]: '[1]' }).remarks).toEqual([
      `${path} is no JSON object, so there are no hyperparameters.`,
    ]);
  });
});

describe('a sagify project', () => {
  const tree = {
    '.sagify.json': JSON.stringify({
      image_name: 'sagify-demo',
      aws_profile: '',
      aws_region: 'us-east-1',
      python_version: '3.8',
      requirements_dir: 'requirements.txt',
      sagify_module_dir: 'src',
    }),
    'requirements.txt': '',
    'src/sagify_base/Dockerfile': 'ARG python_version\nFROM python:$python_version-slim-buster',
    'src/sagify_base/local_test/test_dir/input/data/training/iris.csv': '',
    'src/sagify_base/local_test/test_dir/input/config/hyperparameters.json': '{}',
  };

  it('is built as its build.sh does', () => {
    const found = find(tree);
    expect([found.kind, found.evidence, found.remarks]).toEqual(['sagify', '.sagify.json', []]);
    expect(json(found, 'train.local.json')).toMatchObject({
      s3: { 's3://local/input/training/': './src/sagify_base/local_test/test_dir/input/data/training' },
      images: {
        'sagify-demo:latest': {
          dockerfile: 'src/sagify_base/Dockerfile',
          context: '.',
          buildArguments: {
            module_path: 'src',
            target_dir_name: 'src',
            requirements_file_path: 'requirements.txt',
            python_version: '3.8',
          },
        },
      },
    });
  });

  it('says when the requirements are missing', () => {
    const { 'requirements.txt': _, ...without } = tree;
    expect(find(without).remarks).toEqual(['requirements.txt is not there, and the Dockerfile copies it.']);
  });
});

it('an easy_sm project is known by its settings, whatever they are called', () => {
  const found = find({
    'churn.json': JSON.stringify({
      image_name: 'churn',
      easy_sm_module_dir: 'churn',
      python_version: '3.12',
      requirements_dir: 'requirements.txt',
      docker_tag: 'v2',
    }),
    'package.json': '{"name": "other"}',
    'requirements.txt': '',
    'churn/easy_sm_base/Dockerfile': 'ARG python_version\nFROM python:$python_version',
    'churn/easy_sm_base/local_test/test_dir/input/data/training/a.csv': '',
  });
  expect([found.kind, found.evidence]).toEqual(['easy_sm', 'churn.json']);
  expect(json(found, 'train.training-job.json')).toMatchObject({
    AlgorithmSpecification: { TrainingImage: 'churn:v2' },
  });
});

describe('a compose file of local mode', () => {
  const compose = `
networks:
  sagemaker-local:
    name: sagemaker-local
services:
  algo-1-x1y2z:
    command: train
    container_name: abcdef1234-algo-1-x1y2z
    environment:
    - AWS_REGION=us-west-2
    - AWS_ACCESS_KEY_ID=AKIAXXXXXXXX
    - TRAINING_JOB_NAME=my-job
    - EPOCHS=3
    - TOKENIZERS_PARALLELISM=false
    image: 123456789012.dkr.ecr.us-west-2.amazonaws.com/mine:latest
    networks:
      sagemaker-local:
        aliases:
        - algo-1-x1y2z
    stdin_open: true
    tty: true
    volumes:
    - ./work/algo-1/output:/opt/ml/output
    - ./work/algo-1/input:/opt/ml/input
    - ./work/model:/opt/ml/model
    - ./data/train:/opt/ml/input/data/train:ro
    - \${HOME}/.aws:/root/.aws:ro
version: '2.3'
`;

  it('becomes a training job; credentials stay behind', () => {
    const found = find({
      'docker-compose.yaml': compose,
      'data/train/a.csv': '',
      'work/algo-1/input/config/hyperparameters.json': '{"lr": "0.1"}',
    });
    expect(found.kind).toBe('local-mode');
    expect(json(found, 'train.training-job.json')).toHaveProperty('Environment', {
      EPOCHS: '3',
      TOKENIZERS_PARALLELISM: 'false',
    });
    expect(json(found, 'train.training-job.json')).toMatchObject({
      AlgorithmSpecification: { TrainingImage: '123456789012.dkr.ecr.us-west-2.amazonaws.com/mine:latest' },
      HyperParameters: { lr: '0.1' },
      InputDataConfig: [{ ChannelName: 'train' }],
    });
    expect(json(found, 'train.local.json')).toEqual({
      s3: { 's3://local/input/train/': './data/train', 's3://local/output/': './output' },
    });
    expect(JSON.stringify(found.files)).not.toContain('AKIA');
    expect(found.remarks).toContain('AWS_ACCESS_KEY_ID of algo-1-x1y2z are left out: credentials belong to no file.');
  });

  it('takes folders by their whole path, as local mode writes them', () => {
    const work = '/tmp/tmpabc/algo-1';
    const found = find({
      'docker-compose.yaml': [
        'services:',
        '  algo-1-x1y2z:',
        '    command: train',
        '    image: mine:latest',
        '    volumes:',
        `    - ${work}/input:/opt/ml/input`,
        '    - /home/me/flowers:/opt/ml/input/data/training',
      ].join('\n'),
      [`${work}/input/config/hyperparameters.json`]: '{"lr": "0.1"}',
      [`${work}/input/data/validation/a.csv`]: '',
    });
    expect(json(found, 'train.local.json')).toEqual({
      s3: {
        's3://local/input/validation/': `${work}/input/data/validation`,
        's3://local/input/training/': '/home/me/flowers',
        's3://local/output/': './output',
      },
    });
    expect(json(found, 'train.training-job.json')).toMatchObject({ HyperParameters: { lr: '0.1' } });
  });

  it('says which folders it can’t find, and leaves out what is no variable', () => {
    const found = find({
      'compose.yaml': [
        'services:',
        '  it:',
        '    command: train',
        '    image: mine:latest',
        '    environment:',
        "    - '[Masked]'",
        '    - EPOCHS=3',
        '    volumes:',
        '    - ~/flowers:/opt/ml/input/data/training',
      ].join('\n'),
    });
    expect(json(found, 'train.training-job.json')).toHaveProperty('Environment', { EPOCHS: '3' });
    expect(JSON.stringify(found.files)).not.toContain('~');
    expect(found.remarks).toEqual([
      '[Masked] of it is no name of a variable: it is left out.',
      '~/flowers of it, at /opt/ml/input/data/training, can’t be found from here: it is left out. Name the folder itself in the overlay.',
    ]);
  });

  it('serves the model that is mounted', () => {
    const found = find({
      'compose.yml': [
        'services:',
        '  web:',
        '    command: ["serve"]',
        '    build:',
        '      context: ./app',
        '      args:',
        '        PY: "3.12"',
        '    volumes:',
        '      - type: bind',
        '        source: ./model',
        '        target: /opt/ml/model',
      ].join('\n'),
    });
    expect(json(found, 'serve.local.json')).toEqual({
      s3: { 's3://local/opt/ml/model': './model' },
      images: { 'local/flowers': { dockerfile: 'app/Dockerfile', buildArguments: { PY: '3.12' } } },
    });
  });

  it('says on which line it can’t be read, and writes nothing', () => {
    const found = find({ 'compose.yaml': 'services:\n  a: &base\n    image: x\n' });
    expect(found.files).toEqual([]);
    expect(found.remarks[0]).toMatch(/^compose\.yaml can’t be read, line 2: /);
  });
});

it('an ordinary folder is none of these', () => {
  const texts = {
    'compose.yaml': 'services:\n  web:\n    image: nginx\n    ports: ["80:80"]\n',
    Dockerfile: 'FROM nginx',
  };
  expect(findProject(memoryFiles(texts), 'web')).toBeUndefined();
  expect(findProject(memoryFiles({}), 'web')).toBeUndefined();
});
