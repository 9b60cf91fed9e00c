import { CreateRepositoryCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { AwsConnection } from '../../../client/src/aws/aws-connection';
import type { Connection } from '../../../client/src/connections/connection';
import { isEcrImage, isLocalImage, isRepository } from '../../../client/src/images/nodes';
import type { EcrImageNode, ImagesNode, RepositoryNode } from '../../../client/src/images/nodes';
import { DOCKER_MANIFEST, OCI_INDEX } from '../../../contract/image-manifest';
import { answering, REGION } from '../aws';
import { standInForEcr } from '../redirected-push';
import type { HasEngine } from '../redirected-push';
import type { Pushed } from '../../../engine/src/aws/push';
import type { Images } from '../../../engine/src/docker/engine';
import { extension } from '../support';

const ACCOUNT = '123456789012';
const HOST = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;
const TINY = 'sm-test-tiny:1';
const MANY = 250;

function hasEngine(connection: Connection): connection is Connection & HasEngine {
  return 'engine' in connection;
}

suite('the Images view', function () {
  this.timeout(60_000);
  const noEngine = process.env['DOCKER_HOST'] === undefined && process.env['CI'] === undefined;
  const noAws = process.env['AWS_ENDPOINT_URL'] === undefined;
  let aws: AwsConnection | undefined;
  let tree: vscode.TreeDataProvider<ImagesNode> | undefined;

  suiteSetup(async function () {
    this.timeout(60_000);
    await extension().activate();
    if (noAws) return;
    await fillEcr();
    const names = [{ profile: 'moto', region: REGION }];
    aws = await vscode.commands.executeCommand<AwsConnection | undefined>('sagemaker.addConnection', names);
  });

  setup(() => {
    tree = undefined;
  });

  suiteTeardown(async () => {
    await vscode.commands.executeCommand('sagemaker.removeConnection', `aws:moto:${REGION}`);
  });

  /** The view's own rows. The command that gives them reads all anew, so it is used once a test. */
  async function view(): Promise<vscode.TreeDataProvider<ImagesNode>> {
    tree ??= await vscode.commands.executeCommand<vscode.TreeDataProvider<ImagesNode>>('sagemaker.refreshImages');
    return tree;
  }

  /** What stands below a node of the view; without one, below a connection. */
  async function below(connection: Connection, node?: ImagesNode): Promise<readonly ImagesNode[]> {
    const tree = await view();
    const roots = (await tree.getChildren()) ?? [];
    const from = node ?? roots.find((root) => root.type === 'root' && root.connection === connection);
    assert.ok(from, `${connection.id} is not in the view`);
    return (await tree.getChildren(from)) ?? [];
  }

  async function itemOf(node: ImagesNode): Promise<vscode.TreeItem> {
    return (await view()).getTreeItem(node);
  }

  async function repository(connection: Connection, name: string): Promise<RepositoryNode> {
    const found = (await below(connection)).filter(isRepository).find(({ row }) => row.name === name);
    assert.ok(found, `${name} is not in the tree`);
    return found;
  }

  async function churn(connection: Connection, tag: string): Promise<EcrImageNode> {
    const images = (await below(connection, await repository(connection, 'images/churn'))).filter(isEcrImage);
    const found = images.find(({ row }) => row.tags.includes(tag));
    assert.ok(found, `${tag} is not in the tree`);
    return found;
  }

  /** This machine, as the extension reaches it. */
  async function local(): Promise<Connection & HasEngine> {
    const roots = (await (await view()).getChildren()) ?? [];
    for (const root of roots) {
      if (root.type === 'root' && hasEngine(root.connection)) return root.connection;
    }
    throw new Error('this machine is not in the view');
  }

  test('repositories stand below a connection, with their images, newest first and a piece at a time', async function () {
    if (aws === undefined) this.skip();
    const many = await repository(aws, 'images/many');
    const first = await below(aws, many);
    assert.equal(first.filter(isEcrImage).length, 100);
    const more = first.at(-1);
    assert.ok(more?.type === 'more');
    await vscode.commands.executeCommand('sagemaker.loadMore', more);
    assert.equal((await below(aws, many)).filter(isEcrImage).length, 200);
    const empty = await below(aws, await repository(aws, 'images/empty'));
    assert.deepEqual(
      empty.map(({ type }) => type),
      ['message'],
    );
  });

  test('an image says what it is; one that SageMaker does not take, why', async function () {
    if (aws === undefined) this.skip();
    const good = await itemOf(await churn(aws, '1'));
    assert.match(String(good.description), /Docker v2/);
    const index = await churn(aws, 'many-platforms');
    const item = await itemOf(index);
    assert.match(String(item.description), /^OCI index · SageMaker refuses it for models/);
    assert.ok(typeof item.tooltip === 'string' && item.tooltip.includes('--provenance=false'));
    assert.equal(item.contextValue, 'image.aws');
  });

  test('an image of this machine is pushed to a repository, tells its architecture there, and is pulled', async function () {
    if (aws === undefined || noEngine) this.skip();
    this.timeout(240_000);
    const here = await local();
    const ecr = await standInForEcr(HOST, here, await aws.open());
    const { showInformationMessage } = vscode.window;
    Object.assign(vscode.window, { showInformationMessage: () => Promise.resolve(undefined) });
    try {
      let pushed: Pushed | undefined;
      const into = await repository(aws, 'images/churn');
      const asked = await answering(
        ({ what, text, items }) => {
          if (what === 'pick') return text.includes('What is the image for') ? 'Training' : TINY;
          return what === 'input' ? items[0] : 'Push';
        },
        async () => {
          pushed = await vscode.commands.executeCommand<Pushed | undefined>('sagemaker.pushHere', into);
        },
      );
      assert.ok(pushed, 'nothing was pushed');
      assert.deepEqual(asked.find(({ what }) => what === 'input')?.items, ['images/churn:1']);
      // moto is told nothing of what goes to the registry.
      const listed = await churn(aws, '1');
      const { digest, uri } = pushed;
      const image: EcrImageNode = { ...listed, digestUri: uri, row: { ...listed.row, digest } };
      const details = (await below(aws, image)).map((node) => (node.type === 'detail' ? node.detail : undefined));
      assert.equal(details.find((it) => it?.label === 'Architecture')?.value, 'linux/amd64');
      const { images } = await here.engine();
      await images.remove(`${HOST}/images/churn:1`);
      await vscode.commands.executeCommand('sagemaker.pullImage', image);
      assert.ok(await images.inspect(`${HOST}/images/churn:1`), 'it is not on this machine');
    } finally {
      Object.assign(vscode.window, { showInformationMessage });
      await ecr.stop();
    }
  });

  test('its address is copied, with the tag and with the digest, and its page of the console opened', async function () {
    if (aws === undefined) this.skip();
    const image = await churn(aws, '1');
    await vscode.commands.executeCommand('sagemaker.copyImageUri', image);
    assert.equal(await vscode.env.clipboard.readText(), `${HOST}/images/churn:1`);
    await vscode.commands.executeCommand('sagemaker.copyImageDigest', image);
    assert.equal(await vscode.env.clipboard.readText(), `${HOST}/images/churn@${image.row.digest}`);
    const { openExternal } = vscode.env;
    const opened: vscode.Uri[] = [];
    const open = (uri: vscode.Uri): Promise<boolean> => {
      opened.push(uri);
      return Promise.resolve(true);
    };
    Object.assign(vscode.env, { openExternal: open });
    try {
      await vscode.commands.executeCommand('sagemaker.openEcrConsole', image);
    } finally {
      Object.assign(vscode.env, { openExternal });
    }
    assert.match(
      opened[0]?.toString(true) ?? '',
      /\/ecr\/repositories\/private\/123456789012\/images\/churn\/_\/image\//,
    );
  });

  test('a request is written for an image of ECR', async function () {
    if (aws === undefined) this.skip();
    const image = await churn(aws, '1');
    let written: vscode.Uri | undefined;
    try {
      await answering(
        ({ what, items }) => (what === 'pick' ? 'Endpoint' : items[0]),
        async () => {
          written = await vscode.commands.executeCommand<vscode.Uri | undefined>('sagemaker.newRequest', image);
        },
      );
      assert.ok(written, 'nothing was written');
      const text = (await vscode.workspace.openTextDocument(written)).getText();
      assert.ok(text.includes(`${HOST}/images/churn:1`), text);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      if (written !== undefined) await vscode.workspace.fs.delete(written);
    }
  });

  test('who is not signed in gets a sentence and a button', async function () {
    if (noAws) this.skip();
    const names = [{ profile: 'signed-out', region: REGION }];
    const out = await vscode.commands.executeCommand<Connection | undefined>('sagemaker.addConnection', names);
    assert.ok(out);
    const [message, action] = await below(out);
    assert.ok(message?.type === 'message' && message.failed);
    assert.ok(action?.type === 'action' && action.action.command === 'sagemaker.signIn');
    await vscode.commands.executeCommand('sagemaker.removeConnection', out.id);
  });

  test('images of this machine are listed, and one name is deleted after a question', async function () {
    if (noEngine) this.skip();
    const here = await local();
    const { images } = await here.engine();
    await images.tag(TINY, 'images-view-test', 'away');
    try {
      const named = (await below(here)).filter(isLocalImage);
      assert.ok(named.some(({ image }) => image === TINY));
      assert.ok(!named.some(({ image }) => image.startsWith('sagemaker-local/')));
      const away = named.find(({ image }) => image === 'images-view-test:away');
      assert.ok(away);
      const item = await itemOf(away);
      assert.equal(item.contextValue, 'image.local');
      assert.match(String(item.description), /B · amd64/);
      await answering(
        () => undefined,
        () => vscode.commands.executeCommand('sagemaker.deleteImage', away),
      );
      assert.ok(await images.inspect('images-view-test:away'), 'it was deleted though nobody had said so');
      const asked = await answering(
        () => 'Delete',
        () => vscode.commands.executeCommand('sagemaker.deleteImage', away),
      );
      assert.match(asked[0]?.items[0] ?? '', /nothing is deleted in ECR/);
      assert.equal(await images.inspect('images-view-test:away'), undefined);
      assert.ok(await images.inspect(TINY), 'another name of the same image stays');
    } finally {
      await images.remove('images-view-test:away');
    }
  });

  test('an image that comes by another way is in the view soon, without being asked for', async function () {
    if (noEngine) this.skip();
    const here = await local();
    await vscode.commands.executeCommand('sagemaker.images.focus');
    const { images } = await here.engine();
    const seen = new Set<string>();
    const before = { ...images };
    const list: Images['list'] = async (...given) => {
      const answer = await before.list(...given);
      for (const tag of answer.flatMap(({ tags }) => tags)) seen.add(tag);
      return answer;
    };
    Object.assign(images, { list });
    try {
      await images.tag(TINY, 'images-view-test', 'new');
      for (let looks = 0; looks < 200 && !seen.has('images-view-test:new'); looks += 1) await wait(100);
      assert.ok(seen.has('images-view-test:new'), 'the view did not look again');
    } finally {
      Object.assign(images, before);
      await images.remove('images-view-test:new');
    }
  });
});

/** An image with a tag, an index, a repository with very many images and one without any. */
async function fillEcr(): Promise<void> {
  const client = new ECRClient({
    region: REGION,
    endpoint: process.env['AWS_ENDPOINT_URL'] ?? '',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const put = (repositoryName: string, imageTag: string, mediaType: string, number: number) =>
    client.send(
      new PutImageCommand({
        repositoryName,
        imageTag,
        imageDigest: `sha256:${String(number).padStart(64, '0')}`,
        imageManifestMediaType: mediaType,
        imageManifest: JSON.stringify({
          schemaVersion: 2,
          mediaType,
          config: {
            mediaType: 'application/vnd.docker.container.image.v1+json',
            size: number,
            digest: `sha256:${number}`,
          },
          layers: [],
        }),
      }),
    );
  try {
    for (const repositoryName of ['images/churn', 'images/many', 'images/empty']) {
      await client.send(new CreateRepositoryCommand({ repositoryName }));
    }
    await put('images/churn', '1', DOCKER_MANIFEST, 1);
    await put('images/churn', 'many-platforms', OCI_INDEX, 2);
    await Promise.all(Array.from({ length: MANY }, (_, n) => put('images/many', `v${n}`, DOCKER_MANIFEST, n + 1)));
  } finally {
    client.destroy();
  }
}
