import type { MarkupContent } from 'vscode-languageserver-types';
import { describe, expect, it } from 'vitest';
import { computeHover } from '../../../../server/src/features/hover';
import type { ViewOptions } from './view-of';
import { caret, viewOf } from './view-of';

const ECR = '763104351884.dkr.ecr.us-east-1.amazonaws.com';

function hover(marked: string, options: ViewOptions = {}, markdown = true) {
  const { text, position } = caret(marked);
  const found = computeHover(viewOf(text, options), position, { markdown });
  if (!found?.range) return undefined;
  const lines = text.split(/\r?\n/);
  const { start, end } = found.range;
  const { kind, value } = found.contents as MarkupContent;
  return { kind, value, token: lines[start.line]?.slice(start.character, end.character) };
}

describe('paths below /opt/ml', () => {
  it.each([
    ['COPY a /opt/ml/mo|del/', '/opt/ml/model', '`/opt/ml/model`'],
    ['COPY a |/opt/ml/model', '/opt/ml/model', '`/opt/ml/model`'],
    ['COPY a /opt/ml/model| ', '/opt/ml/model', '`/opt/ml/model`'],
    ['RUN x --dir=/opt/ml/in|put/data/train && y', '/opt/ml/input/data/train', '`/opt/ml/input/data/<channel>`'],
    ['ENV X="/opt/ml/c|ode"', '/opt/ml/code', '`/opt/ml/code`'],
    ['CMD ["python", "/opt/ml/c|ode/train.py"]', '/opt/ml/code/train.py', '`/opt/ml/code`'],
    ['RUN a && \\\n  b /opt/ml/output/fail|ure', '/opt/ml/output/failure', '`/opt/ml/output/failure`'],
    ['COPY a /opt/ml/model/$X|', undefined, undefined],
    ['WORKDIR /opt/m|l', '/opt/ml', '`/opt/ml`'],
    ['RUN <<EOT\n  ls /opt/ml/mo|del\nEOT', '/opt/ml/model', '`/opt/ml/model`'],
  ])('%j', (line, token, title) => {
    const found = hover(`FROM a\n${line}\n`);
    expect(found?.token).toBe(token);
    if (title) expect(found?.value.startsWith(title)).toBe(true);
  });

  it('tells what a mount hides, where it is read-only, and where to read on', () => {
    const found = hover('FROM a\nCOPY m /opt/ml/mod|el\n');
    expect(found?.kind).toBe('markdown');
    expect(found?.value).toContain('A mount hides what the image has here: training, inference');
    expect(found?.value).toContain('Read-only: inference');
    expect(found?.value).toMatch(/\[Documentation\]\(https:\/\/docs\.aws\.amazon\.com\S+\)$/);
  });

  it.each([
    'COPY a /opt/mlx|',
    'COPY a /opt/ml-too|ls/x',
    'COPY a ${X}/opt/ml/mo|del',
    'COPY a /srv/opt/ml/mo|del',
    '# see /opt/ml/mo|del',
  ])('says nothing at %j', (line) => {
    expect(hover(`FROM a\n${line}\n`)).toBeUndefined();
  });

  it('gives plain text to clients without Markdown', () => {
    const found = hover('FROM a\nCOPY m /opt/ml/mod|el\n', {}, false);
    expect(found?.kind).toBe('plaintext');
    expect(found?.value).not.toMatch(/[`*]|\]\(/);
    expect(found?.value).toContain('Documentation: https://');
  });
});

describe('variables', () => {
  it.each([
    ['ENV SAGEMAKER_PRO|GRAM=train.py', 'SAGEMAKER_PROGRAM'],
    ['RUN echo ${SM_MODEL_|DIR}', 'SM_MODEL_DIR'],
    ['CMD serve --port $SAGEMAKER_BIND_TO_PORT|', 'SAGEMAKER_BIND_TO_PORT'],
    ['ENV SM_CHANNEL_TRA|INING=/x', 'SM_CHANNEL_TRAINING'],
  ])('%j', (line, token) => {
    const found = hover(`FROM a\n${line}\n`);
    expect(found?.token).toBe(token);
    expect(found?.value).toContain('Set by:');
  });
  it('tells the value in force and the line that sets it', () => {
    expect(hover('FROM a\nENV SAGEMAKER_PROGRAM=train.py\nRUN echo $SAGEMAKER_PROG|RAM\n')?.value).toContain(
      'Here: `train.py` (line 2)',
    );
  });
  it('explains common names only where SageMaker is meant', () => {
    expect(hover('FROM a\nENV PYTHONUNBUFF|ERED=1\n')).toBeUndefined();
    expect(hover('FROM a\nENV PYTHONUNBUFF|ERED=1\n', { roles: ['training'] })?.token).toBe('PYTHONUNBUFFERED');
  });
  it.each(['ENV SM_UNHEARD_O|F=1', 'ENV MY_SAGEMAKER_PRO|GRAM=1', '# SAGEMAKER_PRO|GRAM'])(
    'says nothing at %j',
    (line) => {
      expect(hover(`FROM a\n${line}\n`, { roles: ['training'] })).toBeUndefined();
    },
  );
});

describe('labels, ports and words', () => {
  it('explains a label', () => {
    const found = hover('FROM a\nLABEL com.amazonaws.sagemaker.capabilities.multi-|models=true\n');
    expect(found?.token).toBe('com.amazonaws.sagemaker.capabilities.multi-models');
    expect(found?.value).toContain('Needed in: multi-model');
  });
  it('says nothing about a label it does not know', () => {
    expect(hover('FROM a\nLABEL com.amazonaws.some|thing=true\n')).toBeUndefined();
  });
  it.each([
    ['EXPOSE 80|80', '8080'],
    ['EXPOSE 80 808|0/tcp', '8080/tcp'],
    ['ENTRYPOINT ["python", "ser|ve"]', 'serve'],
    ['CMD tra|in', 'train'],
  ])('%j', (line, token) => {
    expect(hover(`FROM a\n${line}\n`)?.token).toBe(token);
  });
  it.each(['EXPOSE 80|81', 'EXPOSE 8080/ud|p', 'RUN 80|80', 'RUN tra|in', 'CMD train|.py', 'CMD my-tra|in'])(
    'says nothing at %j',
    (line) => {
      expect(hover(`FROM a\n${line}\n`)).toBeUndefined();
    },
  );
});

describe('images', () => {
  const image = `${ECR}/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker`;
  it('tells what a prebuilt image is', () => {
    const found = hover(`FROM --platform=linux/amd64 ${image.replace('pytorch', 'pyt|orch')} AS base\n`);
    expect(found?.token).toBe(image);
    for (const fact of ['PyTorch', '2.6.0', 'GPU', 'Python: 3.12', 'CUDA: 12.6', 'us-east-1', 'patches'])
      expect(found?.value).toContain(fact);
    expect(found?.value).not.toContain('Account 763104351884 does not');
  });
  it('warns of the wrong account', () => {
    expect(
      hover(`FROM ${image.replace('763104351884', '763104351885').replace('pytorch', 'pyt|orch')}\n`)?.value,
    ).toContain('Account 763104351885 does not hold this image in us-east-1');
  });
  it('recognises an image whose account and region are variables', () => {
    const found = hover('ARG R\nFROM 763104351884.dkr.ecr.${R}.amazonaws.com/pytorch-|inference:2.6.0-cpu-py312\n');
    expect(found?.value).toContain('PyTorch');
  });
  it.each(['FROM pyth|on:3.12', 'FROM scr|atch', 'FROM 111122223333.dkr.ecr.us-east-1.amazonaws.com/mi|ne:1'])(
    'says nothing at %j',
    (line) => {
      expect(hover(`${line}\n`)).toBeUndefined();
    },
  );
  it('says nothing at the name of an earlier stage', () => {
    expect(hover(`FROM ${image} AS base\nFROM ba|se\n`)).toBeUndefined();
  });
});

describe('odd text', () => {
  it.each(['|', '\uFEFF|', 'FROM|', 'FROM a\n\n\n|', 'RUN <<EOF\n|', '\\\n\\\n|'])('%j throws nothing', (marked) => {
    expect(hover(marked)).toBeUndefined();
  });
  it('is quick on a line of a megabyte', () => {
    const text = `FROM a\nRUN ${'/opt/ml/model '.repeat(80_000)}`;
    const view = viewOf(text);
    const start = performance.now();
    expect(computeHover(view, { line: 1, character: 700_000 }, { markdown: true })).toBeDefined();
    expect(performance.now() - start).toBeLessThan(100);
  });
});
