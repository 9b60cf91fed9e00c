import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newProject } from '../../../../engine/src/templates/new-project';
import { completeOptions } from '../../../../engine/src/templates/options';
import type { ProjectAnswers } from '../../../../engine/src/templates/options';
import { templatesIn } from '../../../../engine/src/templates/read-templates';
import { allAnswers } from './combinations';

const read = templatesIn(resolve(import.meta.dirname, '../../../../templates'));

function textsOf(answers: ProjectAnswers, base?: string): Readonly<Record<string, string>> {
  const files = newProject(completeOptions(answers, 'flowers', { base }), read);
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

const readmeOf = (answers: ProjectAnswers, base?: string): string => textsOf(answers, base)['README.md'] ?? '';

const BOTH = { what: 'both', framework: 'scikit-learn', packages: 'pip', server: 'flask' };
const everything = allAnswers().map((answers) => ({ title: Object.values(answers).join(' '), answers }));

describe('the README of a new project', () => {
  it('says how an endpoint is asked, and until when it serves', () => {
    const text = readmeOf(BOTH);
    expect(text).toMatch(/serve serve\.endpoint\.json +# until Ctrl-C; then, in another terminal:\n/);
    expect(text).toContain('sagemaker-containers invoke flowers --data .sagemaker/payloads/flowers.csv');
  });

  it('says what the command is, for those who have none of that name', () => {
    expect(readmeOf(BOTH)).toContain('`node dist/cli.js`');
  });

  it('explains the commands in one column', () => {
    const block = /```sh\n([^]*?)```/.exec(readmeOf(BOTH))?.[1] ?? '';
    const columns = block.match(/^.* # /gm)?.map((it) => it.length) ?? [];
    expect(columns.length).toBeGreaterThan(2);
    expect(new Set(columns).size).toBe(1);
  });

  it.each(everything.filter(({ answers }) => answers.what !== 'built-in'))('$title: names its base', ({ answers }) => {
    const texts = textsOf(answers);
    const base = /^FROM (\S+)$/m.exec(texts['Dockerfile'] ?? '')?.[1] ?? 'no FROM';
    expect(texts['README.md']).toContain(`The image builds on \`${base}\``);
  });

  it('says how to sign in where the base is AWS’s', () => {
    const text = readmeOf({ what: 'extend', framework: 'pytorch' });
    expect(text).toContain('aws ecr get-login-password --region us-west-2 | docker login');
    expect(readmeOf(BOTH)).not.toContain('aws ecr');
    expect(readmeOf({ what: 'train', framework: 'none' }, 'registry.example.com/team/base:1')).not.toContain('aws ecr');
  });

  it('says what costs money, and how that ends', () => {
    expect(readmeOf(BOTH)).toContain('`sagemaker-containers rm flowers --region us-west-2 --parts`');
    expect(readmeOf({ what: 'train', framework: 'none' })).not.toContain('An endpoint is paid for');
    expect(readmeOf({ what: 'train', framework: 'none' })).toContain('the price');
  });

  it('PyTorch with the packages for GPUs asks for the driver, and says which instances have one', () => {
    const texts = textsOf({ what: 'train', framework: 'pytorch', packages: 'pip' });
    expect(texts['Dockerfile']).toContain('NVIDIA_VISIBLE_DEVICES=all');
    expect(texts['README.md']).toContain('`--gpus all`');
    expect(textsOf({ what: 'train', framework: 'none' })['Dockerfile']).not.toContain('NVIDIA');
  });
});
