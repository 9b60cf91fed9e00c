import assert from 'node:assert/strict';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { fileUri } from '../support';

type Results = Readonly<Record<string, number>> | undefined;

const SOCKET = /^unix:\/\/(.*)/.exec(process.env['DOCKER_HOST'] ?? '')?.[1] ?? '/var/run/docker.sock';
const FILTERS = encodeURIComponent(JSON.stringify({ label: ['com.sagemaker-containers.window=vscode-tests'] }));

/** Containers of contract tests that the engine has, running or not. */
async function containers(): Promise<string> {
  return new Promise((resolve, reject) => {
    const path = `/containers/json?all=true&filters=${FILTERS}`;
    request({ socketPath: SOCKET, path }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => {
        resolve(text.trim());
      });
    })
      .on('error', reject)
      .end();
  });
}

suite('Contract tests', () => {
  const folder = fileUri('contract');
  const dockerfile = vscode.Uri.joinPath(folder, 'Dockerfile');
  const write = (...lines: readonly string[]): Thenable<void> =>
    vscode.workspace.fs.writeFile(dockerfile, Buffer.from(`${lines.join('\n')}\n`));
  const run = (): Thenable<Results> => vscode.commands.executeCommand('sagemaker.testContract', dockerfile);
  const trainer = (...lines: readonly string[]): Thenable<void> =>
    write('# sagemaker: roles=training', 'FROM sm-test-tiny:1', ...lines);
  const noEngine = process.env['DOCKER_HOST'] === undefined && process.env['CI'] === undefined;

  teardown(async () => {
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  test('a Dockerfile that is not for SageMaker is not tested', async () => {
    await write('FROM node');
    assert.equal(await run(), undefined);
  });

  test('the Test Explorer finds Dockerfiles that nobody opened', async () => {
    await trainer();
    await vscode.commands.executeCommand('workbench.view.testing.focus');
    await vscode.commands.executeCommand('testing.refreshTests');
    const listed: unknown = await vscode.commands.executeCommand('vscode.testing.getTestsInFile', dockerfile);
    assert.ok(JSON.stringify(listed).includes(dockerfile.toString()), JSON.stringify(listed));
  });

  test('what does not build has no results', async function () {
    if (noEngine) this.skip();
    this.timeout(120_000);
    await trainer('RUN exit 3');
    assert.equal(await run(), undefined);
  });

  test('the image is built and tested, and its results are kept', async function () {
    if (noEngine) this.skip();
    this.timeout(240_000);
    await trainer('ENTRYPOINT ["/opt/program/train"]');
    const good = await run();
    assert.equal(good?.['failed'], 0, JSON.stringify(good));
    assert.ok((good['passed'] ?? 0) > 0, JSON.stringify(good));
    const listed: unknown = await vscode.commands.executeCommand('vscode.testing.getTestsInFile', dockerfile);
    assert.ok(JSON.stringify(listed).includes(dockerfile.toString()), JSON.stringify(listed));

    await trainer('ENTRYPOINT ["/bin/sh", "-c", "exit 3"]');
    const bad = await run();
    assert.ok((bad?.['failed'] ?? 0) > 0, JSON.stringify(bad));
  });

  test('cancelling leaves nothing', async function () {
    if (noEngine) this.skip();
    this.timeout(120_000);
    await trainer('ENTRYPOINT ["/bin/sh", "-c", "sleep 300"]');
    const running = run();
    while ((await containers()) === '[]') await sleep(100);
    await vscode.commands.executeCommand('testing.cancelRun');
    await running;
    assert.equal(await containers(), '[]');
  });
});
