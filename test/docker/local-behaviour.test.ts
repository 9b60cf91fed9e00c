import * as fs from 'node:fs';
import * as path from 'node:path';
import { describeSageMaker } from '../contract/sagemaker-behaviour';
import { configRequest, modelRequest, processingRequest, scriptRequest, subjects } from './local-subject';
import { describeWithEngine } from './support/engine';

describeWithEngine('on the real engine', () => {
  const subject = subjects();

  describeSageMaker('LocalSageMaker', async () => {
    const all = await subject({ s3: { 's3://bucket/train/': './data', 's3://bucket/model/': './model' } });
    fs.mkdirSync(path.join(all.folder, 'model'));
    fs.writeFileSync(path.join(all.folder, 'model', 'model.json'), '{}');
    return {
      sagemaker: all.sagemaker,
      name: (what) => what,
      succeeding: (name) => scriptRequest(name, 'echo hello; echo careful >&2'),
      failing: (name) => scriptRequest(name, 'printf broken > /opt/ml/output/failure; exit 3'),
      waiting: (name) => scriptRequest(name, `trap 'exit 0' TERM; echo hello; while :; do sleep 1 & wait $!; done`),
      processing: (name) => processingRequest(name, 'echo hello'),
      model: (name) =>
        modelRequest(name, {
          ModelDataUrl: undefined,
          ModelDataSource: {
            S3DataSource: { S3Uri: 's3://bucket/model/', S3DataType: 'S3Prefix', CompressionType: 'None' },
          },
        }),
      config: configRequest,
      payload: new TextEncoder().encode('hello'),
    };
  });
});
