import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { describe, expect, it } from 'vitest';
import { computeCompletion } from '../../../../server/src/features/completion';
import type { CompletionOptions } from '../../../../server/src/features/completion';
import type { ViewOptions } from './view-of';
import { caret, viewOf } from './view-of';

const MEANT: ViewOptions = { roles: ['training', 'inference'] };
const PLAIN: CompletionOptions = { snippets: false, suggestAgain: false };

function complete(marked: string, options: ViewOptions = MEANT, how = PLAIN): CompletionItem[] {
  const { text, position } = caret(marked);
  return computeCompletion(viewOf(text, options), position, how).items;
}
const labels = (marked: string, options?: ViewOptions): string[] => complete(marked, options).map((item) => item.label);

/** The text after the item of that label was taken. */
function taken(marked: string, label: string, options: ViewOptions = MEANT): string | undefined {
  const item = complete(marked, options).find((it) => it.label === label);
  const edit = item?.textEdit as TextEdit | undefined;
  if (!edit) return undefined;
  expect(edit.range.start.line).toBe(edit.range.end.line);
  return TextDocument.applyEdits(TextDocument.create('', '', 0, caret(marked).text), [edit]);
}

describe('paths', () => {
  it.each([
    ['FROM a\nCOPY x /|', '/opt/ml/code', 'FROM a\nCOPY x /opt/ml/code'],
    ['FROM a\nCOPY x /opt/ml/mo|', '/opt/ml/model', 'FROM a\nCOPY x /opt/ml/model'],
    ['FROM a\nCOPY x /opt/ml/|old y', '/opt/ml/model', 'FROM a\nCOPY x /opt/ml/model y'],
    ['FROM a\nENV D="/opt/|"', '/opt/ml/model', 'FROM a\nENV D="/opt/ml/model"'],
    ['FROM a\nRUN a && \\\n  ls /opt/ml/in|', '/opt/ml/input/data', 'FROM a\nRUN a && \\\n  ls /opt/ml/input/data'],
    ['FROM a\nCOPY x /opt/ml/input/da|', '/opt/ml/input/data/<channel>', 'FROM a\nCOPY x /opt/ml/input/data/'],
    ['FROM a\r\nWORKDIR /op|\r\nRUN x', '/opt/ml/code', 'FROM a\r\nWORKDIR /opt/ml/code\r\nRUN x'],
  ])('%j', (marked, label, expected) => {
    expect(taken(marked, label)).toBe(expected);
  });

  it('offers only what begins like what is typed', () => {
    const found = labels('FROM a\nCOPY x /opt/ml/out|');
    expect(found).toContain('/opt/ml/output/failure');
    expect(found).not.toContain('/opt/ml/model');
  });
  it.each([
    'COPY x /us|',
    'COPY x y|',
    'COPY ./opt/ml/|',
    'COPY x ${A}/opt/ml/|',
    'COPY x /opt/ml/nothing/of/the/sort|',
  ])('offers none at %j', (line) => {
    expect(labels(`FROM a\n${line}`)).toEqual([]);
  });
  it('waits for more where SageMaker is not meant', () => {
    expect(labels('FROM a\nCOPY x /|', {})).toEqual([]);
    expect(labels('FROM a\nCOPY x /opt|', {})).toContain('/opt/ml/model');
  });
  it('makes a placeholder of the channel for clients with snippets', () => {
    const item = complete('FROM a\nCOPY x /opt/ml/input/data/|', MEANT, { ...PLAIN, snippets: true }).find((it) =>
      it.label.includes('<'),
    );
    expect(item).toMatchObject({ insertTextFormat: 2, textEdit: { newText: '/opt/ml/input/data/${1:channel}' } });
  });
});

