import fs from 'node:fs';
import path from 'node:path';
import { LEFT_OUT, startAccount } from '../account.mjs';

/** A request for an algorithm of SageMaker, written by choices alone, and launched at an AWS-protocol server. */
export default {
  prepare: async (place) => {
    const aws = await startAccount(place);
    if (aws === LEFT_OUT) return aws;
    const authorization =
      'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';
    const bucket = `${aws.env.AWS_ENDPOINT_URL}/sagemaker-us-east-1-123456789012`;
    const made = await fetch(bucket, { method: 'PUT', headers: { authorization } });
    if (!made.ok) throw new Error(`${made.status}: ${await made.text()}`);
    return aws;
  },
  steps: {
    connected: async (ui) => {
      await ui.openFolder();
      await ui.sideBar();
      await ui.viewAction('Jobs', 'Connect to AWS');
      await ui.pick('moto');
      await ui.type('Region for');
      await ui.row('moto / us-east-1').filter({ hasText: '123456789012' }).waitFor();
    },
    'what it is for': async (ui) => {
      await ui.palette('SageMaker: New Request File');
      await ui.item('Training job').waitFor();
    },
    'what it runs': async (ui) => {
      await ui.pick('Training job');
      await ui.item('A built-in algorithm').waitFor();
    },
    algorithm: async (ui) => {
      await ui.pick('A built-in algorithm');
      await ui.item('BlazingText').waitFor();
    },
    region: async (ui) => {
      await ui.quick.locator('input').first().fill('Linear Learner');
      await ui.pick('Linear Learner');
      await ui.item('moto / us-east-1').waitFor();
    },
    'what is predicted': async (ui) => {
      await ui.pick('moto / us-east-1');
      await ui.item('multiclass_classifier').waitFor();
    },
    'how many classes': async (ui) => {
      await ui.pick('multiclass_classifier');
      await ui.asked('num_classes').waitFor();
    },
    'request is written': async (ui) => {
      await ui.type('num_classes', '3');
      await ui.tab('linear-learner.training-job.json').waitFor();
      await ui.lens('Launch on moto / us-east-1').waitFor();
      // The panel is empty: nothing is found in what was written.
      await ui.palette('Problems: Focus on Problems View');
      await ui.page.getByText('No problems have been detected in the workspace.').waitFor();
    },
    checklist: async (ui) => {
      fs.writeFileSync(path.join(ui.folder, 'data/train/rows.csv'), '0,1,2\n1,3,4\n2,5,6\n');
      await ui.lens('Launch on moto / us-east-1').click();
      await ui.pick('suite');
      await ui.item('Launch…').waitFor();
    },
    'launched, with its log': async (ui) => {
      await ui.pick('Launch…');
      await ui.answer('Launch linear-learner', 'Launch');
      await ui.row('linear-learner').waitFor();
      await ui.terminal('linear-learner').waitFor();
    },
    'framework for a script': async (ui) => {
      await ui.palette('SageMaker: New Request File');
      await ui.pick('Training job');
      await ui.pick('A prebuilt framework image');
      await ui.item('PyTorch').waitFor();
    },
    version: async (ui) => {
      await ui.pick('PyTorch');
      await ui.pick('moto / us-east-1');
      await ui.item('2.6.0').waitFor();
    },
    processors: async (ui) => {
      await ui.pick('2.6.0');
      await ui.item('GPU').waitFor();
    },
    'source folder': async (ui) => {
      await ui.pick('CPU');
      await ui.item('A new folder, code').waitFor();
    },
    'request for a script': async (ui) => {
      await ui.pick('A new folder, code');
      await ui.type('The script that is run');
      await ui.type('Hyperparameters', 'epochs=3');
      await ui.tab('pytorch-script.training-job.json').waitFor();
      await ui.line('sagemaker_submit_directory').waitFor();
      await ui.palette('Problems: Focus on Problems View');
      await ui.page.getByText('No problems have been detected in the workspace.').waitFor();
    },
  },
};
