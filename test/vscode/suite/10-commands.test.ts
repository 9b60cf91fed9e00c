import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Ref } from '../../../client/src/connections/connection';
import type { SageMaker } from '../../../engine/src/sagemaker';
import { remove } from '../../../engine/src/session/by-kind';
import { fileUri, findingsWhen, open } from '../support';

const ANSWERS = { data: undefined, model: undefined, hyperparameters: { epochs: '1' }, gpu: false };

/** Resolves when the endpoint serves; rejects with the reason when it fails. */
async function inService(sagemaker: SageMaker, name: string): Promise<void> {
  const stop = new AbortController();
  const changes = sagemaker.watch(stop.signal);
  try {
    if ((await sagemaker.describeEndpoint(name)).EndpointStatus === 'Creating') {
      for await (const change of changes) if (change.name === name && change.status !== 'Creating') break;
    }
    const { EndpointStatus, FailureReason } = await sagemaker.describeEndpoint(name);
    assert.equal(EndpointStatus, 'InService', FailureReason);
  } finally {
    stop.abort();
  }
}

suite('commands on a Dockerfile', () => {
  const folder = fileUri('commands');
  const dockerfile = vscode.Uri.joinPath(folder, 'Dockerfile');
  const write = (...lines: readonly string[]): Thenable<void> =>
    vscode.workspace.fs.writeFile(dockerfile, Buffer.from(`${lines.join('\n')}\n`));
  const names = async (): Promise<readonly string[]> =>
    (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name).sort();

  suiteSetup(function () {
    // On a laptop without Docker; in CI there is one.
    if (process.env['DOCKER_HOST'] === undefined && process.env['CI'] === undefined) this.skip();
  });

  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  test('a build is tagged after the folder, and a failed one marks its line until the next', async function () {
    this.timeout(120_000);
    await write('FROM sm-test-tiny:1', 'RUN exit 3');
    // The command waits for no button of the message.
    assert.equal(await vscode.commands.executeCommand('sagemaker.buildImage', dockerfile), undefined);
    const problems = () => vscode.languages.getDiagnostics(dockerfile).filter((it) => it.source === 'sagemaker build');
    assert.deepEqual(
      problems().map(({ range }) => range.start.line),
      [1],
    );
    assert.match(problems()[0]?.message ?? '', /exit code 3/);
    await write('FROM sm-test-tiny:1', 'RUN true');
    assert.equal(await vscode.commands.executeCommand('sagemaker.buildImage', dockerfile), 'commands:latest');
    assert.deepEqual(problems(), []);
  });

  test('the first training writes its request, the next just runs', async function () {
    this.timeout(120_000);
    await write('# sagemaker: roles=training', 'FROM sm-test-tiny:1');
    const refs: Ref[] = [];
    for (const answers of [ANSWERS, undefined]) {
      const ref = await vscode.commands.executeCommand<Ref | undefined>('sagemaker.trainLocally', dockerfile, answers);
      assert.ok(ref, 'nothing was started');
      const said: string[] = [];
      for await (const { text } of (await ref.connection.sagemaker()).logs(ref.kind, ref.name)) said.push(text);
      assert.ok(said.includes('done'), said.join('\n'));
      refs.push(ref);
    }
    assert.deepEqual(await names(), ['Dockerfile', 'commands.local.json', 'commands.training-job.json']);
    assert.notEqual(refs[0]?.name, refs[1]?.name);
  });

  test('an endpoint is served, and its answer opens as a document', async function () {
    this.timeout(120_000);
    await write('# sagemaker: roles=inference', 'FROM sm-test-tiny:1');
    // Without this file the server of the tiny image does not answer /ping.
    const model = vscode.Uri.joinPath(folder, 'model');
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(model, 'model.json'), Buffer.from('{}'));
    const ref = await vscode.commands.executeCommand<Ref | undefined>('sagemaker.serveLocally', dockerfile, {
      ...ANSWERS,
      hyperparameters: {},
      model: model.fsPath,
    });
    assert.ok(ref, 'nothing was started');
    const sagemaker = await ref.connection.sagemaker();
    try {
      await inService(sagemaker, ref.name);
      const payload = { text: '{"a": 1}', contentType: 'application/json' };
      const answer = await vscode.commands.executeCommand<vscode.TextDocument | undefined>(
        'sagemaker.invokeEndpoint',
        ref,
        payload,
      );
      assert.ok(answer, 'no answer was opened');
      assert.equal(vscode.window.activeTextEditor?.document, answer);
      assert.match(answer.getText(), /"predictions"/);
    } finally {
      await remove(sagemaker, ref.kind, ref.name);
    }
  });

  test('lenses of the stage that is built say what it can be put to', async () => {
    await write('# sagemaker: roles=training', 'FROM sm-test-tiny:1', 'ENV TRAINING_JOB_NAME=mine');
    const { uri } = await open('commands/Dockerfile');
    // With its first finding, the server is there.
    await findingsWhen(uri, (found) => found.length > 0, 'a finding');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
    const titles = lenses.map(({ command }) => command?.title);
    assert.ok(titles.includes('Build') && titles.includes('Train') && titles.includes('Test contract'), String(titles));
    assert.ok(titles.includes('Debug training'), String(titles));
    assert.ok(!titles.includes('Serve') && !titles.includes('Debug serving'), String(titles));
  });
});
