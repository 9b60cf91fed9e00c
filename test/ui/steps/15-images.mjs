import { LEFT_OUT, startAccount } from '../account.mjs';

const DOCKER = 'application/vnd.docker.distribution.manifest.v2+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';

/** Images of this machine and of ECR, an AWS-protocol server here. */
export default {
  needs: 'docker',
  prepare: async (place) => {
    const account = await startAccount(place);
    if (account !== LEFT_OUT) await fillEcr(account.env.AWS_ENDPOINT_URL);
    return account;
  },
  steps: {
    'images of this machine': async (ui) => {
      await ui.open('Dockerfile');
      await ui.sideBar();
      // Views share the height: the other ones make room.
      for (const view of ['Containers', 'Jobs', 'Endpoints', 'Images']) {
        await ui.page.locator('.pane-header', { hasText: view }).first().click();
      }
      await ui.row('sm-test-tiny:1').filter({ hasText: 'amd64' }).waitFor();
    },
    'what can be done with one': async (ui) => {
      await ui.row('sm-test-tiny:1').click({ button: 'right' });
      for (const item of ['Push to ECR', 'Test Contract', 'New Request File', 'Copy URI', 'Delete']) {
        await ui.menuItem(item).first().waitFor();
      }
    },
    'repositories of an account': async (ui) => {
      await ui.page.keyboard.press('Escape');
      await ui.viewAction('Images', 'Connect to AWS');
      await ui.pick('moto');
      await ui.type('Region for');
      // What the engine has may fill the view: rows below are not there before they are seen.
      await ui.row('Local (Docker)').click();
      await ui.row('team/churn').waitFor();
    },
    'images of a repository': async (ui) => {
      await ui.row('team/churn').click();
      await ui.row('Docker v2').waitFor();
      await ui.row('OCI index').filter({ hasText: 'refuses it for models' }).waitFor();
    },
    'what an image of ECR is': async (ui) => {
      await ui.row('OCI index').hover();
      await ui.page.locator('.monaco-hover', { hasText: '--provenance=false' }).waitFor();
    },
    'what can be done with it': async (ui) => {
      await ui.row('Docker v2').click({ button: 'right' });
      for (const item of ['Pull to This Machine', 'Open in AWS Console', 'Copy URI with Digest']) {
        await ui.menuItem(item).first().waitFor();
      }
    },
    'a name on this machine is deleted after a question': async (ui) => {
      await ui.page.keyboard.press('Escape');
      await ui.row('Local (Docker)').click();
      await ui.menu('sm-test-tiny:1', 'Delete');
      await ui.dialog.filter({ hasText: 'nothing is deleted in ECR' }).waitFor();
    },
  },
};

async function fillEcr(url) {
  const ask = async (operation, input) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${operation}`,
        authorization:
          'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/ecr/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: JSON.stringify(input),
    });
    if (!answer.ok) throw new Error(`${operation}: ${answer.status} ${await answer.text()}`);
  };
  for (const repositoryName of ['team/churn', 'team/empty']) await ask('CreateRepository', { repositoryName });
  for (const [imageTag, mediaType] of [
    ['1.0', DOCKER],
    ['every-platform', INDEX],
  ]) {
    await ask('PutImage', {
      repositoryName: 'team/churn',
      imageTag,
      imageManifestMediaType: mediaType,
      imageDigest: `sha256:${(mediaType === DOCKER ? 'a' : 'b').repeat(64)}`,
      imageManifest: JSON.stringify({ schemaVersion: 2, mediaType, layers: [], manifests: [] }),
    });
  }
}