describe('variables', () => {
  it.each([
    ['FROM a\nENV SAGEMAKER_PRO|', 'SAGEMAKER_PROGRAM', 'FROM a\nENV SAGEMAKER_PROGRAM'],
    ['FROM a\nENV |', 'SAGEMAKER_PROGRAM', 'FROM a\nENV SAGEMAKER_PROGRAM'],
    ['FROM a\nENV A=b SAGE|=x', 'SAGEMAKER_PROGRAM', 'FROM a\nENV A=b SAGEMAKER_PROGRAM=x'],
    ['FROM a\nRUN echo $SM_MO|', 'SM_MODEL_DIR', 'FROM a\nRUN echo $SM_MODEL_DIR'],
    ['FROM a\nRUN echo ${|}', 'SM_MODEL_DIR', 'FROM a\nRUN echo ${SM_MODEL_DIR}'],
    ['FROM a\nENV PORT=$|', 'SAGEMAKER_BIND_TO_PORT', 'FROM a\nENV PORT=$SAGEMAKER_BIND_TO_PORT'],
  ])('%j', (marked, label, expected) => {
    expect(taken(marked, label)).toBe(expected);
  });
  it('does not offer to bake in what only SageMaker sets', () => {
    expect(labels('FROM a\nENV |')).not.toContain('SAGEMAKER_BIND_TO_PORT');
  });
  it.each(['ENV SAGEMAKER_PROGRAM=SM_|', 'ENV SAGEMAKER_PROGRAM SM_|', 'RUN SM_|'])(
    'offers none at the value in %j',
    (line) => {
      expect(labels(`FROM a\n${line}`)).toEqual([]);
    },
  );
  it('waits for the beginning of a name where SageMaker is not meant', () => {
    expect(labels('FROM a\nENV |', {})).toEqual([]);
    expect(labels('FROM a\nENV SAGE|', {})).toContain('SAGEMAKER_PROGRAM');
    expect(labels('FROM a\nENV SHELL|', {})).toEqual([]);
  });
});

describe('labels', () => {
  const MULTI = 'com.amazonaws.sagemaker.capabilities.multi-models';
  it.each([
    ['FROM a\nLABEL |', MULTI, `FROM a\nLABEL ${MULTI}=true`],
    ['FROM a\nLABEL com.amazonaws.sage|', MULTI, `FROM a\nLABEL ${MULTI}=true`],
    ['FROM a\nLABEL a=b com.|=x', MULTI, `FROM a\nLABEL a=b ${MULTI}=x`],
    [`FROM a\nLABEL ${MULTI}=|`, 'true', `FROM a\nLABEL ${MULTI}=true`],
    [`FROM a\nLABEL ${MULTI}=tr|`, 'true', `FROM a\nLABEL ${MULTI}=true`],
  ])('%j', (marked, label, expected) => {
    expect(taken(marked, label)).toBe(expected);
  });
  it('offers no value for other labels', () => {
    expect(labels('FROM a\nLABEL version=|')).toEqual([]);
  });
});

describe('images', () => {
  const host = '763104351884.dkr.ecr.eu-west-1.amazonaws.com';
  it('offers repositories of the region, then tags', () => {
    const options = { region: 'eu-west-1' };
    expect(taken('FROM pytorch-tr|', 'pytorch-training', options)).toBe(`FROM ${host}/pytorch-training:`);
    expect(taken(`FROM ${host}/pytorch-training:2.6.0-gpu-py312|`, '2.6.0-gpu-py312', options)).toBe(
      `FROM ${host}/pytorch-training:2.6.0-gpu-py312`,
    );
  });
  it('takes us-east-1 until a region is set', () => {
    expect(taken('FROM pytorch-tr|', 'pytorch-training', {})).toContain('.us-east-1.');
  });
  it('replaces the whole word and keeps what stands around it', () => {
    expect(
      taken('FROM --platform=linux/amd64 pytorch-tr|xyz AS base', 'pytorch-training', { region: 'eu-west-1' }),
    ).toBe(`FROM --platform=linux/amd64 ${host}/pytorch-training: AS base`);
  });
  it.each(['FROM a |', 'FROM a AS |', 'FROM --pla|', 'FROM a AS b|'])('offers none at %j', (marked) => {
    expect(labels(marked)).toEqual([]);
  });
  it('asks again with each character, and opens the list of tags where the client can', () => {
    const { text, position } = caret('FROM pytorch-tr|');
    expect(computeCompletion(viewOf(text), position, PLAIN).isIncomplete).toBe(true);
    const [first] = complete('FROM pytorch-tr|', {}, { ...PLAIN, suggestAgain: true });
    expect(first?.command?.command).toBe('editor.action.triggerSuggest');
    expect(complete('FROM pytorch-tr|', {})[0]?.command).toBeUndefined();
  });
  it('keeps the editor from filtering out what a word found by its family', () => {
    const item = complete('FROM sklearn|', {}).find((it) => it.label === 'sagemaker-scikit-learn');
    expect(item?.filterText?.startsWith('sklearn')).toBe(true);
  });
});

