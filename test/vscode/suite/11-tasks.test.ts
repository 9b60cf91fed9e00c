import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { fileUri } from '../support';
import { writeTasks } from '../tasks';

const FOLDER = 'tasks-folder';
const REQUEST = {
  TrainingJobName: 'task-train',
  AlgorithmSpecification: { TrainingImage: 'sm-test-tiny:1', TrainingInputMode: 'File' },
  RoleArn: 'arn:aws:iam::000000000000:role/local',
  OutputDataConfig: { S3OutputPath: 's3://local/output' },
  ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 30 },
  StoppingCondition: { MaxRuntimeInSeconds: 3600 },
};
const DOCKERFILE = `${FOLDER}/Dockerfile`;
const TASKS = [
  { type: 'sagemaker', action: 'build', dockerfile: DOCKERFILE, label: 'sm build' },
  { type: 'sagemaker', action: 'build', dockerfile: `${FOLDER}/broken.Dockerfile`, label: 'sm broken' },
  {
    type: 'sagemaker',
    action: 'train',
    request: `${FOLDER}/task.training-job.json`,
    args: ['epochs=2'],
    label: 'sm train',
    dependsOn: ['sm build'],
  },
];

suite('tasks', () => {
  const write = (name: string, ...lines: readonly string[]): Thenable<void> =>
    vscode.workspace.fs.writeFile(fileUri(name), Buffer.from(`${lines.join('\n')}\n`));

  suiteSetup(async function () {
    // On a laptop without Docker; in CI there is one.
    if (process.env['DOCKER_HOST'] === undefined && process.env['CI'] === undefined) this.skip();
    await write(DOCKERFILE, '# sagemaker: roles=training', 'FROM sm-test-tiny:1', 'ARG WHO=me');
    await write(`${FOLDER}/broken.Dockerfile`, '# sagemaker: roles=training', 'FROM sm-test-tiny:1', 'RUN exit 4');
    await write(`${FOLDER}/task.training-job.json`, JSON.stringify(REQUEST));
    await writeTasks(TASKS);
  });

  suiteTeardown(async () => {
    for (const name of [FOLDER, '.vscode/tasks.json']) {
      await Promise.resolve(vscode.workspace.fs.delete(fileUri(name), { recursive: true })).catch(() => undefined);
    }
  });

  /** Runs a task of tasks.json as its user does; the exit codes of all that end until it has ended itself. */
  const run = async (label: string): Promise<Readonly<Record<string, number | undefined>>> => {
    const codes: Record<string, number | undefined> = {};
    const ended = new Promise<void>((resolve) => {
      const subscription = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        codes[execution.task.name] = exitCode;
        if (execution.task.name !== label) return;
        subscription.dispose();
        resolve();
      });
    });
    await vscode.commands.executeCommand('workbench.action.tasks.runTask', label);
    await ended;
    return codes;
  };

  test('Dockerfiles with a role and request documents offer what can be done with them', async function () {
    this.timeout(60_000);
    const found = await vscode.tasks.fetchTasks({ type: 'sagemaker' });
    const names = found.map(({ name }) => name);
    for (const name of [`train: ${DOCKERFILE}`, `test: ${DOCKERFILE}`, `train: ${FOLDER}/task.training-job.json`]) {
      if (!names.includes(name)) assert.fail(`${name} is not among ${names.join('; ')}`);
    }
    assert.ok(!names.includes(`serve: ${DOCKERFILE}`), names.join('; '));
  });

  test('a failed build ends with 1, and its line is a problem', async function () {
    this.timeout(60_000);
    const uri = fileUri(`${FOLDER}/broken.Dockerfile`);
    const marked = new Promise<vscode.Diagnostic>((resolve) => {
      const subscription = vscode.languages.onDidChangeDiagnostics(() => {
        const [problem] = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'sagemaker build');
        if (problem === undefined) return;
        subscription.dispose();
        resolve(problem);
      });
    });
    assert.deepEqual(await run('sm broken'), { 'sm broken': 1 });
    const { range, message } = await marked;
    assert.equal(range.start.line, 2);
    assert.match(message, /exit code 4/);
  });

  test('a training waits for the build that it depends on, and ends as the job does', async function () {
    this.timeout(120_000);
    assert.deepEqual(await run('sm train'), { 'sm build': 0, 'sm train': 0 });
  });
});
