import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type {
  CodeAction,
  CompletionList,
  Diagnostic,
  DocumentDiagnosticReport,
  Hover,
  InlayHint,
  TextDocumentEdit,
} from 'vscode-languageserver/node';
import { buildServer, TestClient } from './start-server';
import type { ClientOptions } from './start-server';

/** What the linter says about its own comments does not depend on any rule. */
const TYPO = '# sagemaker: ignore=made-up-rule reason=none\n';
const IMAGE =
  '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker';
const PULL = {
  textDocument: { diagnostic: { relatedInformation: true } },
  workspace: { diagnostics: { refreshSupport: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
} as const;

let client: TestClient;

async function start(options: ClientOptions = {}): Promise<TestClient> {
  client = await TestClient.start(options);
  return client;
}

async function pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
  return client.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri }, previousResultId });
}

function items(report: DocumentDiagnosticReport): Diagnostic[] {
  if (report.kind !== 'full') throw new Error('expected a full report');
  return report.items;
}

beforeAll(buildServer, 60_000);
afterEach(async () => {
  await client.stop();
});

describe('start and end', () => {
  it('offers pull diagnostics only to a client that pulls', async () => {
    const { capabilities } = (await start({ capabilities: PULL })).initialized;
    expect(capabilities.diagnosticProvider).toMatchObject({ interFileDependencies: true });
    expect(capabilities.textDocumentSync).toMatchObject({ change: 2 });
    expect(capabilities.codeLensProvider).toBeUndefined();
    await client.stop();
    expect((await start()).initialized.capabilities.diagnosticProvider).toBeUndefined();
  });

  it('ends with 0 after shutdown', async () => {
    await start();
    expect(await client.stop()).toBe(0);
  });

  it('ends with 1 when the client goes away without a word', async () => {
    await start();
    const ended = new Promise((resolve) => client.process.once('exit', resolve));
    client.process.stdin?.end();
    expect(await ended).toBe(1);
  });

  it('talks over standard input and output when no transport is named', async () => {
    await start({ transport: [] });
    expect(client.initialized.serverInfo?.name).toBe('sagemaker-containers');
  });
});

describe('pull diagnostics', () => {
  it('reports on unsaved text, says unchanged, and follows incremental edits', async () => {
    await start({ capabilities: PULL });
    const uri = await client.open('Dockerfile', `FROM scratch\n${TYPO}COPY a /a\n`);
    const first = await pull(uri);
    const [diagnostic] = items(first);
    expect(diagnostic).toMatchObject({ source: 'sagemaker', code: 'unused-ignore', severity: 4 });
    expect(diagnostic?.range.start).toEqual({ line: 1, character: TYPO.indexOf('made-up') });
    expect(diagnostic?.codeDescription?.href).toContain('unused-ignore');

    expect(await pull(uri, first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });

    const change = (version: number, start: object, end: object, text: string) =>
      client.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ range: { start, end }, text }],
      });
    await change(2, { line: 2, character: 6 }, { line: 2, character: 6 }, 'b');
    expect((await pull(uri, first.resultId)).kind).toBe('unchanged');
    await change(3, { line: 1, character: 0 }, { line: 2, character: 0 }, '');
    const last = await pull(uri, first.resultId);
    expect(items(last)).toEqual([]);
    expect(last.resultId).not.toBe(first.resultId);
    expect(client.published).toEqual([]);
  });

  it('answers for documents it does not know, and for others than Dockerfiles', async () => {
    await start({ capabilities: PULL });
    expect(items(await pull(client.uri('never-opened')))).toEqual([]);
    const uri = await client.open('notes.md', TYPO, 'markdown');
    expect(items(await pull(uri))).toEqual([]);
    expect(
      items(await pull(await client.open('untitled:Untitled-1', `FROM scratch\n${TYPO}COPY a /a\n`))),
    ).toHaveLength(1);
  });
});

describe('the rules', () => {
  it('speak where SageMaker is meant, and follow the files of the build context', async () => {
    await start({ capabilities: PULL, files: { train: '#!/bin/sh\nexit 0\n' } });
    const text =
      '# sagemaker: roles=training\nFROM python:3.12\nENV PATH="/opt/program:${PATH}"\nCOPY train /opt/program/train\n';
    const uri = await client.open('Dockerfile', text);
    expect(items(await pull(uri)).map((it) => it.code)).toContain('program-is-executable');
    chmodSync(join(client.folder, 'train'), 0o755);
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: client.uri('train'), type: 2 }],
    });
    await client.until('refresh', () => client.refreshes === 1);
    expect(items(await pull(uri)).map((it) => it.code)).not.toContain('program-is-executable');
  });

  it('are silent about an ordinary Dockerfile', async () => {
    await start({ capabilities: PULL });
    const uri = await client.open(
      'Dockerfile',
      'FROM node:22\nWORKDIR /app\nCOPY . .\nEXPOSE 3000\nCMD ["node", "app.js"]\n',
    );
    expect(items(await pull(uri))).toEqual([]);
  });
});

