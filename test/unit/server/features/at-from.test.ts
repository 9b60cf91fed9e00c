import { describe, expect, it } from 'vitest';
import type { Role } from '../../../../contract/roles';
import type { CopySource, CopyStep, FileSystem } from '../../../../server/src/context/types';
import { computeCodeLenses } from '../../../../server/src/features/code-lenses';
import { computeDocumentLinks } from '../../../../server/src/features/document-links';
import { computeInlayHints } from '../../../../server/src/features/inlay-hints';
import { computeStatus } from '../../../../server/src/features/status';
import type { Finding, Severity } from '../../../../server/src/lint/finding';
import type { CommandId } from '../../../../server/src/lsp/messages';
import { URI, viewOf } from './view-of';

const ECR = '763104351884.dkr.ecr.us-east-1.amazonaws.com';
const EVERYTHING = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } };

function finding(severity: Severity, safe = false): Finding {
  const fixes = [{ title: 'Fix', edits: [{ file: undefined, range, text: '' }], safe }];
  return { rule: `rule-${severity}`, requirements: [], severity, message: '', range, related: [], fixes, tags: [] };
}

describe('inlay hints', () => {
  const hints = (text: string, where = EVERYTHING): unknown[] =>
    computeInlayHints(viewOf(text), where).map((it) => [it.label, it.position]);
  it('say at the end of FROM what the image is', () => {
    const image = `${ECR}/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker`;
    expect(hints(`FROM ${image} AS x\n`)).toEqual([
      [
        expect.stringMatching(/^PyTorch 2\.6\.0 training · GPU · support(ed until| {2}ended|ed| ended) \d{4}-\d\d$/),
        { line: 0, character: 10 + image.length },
      ],
    ]);
  });
  it('say nothing about other images, stages, and FROMs that are not shown', () => {
    const text = `FROM python:3.12\nFROM ${ECR}/pytorch-training:2.6.0-gpu-py312 AS x\nFROM x\n`;
    expect(hints(text)).toHaveLength(1);
    expect(hints(text, { start: { line: 2, character: 0 }, end: { line: 2, character: 9 } })).toEqual([]);
  });
  it('name both kinds of an image for both', () => {
    expect(hints('FROM 683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1\n')[0]).toEqual([
      expect.stringMatching(/^XGBoost 1\.7-1 training and inference/),
      expect.anything(),
    ]);
  });
});

describe('code lenses', () => {
  const ALL = new Set<CommandId>(['sagemaker.declareRole', 'sagemaker.fixAll', 'sagemaker.showRuleDocumentation']);
  const lenses = (findings: readonly Finding[], commands: ReadonlySet<CommandId> = ALL) =>
    computeCodeLenses(viewOf('FROM a AS b\nFROM b\n', { findings, roles: ['inference', 'training'] }), commands).map(
      (it) => [it.range.start.line, it.command?.title, it.command?.command, it.command?.arguments],
    );
  it('stand above the stage that is built', () => {
    expect(lenses([])).toEqual([[1, 'Roles: training, inference', 'sagemaker.declareRole', [URI]]]);
  });
  it('count findings, gravest first, and lead to the rule of the gravest', () => {
    expect(lenses([finding('hint'), finding('warning'), finding('error'), finding('warning')])[1]).toEqual([
      1,
      '1 error, 2 warnings, 1 hint',
      'sagemaker.showRuleDocumentation',
      ['rule-error'],
    ]);
  });
  it('offer to fix what is safe', () => {
    expect(lenses([finding('warning', true)])[1]).toEqual([
      1,
      '1 warning · Fix what is safe',
      'sagemaker.fixAll',
      [URI],
    ]);
  });
  it('use only commands that the client has', () => {
    expect(lenses([finding('warning', true)], new Set<CommandId>(['sagemaker.showRuleDocumentation']))).toEqual([
      [1, '1 warning', 'sagemaker.showRuleDocumentation', ['rule-warning']],
    ]);
    expect(lenses([finding('warning', true)], new Set())).toEqual([]);
  });
  it('offer to debug after what is run, as the roles go', () => {
    const wanted: readonly CommandId[] = [
      'sagemaker.trainLocally',
      'sagemaker.serveLocally',
      'sagemaker.debugTraining',
      'sagemaker.debugServing',
    ];
    const commands = new Set(wanted);
    const of = (roles: readonly Role[]) =>
      computeCodeLenses(viewOf('FROM a\n', { roles }), commands).map((it) => it.command?.command);
    expect(of(['training', 'inference'])).toEqual(wanted);
    expect(of(['inference'])).toEqual(['sagemaker.serveLocally', 'sagemaker.debugServing']);
    expect(of(['processing'])).toEqual([]);
  });
  it('are absent where no role is known', () => {
    expect(computeCodeLenses(viewOf('FROM a\n'), ALL)).toEqual([]);
    expect(computeCodeLenses(viewOf(''), ALL)).toEqual([]);
  });
});

describe('document links', () => {
  it('lead from a prebuilt image to its page', () => {
    const view = viewOf(`FROM ${ECR}/pytorch-training:2.6.0-gpu-py312\nFROM python:3.12\n`);
    expect(computeDocumentLinks(view, (path) => path)).toEqual([
      {
        range: {
          start: { line: 0, character: 5 },
          end: { line: 0, character: 5 + ECR.length + '/pytorch-training:2.6.0-gpu-py312'.length },
        },
        target: 'https://docs.aws.amazon.com/sagemaker/latest/dg/docker-containers-prebuilt.html',
        tooltip: 'PyTorch on SageMaker',
      },
    ]);
  });

  it('lead from a source to its file, if it is one', () => {
    const text = 'FROM a\nCOPY train.py folder *.txt gone.py /x/\nCOPY --from=a train.py /y\n';
    const [, copy, from] = viewOf(text).result.subject?.dockerfile.instructions ?? [];
    if (!copy || !from) throw new Error('no COPY');
    const source = (index: number, state: CopySource['state'] = 'found'): CopySource => ({
      pattern: copy.words[index]?.raw,
      range: copy.words[index]?.range ?? range,
      state,
    });
    const sources = [source(0), source(1), source(2), source(3, 'missing')];
    const copies: CopyStep[] = [
      { instruction: copy, from: undefined, sources, destination: '/x/' },
      { instruction: from, from: 'a', sources: [source(0, 'unchecked')], destination: '/y' },
    ];
    const fs: FileSystem = {
      stat: (path) =>
        path === '/w/train.py'
          ? { type: 'file', size: 1, executable: false }
          : path === '/w/folder'
            ? { type: 'directory', size: 0, executable: true }
            : undefined,
      read: () => undefined,
      list: () => [],
    };
    expect(computeDocumentLinks(viewOf(text, { copies, fs }), (path) => `file://${path}`)).toEqual([
      { range: copy.words[0]?.range, target: 'file:///w/train.py' },
    ]);
  });
});

describe('status', () => {
  it('counts, and names roles with their evidence', () => {
    const view = viewOf('FROM a\n', {
      findings: [finding('error'), finding('hint'), finding('error')],
      roles: ['training'],
    });
    expect(computeStatus(view, true)).toEqual({
      uri: URI,
      roles: ['training'],
      evidence: ['evidence of training'],
      findings: { error: 2, warning: 0, info: 0, hint: 1 },
      state: 'ready',
    });
  });
  it('is empty for a file without FROM, and says when linting is off', () => {
    expect(computeStatus(viewOf(''), false)).toEqual({
      uri: URI,
      roles: [],
      evidence: [],
      findings: { error: 0, warning: 0, info: 0, hint: 0 },
      state: 'off',
    });
  });
});
