import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseOverlay } from '../../../../engine/src/requests/overlay';
import { parseRequest } from '../../../../engine/src/requests/parse-request';
import { newProject } from '../../../../engine/src/templates/new-project';
import { completeOptions } from '../../../../engine/src/templates/options';
import type { ProjectAnswers } from '../../../../engine/src/templates/options';
import { templatesIn } from '../../../../engine/src/templates/read-templates';
import type { NewFile } from '../../../../engine/src/templates/render';
import { describeFindings, lintFiles } from '../../server/lint-files';
import { allAnswers } from './combinations';

const read = templatesIn(resolve(import.meta.dirname, '../../../../templates'));

function make(answers: ProjectAnswers, more: { readonly base?: string; readonly region?: string } = {}) {
  return newProject(completeOptions(answers, 'flowers', more), read);
}

function textOf(files: readonly NewFile[], path: string): string {
  const file = files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`no ${path} among ${files.map((one) => one.path).join(' ')}`);
  return file.text;
}

const everything = allAnswers().map((answers) => ({ title: Object.values(answers).join(' '), answers }));

describe('newProject', () => {
  it('knows every scenario', () => {
    expect(new Set(everything.map(({ answers }) => answers.what)).size).toBe(9);
  });

  it.each(everything)('$title: lints without a finding', ({ answers }) => {
    const files = make(answers);
    if (answers.what === 'built-in') {
      expect(files.map(({ path }) => path)).not.toContain('Dockerfile');
      return;
    }
    const tree = Object.fromEntries(files.map((it) => [`${it.executable ? '+x ' : ''}${it.path}`, it.text]));
    expect(describeFindings(lintFiles(tree))).toEqual([]);
  });

  it.each(everything)('$title: requests and overlays are right', ({ answers }) => {
    const files = make(answers);
    const requests = files.filter(({ path }) =>
      /\.(?:training-job|processing-job|transform-job|endpoint)\.json$/.test(path),
    );
    expect(requests.length).toBeGreaterThan(0);
    for (const { path, text } of requests) {
      expect(parseRequest(text, path).problems, path).toEqual([]);
      expect(parseOverlay(textOf(files, path.replace(/\.[a-z-]+\.json$/, '.local.json'))).problems, path).toEqual([]);
    }
  });

  it('names the image and the role as the partition of the region has them', () => {
    const answers = { what: 'train', framework: 'scikit-learn', packages: 'pip' };
    const request = textOf(make(answers, { region: 'cn-north-1' }), 'train.training-job.json');
    expect(request).toContain('"111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/flowers:latest"');
    expect(request).toContain('"arn:aws-cn:iam::111122223333:role/SageMakerRole"');
    expect(() => make(answers, { region: 'us-esat-1' })).toThrow('“us-esat-1” is no AWS region');
  });

  it.each(everything)('$title: nothing of the templates is left, and every file ends with a line', ({ answers }) => {
    for (const { path, text } of make(answers)) {
      expect(text, path).not.toContain('{{');
      expect(text, path).not.toMatch(/\r/);
      expect(text.endsWith('\n'), path).toBe(true);
    }
  });

  it('marks the programs that SageMaker starts as executable', () => {
    const files = make({ what: 'both', framework: 'none', packages: 'pip', server: 'flask' });
    expect(files.filter(({ executable }) => executable).map(({ path }) => path)).toEqual([
      'program/serve',
      'program/train',
    ]);
  });

  it('says what the image is for in .sagemaker/containers.json', () => {
    const files = make({ what: 'serve', framework: 'none', packages: 'pip', server: 'fastapi' });
    expect(JSON.parse(textOf(files, '.sagemaker/containers.json'))).toEqual({
      containers: { Dockerfile: { roles: ['inference'], image: 'flowers' } },
    });
  });

  it('builds on another image when one is named', () => {
    const base = 'public.ecr.aws/docker/library/python:3.11-slim';
    const files = make({ what: 'train', framework: 'none' }, { base });
    expect(textOf(files, 'Dockerfile')).toContain(`FROM ${base}\n`);
  });

  it('takes AWS’s images from the account of the region', () => {
    const uri = (region: string) => textOf(make({ what: 'extend', framework: 'pytorch' }, { region }), 'Dockerfile');
    expect(uri('us-west-2')).toContain('FROM 763104351884.dkr.ecr.us-west-2.amazonaws.com/pytorch');
    expect(uri('cn-north-1')).toContain('FROM 727897471807.dkr.ecr.cn-north-1.amazonaws.com.cn/pytorch');
    expect(() => uri('us-nowhere-1')).toThrow(/us-nowhere-1/);
  });

  it('gives the built-in algorithms numbers for labels, or no labels', () => {
    const xgboost = textOf(make({ what: 'built-in', framework: 'xgboost' }), 'data/train/flowers.csv');
    expect(xgboost.split('\n')[0]).toMatch(/^[012](?:,[0-9.]+){4}$/);
    const kmeans = textOf(make({ what: 'built-in', framework: 'kmeans' }), 'data/train/flowers.csv');
    expect(kmeans.split('\n')[0]).toMatch(/^[0-9.]+(?:,[0-9.]+){3}$/);
  });
});