describe('push diagnostics', () => {
  it('publishes for clients that do not pull, once per burst, and clears on close', async () => {
    await start();
    const uri = await client.open('Dockerfile', `FROM scratch\n${TYPO}COPY a /a\n`);
    for (let version = 2; version <= 20; version++) {
      await client.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ text: `FROM scratch\n${TYPO}COPY a /a${version}\n` }],
      });
    }
    await client.until('diagnostics', () => client.published.some((it) => it.version === 20));
    expect(client.published.length).toBeLessThan(20);
    expect(client.published.at(-1)?.diagnostics[0]?.code).toBe('unused-ignore');
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    await client.until('clearing', () => client.published.at(-1)?.diagnostics.length === 0);
    expect(client.published.at(-1)?.uri).toBe(uri);
  });

  it('stays silent about other documents', async () => {
    await start();
    const other = await client.open('notes.md', TYPO, 'markdown');
    const uri = await client.open('x.Dockerfile', `FROM scratch\n${TYPO}COPY a /a\n`, 'plaintext');
    await client.until('diagnostics', () => client.published.length > 0);
    expect(client.published.map((it) => it.uri)).toEqual([uri]);
    expect(client.published.map((it) => it.uri)).not.toContain(other);
  });
});

describe('settings', () => {
  it('asks per document, forgets on change, and tells the status', async () => {
    let enable = true;
    await start({
      capabilities: { ...PULL, workspace: { ...PULL.workspace, configuration: true } },
      configuration: () => ({ lint: { enable } }),
    });
    const uri = await client.open('Dockerfile', `FROM scratch\n${TYPO}COPY a /a\n`);
    const first = await pull(uri);
    expect(items(first)).toHaveLength(1);
    expect(client.statuses.at(-1)).toEqual({
      uri,
      roles: [],
      evidence: [],
      findings: { error: 0, warning: 0, info: 0, hint: 1 },
      state: 'ready',
    });
    enable = false;
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await client.until('refresh', () => client.refreshes === 1);
    expect(items(await pull(uri, first.resultId))).toEqual([]);
    expect(client.statuses.at(-1)).toMatchObject({ state: 'off', findings: { hint: 0 } });
  });

  it('takes initializationOptions and pushed settings where the client can not be asked', async () => {
    await start({ initializationOptions: { lint: { rules: { 'unused-ignore': 'off' } } } });
    const uri = await client.open('Dockerfile', `FROM scratch\n${TYPO}COPY a /a\n`);
    await client.until('diagnostics', () => client.published.length === 1);
    expect(client.published[0]?.diagnostics).toEqual([]);
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { sagemaker: {} } });
    await client.until('diagnostics', () => client.published.length === 2);
    expect(client.published[1]).toMatchObject({ uri, diagnostics: [{ code: 'unused-ignore' }] });
  });
});

describe('files of the build context', () => {
  const FILES = { Dockerfile: '', 'train.py': 'print(1)\n', 'elsewhere/x.py': '' };
  const changed = (name: string) =>
    client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: client.uri(name), type: 2 }],
    });

  it('watches what the linter reads, and asks for new diagnostics when such a file changes', async () => {
    await start({ capabilities: PULL, files: FILES });
    await client.until('registration', () =>
      client.registrations.some((it) => it.method === 'workspace/didChangeWatchedFiles'),
    );
    const uri = await client.open(
      'Dockerfile',
      'FROM python:3.12\nCOPY train.py /opt/ml/code/train.py\nENV SAGEMAKER_PROGRAM=train.py\n',
    );
    await pull(uri);
    await changed('train.py');
    await client.until('refresh', () => client.refreshes === 1);
  });

  it('reads the project file again', async () => {
    await start({ capabilities: PULL, files: FILES });
    const uri = await client.open('Dockerfile', 'FROM python:3.12\nCOPY train.py /app/\n');
    await pull(uri);
    expect(client.statuses.at(-1)?.roles).toEqual([]);
    mkdirSync(join(client.folder, '.sagemaker'));
    writeFileSync(
      join(client.folder, '.sagemaker/containers.json'),
      JSON.stringify({ containers: { Dockerfile: { roles: ['processing'] } } }),
    );
    await changed('.sagemaker/containers.json');
    await client.until('refresh', () => client.refreshes === 1);
    await pull(uri);
    expect(client.statuses.at(-1)?.roles).toEqual(['processing']);
  });

  it('does not stir for files outside', async () => {
    await start({ capabilities: PULL, files: FILES });
    await pull(await client.open('Dockerfile', 'FROM python:3.12\nCOPY train.py /app/\n'));
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: 'file:///somewhere/else/train.py', type: 2 }],
    });
    await client.connection.sendRequest('textDocument/hover', {
      textDocument: { uri: client.uri('Dockerfile') },
      position: { line: 0, character: 0 },
    });
    expect(client.refreshes).toBe(0);
  });
});