describe('whole lines', () => {
  it('are those of the roles, and only where an instruction begins', () => {
    expect(labels('FROM a\n|', { roles: ['training'] })).toContain('ENV SAGEMAKER_PROGRAM=train.py');
    expect(labels('FROM a\n|', { roles: ['training'] })).not.toContain('EXPOSE 8080');
    expect(labels('FROM a\nEXP|', { roles: ['inference'] })).toContain('EXPOSE 8080');
    expect(labels('FROM a\nRUN a \\\n  EX|', { roles: ['inference'] })).toEqual([]);
    expect(labels('FROM a\n|', {})).toEqual([]);
    expect(labels('FROM a\n|EXPOSE 80', { roles: ['inference'] })).toEqual([]);
  });
  it('take the place of what was typed', () => {
    expect(taken('FROM a\n  exp|', 'EXPOSE 8080')).toBe('FROM a\n  EXPOSE 8080');
  });
  it('have placeholders for clients with snippets, and keep dollars', () => {
    const items = complete('FROM a\n|', MEANT, { ...PLAIN, snippets: true });
    expect(items.find((it) => it.label.startsWith('ENV SAGEMAKER_PROGRAM'))?.textEdit).toMatchObject({
      newText: 'ENV SAGEMAKER_PROGRAM=${1:train.py}',
    });
    expect(items.find((it) => it.label.startsWith('COPY train.py'))?.textEdit).toMatchObject({
      newText: 'COPY ${1:train.py} /opt/ml/code/${1:train.py}',
    });
    expect(items.find((it) => it.label.startsWith('ENV PATH'))?.textEdit).toMatchObject({
      newText: 'ENV PATH="/opt/program:\\${PATH}"',
    });
  });
});

describe('the directive', () => {
  it.each([
    ['FROM a\n#|', 'sagemaker: roles=', 'FROM a\n# sagemaker: roles='],
    ['FROM a\n# |', 'sagemaker: ignore=', 'FROM a\n# sagemaker: ignore='],
    ['FROM a\n# sage|', 'sagemaker: ignore=', 'FROM a\n# sagemaker: ignore='],
    ['# sagemaker:|\nFROM a', 'roles=', '# sagemaker: roles=\nFROM a'],
    ['# sagemaker: ro|\nFROM a', 'roles=', '# sagemaker: roles=\nFROM a'],
    ['# sagemaker: ignore=x |\nFROM a', 'reason=', '# sagemaker: ignore=x reason=\nFROM a'],
    ['# sagemaker: roles=|\nFROM a', 'training', '# sagemaker: roles=training\nFROM a'],
    ['# sagemaker: roles=training,in|\nFROM a', 'inference', '# sagemaker: roles=training,inference\nFROM a'],
    ['# sagemaker: roles=tr|aining\nFROM a', 'studio', '# sagemaker: roles=studio\nFROM a'],
  ])('%j', (marked, label, expected) => {
    expect(taken(marked, label)).toBe(expected);
  });
  it('does not offer a role twice', () => {
    expect(labels('# sagemaker: roles=training,|\nFROM a')).not.toContain('training');
  });
  it.each(['# to|do', '# sagemaker: ignore=a reason=be|cause', '# see sagemaker: |'])(
    'offers nothing at %j',
    (line) => {
      expect(labels(`FROM a\n${line}`)).toEqual([]);
    },
  );
});

describe('odd text', () => {
  it.each([
    '|',
    '\uFEFF|',
    'FROM|',
    'ENV|',
    '<<EOF\n|',
    'FROM a\nRUN <<EOF\n/opt/ml/|\nEOF',
    '\\\n\\\n|',
    'FROM \\\n|',
    'LABEL "|',
  ])('%j throws nothing', (marked) => {
    for (const item of complete(marked)) expect(item.textEdit).toBeDefined();
  });
});
