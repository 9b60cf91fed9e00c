import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, Range, SnippetTextEdit, TextDocumentEdit, TextEdit } from 'vscode-languageserver-types';
import { describe, expect, it } from 'vitest';
import { computeCodeActions } from '../../../../server/src/features/code-actions';
import type { EditTarget } from '../../../../server/src/features/workspace-edit';
import type { Edit, Finding } from '../../../../server/src/lint/finding';
import { toDiagnostic } from '../../../../server/src/lsp/to-diagnostic';
import { viewOf } from './view-of';
import type { ViewOptions } from './view-of';

const TARGET: EditTarget = {
  documentChanges: true,
  snippetEdits: false,
  pathToUri: (path) => `file://${path}`,
  read: () => undefined,
};

/** A finding on the first place in the text where the word stands. */
function finding(text: string, word: string, rest: Partial<Finding> = {}): Finding {
  const document = TextDocument.create('', '', 0, text);
  const offset = text.indexOf(word);
  const range = { start: document.positionAt(offset), end: document.positionAt(offset + word.length) };
  return {
    rule: 'some-rule',
    requirements: [],
    severity: 'warning',
    message: 'm',
    range,
    related: [],
    fixes: [],
    tags: [],
    ...rest,
  };
}

function actionsOf(
  text: string,
  findings: readonly Finding[],
  options: { range?: Range; only?: string[]; view?: ViewOptions; target?: Partial<EditTarget> } = {},
): CodeAction[] {
  const view = viewOf(text, { findings, ...options.view });
  const current = findings.map((it, index) =>
    toDiagnostic(it, index, { uri: view.uri, pathToUri: TARGET.pathToUri, relatedInformation: true, tags: true }),
  );
  const range = options.range ??
    findings[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return computeCodeActions(
    view,
    { range, only: options.only, shown: current, current },
    { ...TARGET, ...options.target },
  );
}

/** The Dockerfile after the action. */
function applied(text: string, action: CodeAction | undefined): string {
  const edits = (action?.edit?.documentChanges ?? []) as TextDocumentEdit[];
  const own = edits.filter((it) => it.textDocument.uri === 'file:///w/Dockerfile').flatMap((it) => it.edits);
  return TextDocument.applyEdits(TextDocument.create('', '', 0, text), own as TextEdit[]);
}

const titles = (actions: readonly CodeAction[]): string[] => actions.map((it) => it.title);
const titled = (actions: readonly CodeAction[], start: string): CodeAction | undefined =>
  actions.find((it) => it.title.startsWith(start));

describe('quick fixes', () => {
  const text = 'FROM a\nRUN bad\nRUN worse\n';
  const edit: Edit = { file: undefined, range: finding(text, 'bad').range, text: 'good' };
  const bad = finding(text, 'bad', {
    fixes: [
      { title: 'Perhaps', edits: [{ ...edit, text: 'better' }], safe: false },
      { title: 'Make it good', edits: [edit], safe: true },
      { title: 'Make it best', edits: [{ ...edit, text: 'best' }], safe: true },
    ],
  });

  it('come first, in order, and the first safe one is preferred', () => {
    const actions = actionsOf(text, [bad, finding(text, 'worse')]);
    expect(titles(actions)).toEqual([
      'Perhaps',
      'Make it good',
      'Make it best',
      'Ignore some-rule on this instruction',
      'Ignore some-rule in this file',
    ]);
    expect(actions.map((it) => it.isPreferred)).toEqual([undefined, true, undefined, undefined, undefined]);
    expect(actions[1]?.diagnostics).toMatchObject([{ code: 'some-rule', data: { finding: 0 } }]);
    expect(applied(text, actions[1])).toBe('FROM a\nRUN good\nRUN worse\n');
  });
  it('are given for a caret at the end of the squiggle, and not elsewhere', () => {
    expect(actionsOf(text, [bad], { range: { start: bad.range.end, end: bad.range.end } })).not.toEqual([]);
    const elsewhere = { line: 2, character: 1 };
    expect(actionsOf(text, [bad], { range: { start: elsewhere, end: elsewhere } })).toEqual([]);
  });
  it('reach into other files', () => {
    const other: Edit = { file: '/w/serve', range: bad.range, text: 'x' };
    const [action] = actionsOf(text, [{ ...bad, fixes: [{ title: 'Both', edits: [edit, other], safe: true }] }]);
    expect(action?.edit?.documentChanges).toMatchObject([
      { textDocument: { uri: 'file:///w/Dockerfile', version: 3 } },
      { textDocument: { uri: 'file:///w/serve', version: null } },
    ]);
  });
  it('are left out when only other kinds are asked for', () => {
    expect(actionsOf(text, [bad], { only: ['refactor'] })).toEqual([]);
    expect(titles(actionsOf(text, [bad], { only: ['quickfix'] }))).toContain('Make it good');
  });
});

describe('fix-all', () => {
  const text = 'FROM a\nRUN bad\nRUN worse\n';
  const fix = (word: string, safe: boolean): Finding => {
    const it = finding(text, word);
    return { ...it, fixes: [{ title: 'Fix', edits: [{ file: undefined, range: it.range, text: 'good' }], safe }] };
  };
  it.each([['source.fixAll.sagemaker'], ['source.fixAll'], ['source']])(
    'is given when %s is asked for, wherever the caret is',
    (kind) => {
      const at = { line: 0, character: 0 };
      const actions = actionsOf(text, [fix('bad', true), fix('worse', true)], {
        only: [kind],
        range: { start: at, end: at },
      });
      expect(actions.map((it) => it.kind)).toEqual(['source.fixAll.sagemaker']);
      expect(applied(text, actions[0])).toBe('FROM a\nRUN good\nRUN good\n');
    },
  );
  it('is not offered in the light bulb, for another kind, or without a safe fix', () => {
    expect(actionsOf(text, [fix('bad', true)]).map((it) => it.kind)).not.toContain('source.fixAll.sagemaker');
    expect(actionsOf(text, [fix('bad', true)], { only: ['source.fixAll.eslint'] })).toEqual([]);
    expect(actionsOf(text, [fix('bad', false)], { only: ['source.fixAll'] })).toEqual([]);
  });
});

describe('ignoring on an instruction', () => {
  const ignored = (text: string, word: string, rule = 'some-rule'): string =>
    applied(text, titled(actionsOf(text, [finding(text, word, { rule })]), `Ignore ${rule} on this`));

  it('puts a comment above, with the indentation', () => {
    expect(ignored('FROM a\n\n  RUN bad\n', 'bad')).toBe(
      'FROM a\n\n  # sagemaker: ignore=some-rule reason=reviewed\n  RUN bad\n',
    );
  });
  it('puts it above the first line of a continued instruction', () => {
    expect(ignored('FROM a\nRUN x \\\n  && bad\n', 'bad')).toBe(
      'FROM a\n# sagemaker: ignore=some-rule reason=reviewed\nRUN x \\\n  && bad\n',
    );
  });
  it('follows the line ends', () => {
    expect(ignored('FROM a\r\nRUN bad\r\n', 'bad')).toBe(
      'FROM a\r\n# sagemaker: ignore=some-rule reason=reviewed\r\nRUN bad\r\n',
    );
  });
  it.each([
    ['# sagemaker: ignore=other reason=why', '# sagemaker: ignore=other,some-rule reason=why'],
    ['#sagemaker:ignore=other', '#sagemaker:ignore=other,some-rule'],
    ['# sagemaker: ignore=other, third reason=x', '# sagemaker: ignore=other, third,some-rule reason=x'],
  ])('makes %j longer', (before, after) => {
    expect(ignored(`FROM a\n${before}\n# note\nRUN bad\n`, 'bad')).toBe(`FROM a\n${after}\n# note\nRUN bad\n`);
  });
  it('leaves a directive of another instruction, and one for the file, alone', () => {
    const text = '# sagemaker: ignore-file=x reason=y\nFROM a\n# sagemaker: ignore=other reason=y\nRUN b\nRUN bad\n';
    expect(ignored(text, 'bad')).toBe(
      text.replace('RUN bad', '# sagemaker: ignore=some-rule reason=reviewed\nRUN bad'),
    );
  });
  it('is one action for two findings of a rule on one instruction', () => {
    const text = 'FROM a\nRUN bad worse\n';
    const whole = { start: { line: 1, character: 0 }, end: { line: 1, character: 13 } };
    const actions = actionsOf(text, [finding(text, 'bad'), finding(text, 'worse')], { range: whole });
    expect(titles(actions)).toEqual(['Ignore some-rule on this instruction', 'Ignore some-rule in this file']);
    expect(actions[0]?.diagnostics).toHaveLength(2);
  });
  it('has the reason as a placeholder for clients that take snippets', () => {
    const text = 'FROM a\nRUN bad\n';
    const action = titled(
      actionsOf(text, [finding(text, 'bad')], { target: { snippetEdits: true } }),
      'Ignore some-rule on this',
    );
    const [edit] = ((action?.edit?.documentChanges ?? []) as TextDocumentEdit[])[0]?.edits ?? [];
    expect((edit as SnippetTextEdit).snippet).toEqual({
      kind: 'snippet',
      value: '# sagemaker: ignore=some-rule reason=${1:reviewed}\n',
    });
  });
  it.each(['unused-ignore', 'bad-directive'])('makes no sense for %s', (rule) => {
    const text = 'FROM a\n# sagemaker: ignore=x\nRUN y\n';
    expect(actionsOf(text, [finding(text, 'ignore=x', { rule })])).toEqual([]);
  });
});

describe('ignoring in the file', () => {
  const ignored = (text: string): string =>
    applied(text, titled(actionsOf(text, [finding(text, 'bad')]), 'Ignore some-rule in this file'));
  const LINE = '# sagemaker: ignore-file=some-rule reason=reviewed';
  it('goes to the top', () => {
    expect(ignored('# mine\nFROM a\nRUN bad\n')).toBe(`${LINE}\n# mine\nFROM a\nRUN bad\n`);
  });
  it('stays below parser directives', () => {
    expect(ignored('# syntax=docker/dockerfile:1\n# escape=`\n\nFROM a\nRUN bad\n')).toBe(
      `# syntax=docker/dockerfile:1\n# escape=\`\n${LINE}\n\nFROM a\nRUN bad\n`,
    );
  });
  it('stays behind a byte order mark', () => {
    expect(ignored('\uFEFFFROM a\nRUN bad\n')).toBe(`\uFEFF${LINE}\nFROM a\nRUN bad\n`);
  });
  it('makes an existing one longer', () => {
    expect(ignored('# sagemaker: ignore-file=other reason=x\nFROM a\nRUN bad\n')).toBe(
      '# sagemaker: ignore-file=other,some-rule reason=x\nFROM a\nRUN bad\n',
    );
  });
});

describe('declaring the role', () => {
  const text = 'FROM a\nRUN b\n';
  const at = (line: number): Range => ({ start: { line, character: 0 }, end: { line, character: 0 } });
  it('is offered at FROM when roles were inferred, in the order of roles', () => {
    const actions = actionsOf(text, [], { range: at(0), view: { roles: ['inference', 'training'] } });
    expect(titles(actions)).toEqual(['Declare the role of this Dockerfile: training, inference']);
    expect(applied(text, actions[0])).toBe(`# sagemaker: roles=training,inference\n${text}`);
  });
  it('is offered beside a finding', () => {
    const actions = actionsOf(text, [finding(text, 'RUN b')], { view: { roles: ['training'] } });
    expect(titles(actions).at(-1)).toBe('Declare the role of this Dockerfile: training');
  });
  it('is not offered elsewhere, when declared, or without a role', () => {
    expect(actionsOf(text, [], { range: at(1), view: { roles: ['training'] } })).toEqual([]);
    expect(actionsOf(text, [], { range: at(0), view: { roles: ['training'], declared: true } })).toEqual([]);
    expect(actionsOf(text, [], { range: at(0) })).toEqual([]);
  });
});
