import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Connection, Ref } from '../../../client/src/connections/connection';
import type { ShownContainer } from '../../../client/src/views/containers-tree';
import type { RowNode, TreeNode } from '../../../client/src/views/nodes';
import { noJobs } from '../../../client/src/views/empty-roots';
import { JobTree } from '../../../client/src/views/tree';
import type { SageMaker } from '../../../engine/src/sagemaker';
import { memorySageMaker } from '../../../engine/src/testing/memory-sagemaker';
import { answering } from '../aws';
import { extension, fileUri } from '../support';

/** A label of a tree item is a text, or has one. */
function textOf(label: string | vscode.TreeItemLabel | undefined): string {
  return typeof label === 'object' ? label.label : (label ?? '');
}

interface Manifest {
  readonly contributes: {
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly description: string; readonly completionEvents?: readonly string[] }[];
    }[];
  };
}

const ROLE = 'arn:aws:iam::123456789012:role/r';
const JOBS = ['training-job', 'processing-job', 'transform-job'] as const;

function request(name: string) {
  return {
    TrainingJobName: name,
    RoleArn: ROLE,
    AlgorithmSpecification: { TrainingImage: 'churn:1', TrainingInputMode: 'File' as const },
    ResourceConfig: { InstanceType: 'ml.m5.large' as const, InstanceCount: 1, VolumeSizeInGB: 1 },
    OutputDataConfig: { S3OutputPath: 's3://b/out' },
    StoppingCondition: { MaxRuntimeInSeconds: 60 },
  };
}

