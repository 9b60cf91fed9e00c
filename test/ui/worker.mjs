#!/usr/bin/env node
// The language server of vscode.dev: the browser bundle in a real web worker, spoken to as VS Code does. Node 20 is enough.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBrowser, tempRoot } from '../host/host.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const script = fs.readFileSync(path.join(root, 'dist/server.browser.js'), 'utf8');
const profile = tempRoot();
const { context, page } = await startBrowser(profile);
let failed = 0;
try {
  const diagnostics = await page.evaluate(runInPage, script);
  const codes = diagnostics.map((it) => it.code);
  if (!codes.includes('cmd-is-replaced'))
    throw new Error(`no finding in the worker, but ${JSON.stringify(diagnostics)}`);
  console.log('  ok  a broken Dockerfile is linted in a web worker');
} catch (error) {
  failed = 1;
  console.error(error);
} finally {
  await context.close();
  fs.rmSync(profile, { recursive: true, force: true });
}
const tally = { passed: 1 - failed, failed };
if (process.env.TEST_REPORT) fs.writeFileSync(process.env.TEST_REPORT, JSON.stringify(tally));
console.log(`${tally.passed} passed, ${tally.failed} failed, 0 skipped`);
process.exitCode = failed;

/** Initializes the worker, opens a Dockerfile, and resolves to its diagnostics. Runs in the page. */
function runInPage(source) {
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  const text = '# sagemaker: roles=inference\nFROM python:3.12-slim\nCMD ["gunicorn", "app:app"]\n';
  const textDocument = { uri: 'memfs:/work/Dockerfile', languageId: 'dockerfile', version: 1, text };
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('no answer within 20 s')), 20_000);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      if (data.method === 'textDocument/publishDiagnostics') resolve(data.params.diagnostics);
      // Requests of the server (configuration, registration) get an empty answer.
      else if (data.method && data.id !== undefined) worker.postMessage({ jsonrpc: '2.0', id: data.id, result: null });
      else if (data.id === 1) {
        worker.postMessage({ jsonrpc: '2.0', method: 'initialized', params: {} });
        worker.postMessage({ jsonrpc: '2.0', method: 'textDocument/didOpen', params: { textDocument } });
      }
    };
    const capabilities = { textDocument: { publishDiagnostics: {} } };
    worker.postMessage({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { processId: null, rootUri: null, capabilities },
    });
  });
}
