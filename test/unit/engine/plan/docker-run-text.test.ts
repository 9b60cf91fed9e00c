import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { toDockerRun } from '../../../../engine/src/plan/docker-run-text';
import { shellQuote } from '../../../../engine/src/plan/shell-text';
import { planEndpoint } from '../../../../engine/src/plan/serving';
import { planTraining } from '../../../../engine/src/plan/training';
import { CONTEXT, endpointRequest, overlayOf, trainingRequest } from './fixtures';

describe('toDockerRun', () => {
  it('prints a training job', () => {
    const plan = planTraining(
      trainingRequest({
        EnableNetworkIsolation: true,
        Environment: { GREETING: "it's" },
        HyperParameters: { lr: '0.1' },
        InputDataConfig: [
          {
            ChannelName: 'train',
            DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/train' } },
          },
        ],
      }),
      overlayOf({
        s3: { 's3://bucket/train': 'my data' },
        gpus: ['0', '2'],
        ports: [5678],
        shmSize: '1g',
        user: 'host',
      }),
      CONTEXT,
    );
    expect(toDockerRun(plan)).toBe(`# training: job

docker network create --internal job

# algo-1
# makes the directory /opt/ml/input/config
# makes the directory /opt/ml/input/data
# makes the directory /opt/ml/model
# makes the directory /opt/ml/output
# makes the directory /opt/ml/output/data
# writes /opt/ml/input/config/hyperparameters.json:
#   {
#     "lr": "0.1"
#   }
# writes /opt/ml/input/config/inputdataconfig.json:
#   {
#     "train": {
#       "TrainingInputMode": "File",
#       "S3DistributionType": "FullyReplicated",
#       "RecordWrapperType": "None"
#     }
#   }
# writes /opt/ml/input/config/resourceconfig.json:
#   {
#     "current_host": "algo-1",
#     "current_instance_type": "ml.m5.xlarge",
#     "current_group_name": "homogeneousCluster",
#     "hosts": [
#       "algo-1"
#     ],
#     "instance_groups": [
#       {
#         "instance_group_name": "homogeneousCluster",
#         "instance_type": "ml.m5.xlarge",
#         "hosts": [
#           "algo-1"
#         ]
#       }
#     ],
#     "network_interface_name": "eth0"
#   }
docker run --detach \\
  --name job-algo-1 \\
  --network job \\
  --hostname algo-1 \\
  --network-alias algo-1 \\
  --platform linux/amd64 \\
  --stop-timeout 120 \\
  --user "$(id -u):$(id -g)" \\
  --gpus '"device=0,2"' \\
  --shm-size 1073741824 \\
  --publish 127.0.0.1:5678:5678 \\
  --env 'GREETING=it'\\''s' \\
  --env TRAINING_JOB_NAME=job \\
  --env TRAINING_JOB_ARN=arn:aws:sagemaker:eu-west-1:111122223333:training-job/job \\
  --mount 'type=bind,source=/work/job/my data,target=/opt/ml/input/data/train,readonly' \\
  --mount type=volume,source=job-algo-1-model,target=/opt/ml/model \\
  --mount type=volume,source=job-algo-1-output,target=/opt/ml/output \\
  image:1 train

# after 600 s: docker stop, with 120 s to end
# keeps /opt/ml/model as s3://bucket/out/job/output/model.tar.gz
# keeps /opt/ml/output/data as s3://bucket/out/job/output/output.tar.gz
`);
  });

  it('prints builds, entry points, pipes, and what is fetched', () => {
    const channel = (ChannelName: string, members: object = {}) => ({
      ChannelName,
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri: `s3://bucket/${ChannelName}` } },
      ...members,
    });
    const text = toDockerRun(
      planTraining(
        trainingRequest({
          AlgorithmSpecification: {
            TrainingImage: 'image:1',
            TrainingInputMode: 'File',
            ContainerEntrypoint: ['python3', '-m', 'train'],
            ContainerArguments: ['--lr', '0.1'],
          },
          CheckpointConfig: { S3Uri: 's3://bucket/saved' },
          InputDataConfig: [
            channel('a'),
            channel('b', { InputMode: 'Pipe', CompressionType: 'Gzip', RecordWrapperType: 'RecordIO' }),
          ],
        }),
        overlayOf({
          images: { 'image:1': { dockerfile: 'docker/Dockerfile', buildArguments: { V: '1 2' }, target: 't' } },
        }),
        CONTEXT,
      ),
    );
    expect(text).toContain(
      "docker build \\\n  --platform linux/amd64 \\\n  --file /work/job/docker/Dockerfile \\\n  --target t \\\n  --build-arg 'V=1 2' \\\n  --tag sagemaker-local/",
    );
    expect(text).toContain('  /work/job/docker\n');
    expect(text).toMatch(/--entrypoint python3 \\\n {2}sagemaker-local\/\S+ -m train --lr 0\.1\n/);
    expect(text).toContain('# fetches s3://bucket/a to /prepared/opt/ml/input/data/a\n');
    expect(text).toContain('source=/prepared/opt/ml/input/data/a,target=/opt/ml/input/data/a,readonly');
    expect(text).toContain('# feeds s3://bucket/b into /opt/ml/input/data/b_0, _1 …, unpacked, as RecordIO\n');
    expect(text).toContain('source=checkpoints-s3-bucket-saved,target=/opt/ml/checkpoints');
  });

  it('prints that checkpoints are put in, and kept in the same folder', () => {
    const request = trainingRequest({ CheckpointConfig: { S3Uri: 's3://bucket/saved' } });
    const text = toDockerRun(planTraining(request, overlayOf({ s3: { 's3://bucket/saved': 'saved' } }), CONTEXT));
    expect(text).toContain('# puts what is in /work/job/saved into /opt/ml/checkpoints\n');
    expect(text).toContain('# keeps /opt/ml/checkpoints as /work/job/saved\n');
  });

  it('prints an endpoint', () => {
    const text = toDockerRun(
      planEndpoint(endpointRequest(), overlayOf({ s3: { 's3://bucket/model.tar.gz': 'm.tgz' } }), CONTEXT),
    );
    expect(text).not.toContain('network create');
    expect(text).toContain('--hostname AllTraffic');
    expect(text).toContain('# unpacks /work/job/m.tgz to /prepared/opt/ml/model\n');
    expect(text).toContain('--publish 127.0.0.1::8080 \\\n');
    expect(text).toContain('source=/prepared/opt/ml/model,target=/opt/ml/model,readonly');
    expect(text).toMatch(/ {2}image:1 serve\n$/);
  });

  it('uses the machine’s own network when told to', () => {
    const text = toDockerRun(planTraining(trainingRequest(), overlayOf({ network: 'host' }), CONTEXT));
    expect(text).not.toContain('network create');
    expect(text).toContain('--network host \\\n');
    expect(text).not.toContain('--hostname');
  });

  it('does not print what looks like a secret', () => {
    const env = {
      AWS_SESSION_TOKEN: 'hush1',
      HF_TOKEN: 'hush2',
      DB_PASSWORD: 'hush3',
      openai_api_key: 'hush4',
      KEY: 'seen',
      MAX_TOKENS: '5',
    };
    const text = toDockerRun(planTraining(trainingRequest(), overlayOf({ env }), CONTEXT));
    expect(text).not.toContain('hush');
    expect(text).toContain('--env HF_TOKEN \\\n');
    expect(text).toContain('--env KEY=seen');
    expect(text).toContain('--env MAX_TOKENS=5');
  });

  it('lets nothing out of a comment or a word', () => {
    const text = toDockerRun(
      planTraining(
        trainingRequest({
          TrainingJobName: 'a\nrm -rf /',
          Environment: { A: '$(id -u):$(id -g)', B: '`x`\n"' },
          OutputDataConfig: { S3OutputPath: 's3://bucket\nrm' },
        }),
        overlayOf(),
        CONTEXT,
      ),
    );
    expect(text).toContain("--env 'A=$(id -u):$(id -g)'");
    expect(text).toContain('# training: a rm -rf /\n');
    expect(text.replaceAll(/'[^']*'/g, '')).not.toMatch(/^rm/m);
  });
});

describe('shellQuote', () => {
  it.each(['plain', '', "it's", 'a b', '$HOME', '`id`', '"', 'a\nb', '\\', '*', '-x', '~', '!x', "''"])(
    '%j comes back from the shell as it was',
    (word) => {
      expect(execFileSync('sh', ['-c', `printf %s ${shellQuote(word)}`], { encoding: 'utf8' })).toBe(word);
    },
  );

  it('leaves plain words as they are', () => {
    expect(shellQuote('a/b:c,d=e@f%g+h_i-j.k')).toBe('a/b:c,d=e@f%g+h_i-j.k');
  });
});