describe('features', () => {
  const actions = (uri: string, line: number, only?: string[], diagnostics: Diagnostic[] = []): Promise<CodeAction[]> =>
    client.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: { line, character: 0 }, end: { line, character: 200 } },
      context: { diagnostics, ...(only ? { only } : {}) },
    });

  it('fixes from the light bulb and all at once', async () => {
    await start({
      capabilities: { ...PULL, workspace: { ...PULL.workspace, workspaceEdit: { documentChanges: true } } },
    });
    const uri = await client.open('Dockerfile', `FROM scratch\r\n${TYPO.trim()}\r\nCOPY a /a\r\n`);
    const shown = items(await pull(uri));
    const [fix] = await actions(uri, 1, undefined, shown);
    expect(fix).toMatchObject({ kind: 'quickfix', isPreferred: true, diagnostics: shown });
    const removal = { range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } }, newText: '' };
    const edit = fix?.edit?.documentChanges?.[0] as TextDocumentEdit;
    expect(edit).toEqual({ textDocument: { uri, version: 1 }, edits: [removal] });

    const all = await actions(uri, 2, ['source.fixAll']);
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({
      kind: 'source.fixAll.sagemaker',
      edit: { documentChanges: [{ edits: [removal] }] },
    });
    expect(await actions(uri, 0)).toEqual([]);
  });

  it('hovers, completes and hints', async () => {
    await start({ capabilities: PULL });
    const text = `FROM ${IMAGE}\nENV SAGEMAKER_PROGRAM=train.py\nCOPY train.py /opt/ml/code/\nCOPY x /opt/ml/\n`;
    const uri = await client.open('Dockerfile', text);
    const hover: Hover = await client.connection.sendRequest('textDocument/hover', {
      textDocument: { uri },
      position: { line: 2, character: 'COPY train.py /opt/ml/co'.length },
    });
    expect(hover.range).toEqual({ start: { line: 2, character: 14 }, end: { line: 2, character: 26 } });
    expect(JSON.stringify(hover.contents)).toContain('[Documentation](https:');
    const list: CompletionList = await client.connection.sendRequest('textDocument/completion', {
      textDocument: { uri },
      position: { line: 3, character: 'COPY x /opt/ml/'.length },
    });
    expect(list.items.map((item) => item.label)).toContain('/opt/ml/model');
    const hints: InlayHint[] = await client.connection.sendRequest('textDocument/inlayHint', {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 4, character: 0 } },
    });
    expect(hints[0]?.label).toContain('PyTorch 2.6.0 training · GPU');
  });

  it('gives lenses only with commands the client has', async () => {
    await start({ capabilities: PULL, initializationOptions: { commands: ['sagemaker.declareRole', 'rm.rf'] } });
    const uri = await client.open('Dockerfile', '# sagemaker: roles=training\nFROM scratch\n');
    expect(await client.connection.sendRequest('textDocument/codeLens', { textDocument: { uri } })).toContainEqual({
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 4 } },
      command: { title: 'Role: training', command: 'sagemaker.declareRole', arguments: [uri] },
    });
  });
});

describe('bad input', () => {
  it('survives nonsense and answers the next request', async () => {
    await start({ capabilities: PULL });
    const uri = await client.open('Dockerfile', '\0\uFEFF\uD800 FROM \\\n\\\n<<EOF\n`$(${${:-}');
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: 'file:///never', version: 1 },
      contentChanges: [],
    });
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [
        { range: { start: { line: 99, character: 99 }, end: { line: 999, character: 9 } }, text: '\nFROM a' },
      ],
    });
    for (const position of [
      { line: 0, character: 0 },
      { line: 99, character: 5 },
      { line: 2, character: 99 },
    ]) {
      expect(await client.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position })).toBeNull();
      await client.connection.sendRequest('textDocument/completion', { textDocument: { uri }, position });
    }
    await expect(client.connection.sendRequest('no/such/method', {})).rejects.toThrow();
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 3 },
      contentChanges: [{ text: `FROM scratch\n${TYPO}COPY a /a\n` }],
    });
    expect(items(await pull(uri))).toHaveLength(1);
  });
});