suite('the views', () => {
  const noEngine = process.env['DOCKER_HOST'] === undefined && process.env['CI'] === undefined;

  /** What the Containers view shows now, by label. */
  async function containers(): Promise<ReadonlyMap<string, ShownContainer>> {
    const shown = await vscode.commands.executeCommand<readonly ShownContainer[]>('sagemaker.refreshContainers');
    return new Map(shown.map((one) => [textOf(one.item.label), one]));
  }

  suiteSetup(() => extension().activate());

  test('Containers, Jobs, Endpoints and Images open', async () => {
    const { contributes } = extension().packageJSON as Manifest;
    const ids = contributes.views['sagemaker']?.map(({ id }) => id) ?? [];
    assert.deepEqual(ids, ['sagemaker.containers', 'sagemaker.jobs', 'sagemaker.endpoints', 'sagemaker.images']);
    for (const id of ids) await vscode.commands.executeCommand(`${id}.focus`);
  });

  test('the walkthroughs name only commands that there are', async () => {
    const { contributes } = extension().packageJSON as Manifest;
    const known = await vscode.commands.getCommands(true);
    const steps = contributes.walkthroughs.flatMap((one) => one.steps);
    const named = steps.flatMap(({ description, completionEvents = [] }) => [
      ...[...description.matchAll(/command:([\w.]+)/g)].map(([, id = '']) => id),
      ...completionEvents.map((event) => event.replace('onCommand:', '')),
    ]);
    assert.ok(named.length > steps.length);
    assert.deepEqual(
      named.filter((id) => !known.includes(id)),
      [],
    );
  });

  test('Containers: Dockerfiles for SageMaker with roles and problems, no others', async () => {
    const shown = await containers();
    const dockerfile = shown.get('Dockerfile');
    assert.ok(dockerfile, [...shown.keys()].join(', '));
    assert.match(String(dockerfile.item.description), /^inference · \d+ problems?/);
    assert.match(String(dockerfile.item.contextValue), /^container\.inference$/);
    assert.equal(shown.has('web/Dockerfile'), false, 'a Dockerfile of something else');
    // The nearest Dockerfile above a request, going up.
    assert.ok(dockerfile.requests.includes('run/tiny.training-job.json'), dockerfile.requests.join(', '));
  });

  test('Containers: a Dockerfile that is declared and built says so; one that is deleted goes', async function () {
    if (noEngine) this.skip();
    this.timeout(120_000);
    const folder = fileUri('built');
    const dockerfile = vscode.Uri.joinPath(folder, 'Dockerfile');
    const text = '# sagemaker: roles=training\nFROM sm-test-tiny:1\n';
    await vscode.workspace.fs.writeFile(dockerfile, Buffer.from(text));
    try {
      const tag = await vscode.commands.executeCommand('sagemaker.buildImage', dockerfile);
      assert.equal(tag, 'built:latest');
      const item = (await containers()).get('built/Dockerfile')?.item;
      assert.match(String(item?.description), /^training .*· built \d+ (s|min) ago/);
      assert.ok(item?.tooltip instanceof vscode.MarkdownString);
      assert.match(item.tooltip.value, /Image: `built:latest`/);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.workspace.fs.delete(folder, { recursive: true });
    }
    assert.equal((await containers()).has('built/Dockerfile'), false);
  });

  test('a Dockerfile of the Containers view is revealed in the Explorer', async () => {
    await vscode.commands.executeCommand('sagemaker.containers.focus');
    await vscode.commands.executeCommand('sagemaker.revealContainer', fileUri('Dockerfile'));
  });

  suite('with jobs', () => {
    /** Jobs run until they are told to end. */
    let end: Map<string, (reason: string | undefined) => void>;
    let sagemaker: SageMaker;
    let connection: Connection & {
      kind: Connection['kind'];
      problem?: Connection['problem'];
      tuning?: Connection['tuning'];
    };
    let tree: JobTree;

    setup(() => {
      end = new Map();
      sagemaker = memorySageMaker({
        run: ({ name, stopped }) =>
          new Promise((resolve) => {
            end.set(name, resolve);
            stopped.addEventListener('abort', () => {
              resolve(undefined);
            });
          }),
      });
      connection = {
        id: 'memory',
        kind: 'local',
        label: 'Memory',
        sagemaker: () => Promise.resolve(sagemaker),
        onDidChange: new vscode.EventEmitter<never>().event,
      };
      const connections = { all: [connection], onDidChange: new vscode.EventEmitter<void>().event };
      tree = new JobTree(connections as never, JOBS, noJobs);
    });

    teardown(() => {
      tree.dispose();
    });

    async function nodes(): Promise<readonly TreeNode[]> {
      const [root] = await tree.getChildren();
      assert.ok(root);
      return tree.getChildren(root);
    }

    /** Label and command of each row below the connection. */
    async function shown(): Promise<readonly unknown[]> {
      const items = (await nodes()).map((node) => tree.getTreeItem(node));
      return items.map(({ label, command }) => [textOf(label), command?.command]);
    }

    async function rows(): Promise<readonly RowNode[]> {
      return (await nodes()).filter((node) => node.type === 'row');
    }

    async function ended(name: string, reason: string | undefined): Promise<void> {
      end.get(name)?.(reason);
      for await (const line of sagemaker.logs('training-job', name)) assert.ok(line);
    }

    test('an empty connection says what to do; a new request is offered only where it can run', async () => {
      assert.deepEqual(await shown(), [
        ['No jobs yet.', undefined],
        ['New Request File…', 'sagemaker.newRequest'],
      ]);
      connection.kind = 'aws';
      assert.deepEqual(await shown(), [['No jobs yet.', undefined]]);
    });

    test('a connection with a problem: the sentence first, then each way out, and no invitation to run', async () => {
      connection.problem = {
        headline: 'Docker can’t be used.',
        message: 'No Docker Engine answers.',
        remedy: 'Start it.',
        actions: [
          { title: 'Try Again', command: 'sagemaker.checkEngine', arguments: [] },
          { title: 'Check', command: 'sagemaker.checkMachine', arguments: [] },
        ],
      };
      const problem = [
        ['Docker can’t be used.', undefined],
        ['Try Again', 'sagemaker.checkEngine'],
        ['Check', 'sagemaker.checkMachine'],
      ];
      assert.deepEqual(await shown(), problem);
      const [sentence] = await nodes();
      assert.ok(sentence);
      const { tooltip, accessibilityInformation } = tree.getTreeItem(sentence);
      assert.equal(tooltip, 'Docker can’t be used.\nNo Docker Engine answers. Start it.');
      assert.equal(accessibilityInformation?.label, 'Docker can’t be used. No Docker Engine answers. Start it.');

      await sagemaker.createTrainingJob(request('churn'));
      tree.refresh();
      assert.deepEqual(await shown(), [...problem, ['churn', 'sagemaker.showLogs']]);
    });

    test('tuning jobs are read when they are opened, below each what it trained and reached', async () => {
      const asked: (string | undefined)[] = [];
      const counts = { completed: 1, running: 1, stopped: 0, failed: 1 };
      const common = { status: 'InProgress', created: new Date(), ended: undefined };
      const page = (name: string, token: string | undefined) => {
        asked.push(`${name} ${token ?? ''}`);
        return Promise.resolve(token === undefined ? 'more' : undefined);
      };
      connection.tuning = {
        list: async (token) => {
          const next = await page('list', token);
          const name = token === undefined ? 'newer' : 'older';
          const row = { kind: 'tuning-job', name, strategy: 'Bayesian', trainingJobs: counts, ...common } as const;
          return { rows: [row], next };
        },
        trainingJobs: async (name, token) => {
          const next = await page(name, token);
          const objective = { metric: 'loss', value: 0.25 };
          const row = { kind: 'training-job', name: 'churn', hyperparameters: {}, objective, ...common } as const;
          return { rows: [row], next };
        },
        describe: () => Promise.resolve({}),
        stop: () => Promise.resolve(),
      };
      await sagemaker.createTrainingJob(request('churn'));
      tree.setVisible(true);
      const group = (await nodes()).at(-1);
      assert.ok(group);
      assert.equal(textOf(tree.getTreeItem(group).label), 'Hyperparameter tuning');
      assert.deepEqual(asked, []);
      const [newer, more] = await tree.getChildren(group);
      assert.ok(newer && more?.type === 'more');
      await more.load();
      const all = (await tree.getChildren(group)).map((node) => tree.getTreeItem(node));
      assert.deepEqual(
        all.map(({ label, contextValue }) => [textOf(label), contextValue]),
        [
          ['newer', 'tuning.running.local'],
          ['older', 'tuning.running.local'],
        ],
      );
      assert.match(String(all[0]?.description), /^Bayesian · 1 of 3 done, 1 failed · /);
      const [trained] = await tree.getChildren(newer);
      assert.ok(trained);
      const item = tree.getTreeItem(trained);
      assert.match(String(item.description), /^loss 0\.25 · training/);
      // The same job stands among the jobs as well: no two rows have one id.
      const [row] = await rows();
      assert.notEqual(item.id, row && tree.getTreeItem(row).id);
      assert.deepEqual(asked, ['list ', 'list more', 'newer ']);
      tree.setFilter({ status: 'failed' });
      assert.ok(!(await nodes()).some(({ type }) => type === 'tuning-group'));
    });

    test('a job that runs can be stopped, one that is over deleted; below it is what it was', async () => {
      await sagemaker.createTrainingJob(request('churn'));
      const [running] = await rows();
      assert.ok(running);
      assert.equal(tree.getTreeItem(running).contextValue, 'job.training-job.running.local');
      await ended('churn', 'AlgorithmError: no data');
      tree.refresh();
      const [over] = await rows();
      assert.ok(over);
      assert.equal(tree.getTreeItem(over).contextValue, 'job.training-job.over.local');
      const details = (await tree.getChildren(over)).map((node) => tree.getTreeItem(node));
      const told = details.map(({ label, description }) => `${textOf(label)}: ${String(description)}`);
      assert.ok(told.includes('Reason: AlgorithmError: no data'), told.join('\n'));
      assert.ok(told.includes('Image: churn:1'));
      assert.ok(told.includes('Instance: ml.m5.large'));
    });

    test('filters and orders', async () => {
      for (const name of ['b-job', 'a-job', 'c-other']) await sagemaker.createTrainingJob(request(name));
      await ended('b-job', 'AlgorithmError: no data');
      const names = async () => (await rows()).map(({ row }) => row.name);
      tree.setFilter({ sort: 'name' });
      assert.deepEqual(await names(), ['a-job', 'b-job', 'c-other']);
      tree.setFilter({ name: 'job', sort: 'name' });
      assert.deepEqual(await names(), ['a-job', 'b-job']);
      tree.setFilter({ status: 'failed' });
      assert.deepEqual(await names(), ['b-job']);
      tree.setFilter({ name: 'nothing-like-it' });
      assert.deepEqual(await shown(), [
        ['Nothing that was read passes the filter.', undefined],
        ['Clear Filter', 'sagemaker.clearJobFilter'],
      ]);
    });

    test('those that are selected are stopped and deleted together, after one question', async () => {
      for (const name of ['one', 'two', 'over']) await sagemaker.createTrainingJob(request(name));
      await ended('over', undefined);
      const all = await rows();
      const [first] = all.filter(({ row }) => row.name !== 'over');
      const statuses = async () =>
        Promise.all(
          ['one', 'two', 'over'].map(async (name) => (await sagemaker.describeTrainingJob(name)).TrainingJobStatus),
        );
      const asked = await answering(
        () => undefined,
        () => vscode.commands.executeCommand('sagemaker.stopJob', first, all),
      );
      assert.equal(asked.length, 1);
      assert.match(asked[0]?.text ?? '', /^Stop .*(one, two|two, one)\?$/);
      assert.deepEqual(await statuses(), ['InProgress', 'InProgress', 'Completed'], 'cancelled');
      await answering(
        () => 'Stop',
        () => vscode.commands.executeCommand('sagemaker.stopJob', first, all),
      );
      for (const name of ['one', 'two']) await ended(name, undefined);
      assert.deepEqual(await statuses(), ['Stopped', 'Stopped', 'Completed']);
      tree.refresh();
      const over = await rows();
      await answering(
        () => 'Delete',
        () => vscode.commands.executeCommand('sagemaker.deleteJob', over[0], over),
      );
      tree.refresh();
      assert.deepEqual(await rows(), []);
    });
  });

  test('a job of this machine is in its tree with its log a click away', async function () {
    if (noEngine) this.skip();
    const ref = await vscode.commands.executeCommand<Ref | undefined>(
      'sagemaker.runRequest',
      fileUri('run/tiny.training-job.json'),
    );
    assert.ok(ref);
    const connections = { all: [ref.connection], onDidChange: new vscode.EventEmitter<void>().event };
    const tree = new JobTree(connections as never, JOBS, noJobs);
    try {
      const [root] = await tree.getChildren();
      assert.ok(root);
      const rows = (await tree.getChildren(root)).filter((node) => node.type === 'row');
      const row = rows.find((node) => node.row.name === ref.name);
      assert.ok(row);
      assert.equal(tree.getTreeItem(row).command?.command, 'sagemaker.showLogs');
      for await (const line of (await ref.connection.sagemaker()).logs(ref.kind, ref.name)) assert.ok(line);

      // As a request elsewhere it reads the same data.
      const folder = fileUri('saved');
      const to = vscode.Uri.joinPath(folder, 'again.training-job.json');
      await vscode.commands.executeCommand('sagemaker.saveAsRequestFile', row, to);
      const overlay = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, 'again.local.json'));
      assert.deepEqual(JSON.parse(Buffer.from(overlay).toString()), { s3: { 's3://bucket/train/': '../run/data' } });
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await vscode.workspace.fs.delete(folder, { recursive: true });
    } finally {
      tree.dispose();
    }
  });
});
