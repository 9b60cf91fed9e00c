import { describe, expect, it } from 'vitest';
import { subjectOf } from '../subject-of';

const SLIM = 'FROM python:3.12-slim\n';
const DLC = '763104351884.dkr.ecr.us-east-1.amazonaws.com';
const APP =
  'from flask import Flask\napp = Flask(__name__)\n@app.route("/ping")\ndef ping(): return ""\n@app.route("/invocations", methods=["POST"])\ndef invoke(): return ""\n';

const rolesOf = (files: Record<string, string>, path?: string): string[] =>
  [...subjectOf(files, path).roles.active].sort();
const rolesOfText = (text: string, path = 'Dockerfile'): string[] => rolesOf({ [path]: text }, path);

describe('roles by the Dockerfile alone', () => {
  it.each<[string, string, string[]]>([
    ['a training image of AWS', `FROM ${DLC}/pytorch-training:2.6.0-cpu-py312-ubuntu22.04-sagemaker\n`, ['training']],
    ['an AWS image by digest', `FROM ${DLC}/pytorch-training@sha256:${'0'.repeat(64)}\n`, ['training']],
    [
      'an AWS image whose account and region are arguments',
      'ARG ACCOUNT\nARG REGION\nFROM ${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker\n',
      ['inference'],
    ],
    [
      'somebody’s repository of that name',
      `FROM 123456789012.dkr.ecr.us-east-1.amazonaws.com/pytorch-training@sha256:${'0'.repeat(64)}\n`,
      [],
    ],
    ['the training toolkit', `${SLIM}RUN pip install sagemaker_training\n`, ['training']],
    ['the SDK says nothing', `${SLIM}RUN pip install sagemaker boto3\n`, []],
    ['a label', `${SLIM}LABEL com.amazonaws.sagemaker.capabilities.multi-models=true\n`, ['inference', 'multi-model']],
    ['a label that says no', `${SLIM}LABEL com.amazonaws.sagemaker.capabilities.multi-models=false\n`, []],
    [
      'a label in a stage that is left behind',
      `${SLIM.trim()} AS a\nLABEL com.amazonaws.sagemaker.capabilities.multi-models=true\n${SLIM}`,
      ['inference', 'multi-model'],
    ],
    ['a path of training', `${SLIM}RUN mkdir -p /opt/ml/input/data\n`, ['training']],
    ['a path of processing', `${SLIM}RUN mkdir -p /opt/ml/processing/output\n`, ['processing']],
    ['a path that is not that path', `${SLIM}RUN mkdir -p /opt/mlflow /opt/ml-tools\n`, []],
    ['code alone', `${SLIM}COPY x /opt/ml/code/x\n`, []],
    ['a model server on its own', 'FROM vllm/vllm-openai:v0.11.0\n', []],
    ['a model server for SageMaker', '# SageMaker\nFROM vllm/vllm-openai:v0.11.0\n', ['inference']],
    [
      'a model server in such a comment’s neighbourhood only',
      '# sage advice from a maker\nFROM vllm/vllm-openai:v0.11.0\n',
      [],
    ],
    ['the user of Studio', `${SLIM}ARG NB_USER="sagemaker-user"\nRUN useradd -u 1000 \${NB_USER}\n`, ['studio']],
    ['a user that only begins so', `${SLIM}ARG NB_USER="sagemaker-user-group"\n`, []],
    ['a kernel for Studio', `# image for SageMaker Studio\n${SLIM}RUN pip install ipykernel\n`, ['studio']],
    ['a kernel for a notebook', `# for our studio\n${SLIM}RUN pip install ipykernel\n`, []],
    ['HyperPod', `# HyperPod\nFROM ${DLC}/pytorch-training:2.6.0-cpu-py312-ubuntu22.04-sagemaker\n`, ['hyperpod']],
    [
      'routes that a sed writes',
      `# for SageMaker\n${SLIM}RUN sed -i 's|/v1/completions|/invocations|g' server.py\n`,
      ['inference'],
    ],
    ['such routes without SageMaker', `${SLIM}RUN sed -i 's|/v1/completions|/invocations|g' server.py\n`, []],
    [
      'AWS’s program folder and a comment that says what for',
      '# An image that can do training and inference in SageMaker\nFROM ubuntu:22.04\nENV PATH="/opt/program:${PATH}"\nCOPY decision_trees /opt/program\n',
      ['inference', 'training'],
    ],
    [
      'AWS’s program folder for somebody else',
      '# training and inference\nFROM ubuntu:22.04\nENV PATH="/opt/program:${PATH}"\n',
      [],
    ],
    ['Lambda with a model in /opt/ml', 'FROM public.ecr.aws/lambda/python:3.12\nCOPY model /opt/ml/model\n', []],
    ['Lambda’s runtime on another base', `${SLIM}RUN pip install awslambdaric\nCOPY model /opt/ml/model\n`, []],
    ['a comment that describes the image', `# Inference container for Amazon SageMaker\n${SLIM}`, ['inference']],
    [
      'a comment that describes a processing image',
      `# image for our SageMaker processing job\n${SLIM}`,
      ['processing'],
    ],
    ['a comment on another image', `# deploys the SageMaker inference container\n${SLIM}`, []],
    ['a comment on an endpoint', `# UI for our SageMaker inference endpoint\n${SLIM}`, []],
    ['a comment on an operator', `# Airflow image with the SageMaker training operator\n${SLIM}`, []],
    [
      'a comment with both words apart',
      `# this image holds the SageMaker SDK; training is done elsewhere\n${SLIM}`,
      [],
    ],
    [
      'an image that can do both',
      `# an image that can do training and inference in SageMaker\n${SLIM}`,
      ['inference', 'training'],
    ],
    ['a comment on preprocessing', `# SageMaker pre-processing image\n${SLIM}`, []],
    ['a toolkit’s variable on a plain base', `${SLIM}ENV SAGEMAKER_PROGRAM=x.py\n`, ['training']],
    [
      'the same on an inference image',
      `FROM ${DLC}/pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker\nENV SAGEMAKER_PROGRAM=x.py\n`,
      ['inference'],
    ],
    ['a declaration', `# sagemaker: roles=processing\n${SLIM}`, ['processing']],
    [
      'a declaration of nothing',
      `# sagemaker: roles=none\nFROM ${DLC}/pytorch-training:2.6.0-cpu-py312-ubuntu22.04-sagemaker\n`,
      [],
    ],
  ])('%s', (_title, text, roles) => {
    expect(rolesOfText(text)).toEqual(roles);
  });

  it('takes the name of the file for a hint', () => {
    const text = `${SLIM}COPY serve /usr/bin/serve\n`;
    expect(rolesOf({ 'sagemaker/Dockerfile': text, 'sagemaker/serve': '' }, 'sagemaker/Dockerfile')).toEqual([
      'inference',
    ]);
    expect(rolesOf({ 'web/Dockerfile': text, 'web/serve': '' }, 'web/Dockerfile')).toEqual([]);
  });
});

describe('roles by the programs', () => {
  const run = (program: string, text: string, more: Record<string, string> = {}): string[] =>
    rolesOf({
      Dockerfile: `${SLIM}WORKDIR /app\nCOPY . .\nENTRYPOINT ["python", "${program}"]\n`,
      [program]: text,
      ...more,
    });

  it.each<[string, string, string[]]>([
    ['answers the two routes', APP, ['inference']],
    [
      'calls the two routes of another host',
      'import requests\nrequests.get("http://mlflow:5000/ping")\nrequests.post("http://mlflow:5000/invocations")\n',
      [],
    ],
    [
      'calls them by a base address',
      'import requests\nrequests.get(f"{BASE}/ping")\nrequests.post(f"{BASE}/invocations")\n',
      [],
    ],
    ['reads a channel', 'open("/opt/ml/input/data/train/x.csv")\n', ['training']],
    [
      'joins the paths on',
      'prefix = "/opt/ml/"\nparams = prefix + "input/config/hyperparameters.json"\n',
      ['training'],
    ],
    ['processes', 'open("/opt/ml/processing/input/x.csv")\n', ['processing']],
    [
      'processes, and reads the wrong configuration',
      'open("/opt/ml/input/config/resourceconfig.json")\nopen("/opt/ml/processing/input/x.csv")\n',
      ['processing'],
    ],
    [
      'processes and trains',
      'open("/opt/ml/input/data/x.csv")\nopen("/opt/ml/processing/input/x.csv")\n',
      ['processing', 'training'],
    ],
    ['takes the models of a multi-model endpoint for its own', 'open("/opt/ml/models/x")\n', []],
    ['starts jobs', 'import sagemaker\nP = "/opt/ml/processing/input"\n', []],
    ['calls an endpoint', 'import boto3\nc = boto3.client("sagemaker-runtime")\n# /ping /invocations\n', []],
  ])('%s', (_title, text, roles) => {
    expect(run('main.py', text)).toEqual(roles);
  });

  it('lets a file that nothing starts speak only while no started one does', () => {
    const train = 'open("/opt/ml/input/data/train/x.csv")\n';
    expect(run('main.py', APP, { 'fit.py': train })).toEqual(['inference']);
    expect(run('main.py', 'print(1)\n', { 'fit.py': train })).toEqual(['training']);
  });

  it('sees both jobs in a program that takes both words', () => {
    const main = 'import sys\nif sys.argv[1] == "train":\n    pass\nelif sys.argv[1] == "serve":\n    pass\n';
    expect(run('main.py', `# /opt/ml/model\n${main}`)).toEqual(['inference', 'training']);
    expect(run('main.py', main)).toEqual([]);
  });
});

describe('roles by a whole folder', () => {
  const NGINX =
    'events {}\nhttp { server { listen 8080; location ~ ^/(ping|invocations) { proxy_pass http://a; } } }\n';
  const PAGES = 'from fastapi import FastAPI\nimport uvicorn\napp = FastAPI()\n@app.get("/")\ndef home(): return ""\n';

  it('templates that a tool ships say nothing of the tool’s own image', () => {
    const files = {
      Dockerfile: `${SLIM}RUN pip install fastapi uvicorn\nCOPY . /app/tool/\nWORKDIR /app/tool\nCMD ["uvicorn", "web:app"]\n`,
      'web.py': PAGES,
      'template/base/nginx.conf': NGINX,
      '+x template/base/serve': '#!/bin/sh\nnginx\n',
      '+x template/base/train': '#!/bin/sh\necho train\n',
    };
    expect(rolesOf(files)).toEqual([]);
    const unserved = { ...files, Dockerfile: `${SLIM}COPY template/base /opt/program\n` };
    expect(rolesOf(unserved)).toEqual(['inference', 'training']);
  });

  it('the configuration of a processing job is read by processing jobs', () => {
    const program = 'import json\nprint(json.load(open("/opt/ml/config/resourceconfig.json")))\n';
    expect(
      rolesOf({ Dockerfile: `${SLIM}COPY main.py /app/\nENTRYPOINT ["python", "/app/main.py"]\n`, 'main.py': program }),
    ).toEqual(['processing']);
  });

  it('R that starts plumber for `serve` serves, too', () => {
    const program =
      "library(plumber)\nmodels <- '/opt/ml/input/data'\nif (any(grepl('serve', commandArgs()))) plumb(routes())$run(port = 8080)\n";
    expect(
      rolesOf({
        Dockerfile: `FROM r-base:4.4.1\nCOPY main.R /app/\nENTRYPOINT ["Rscript", "/app/main.R"]\n`,
        'main.R': program,
      }),
    ).toEqual(['inference', 'training']);
  });

  it('workflows of Airflow run elsewhere', () => {
    const dag =
      'from airflow.providers.amazon.aws.operators.sagemaker import SageMakerTrainingOperator\nINPUT = "/opt/ml/input/data"\n';
    expect(rolesOf({ Dockerfile: `${SLIM}COPY dags /dags\n`, 'dags/train.py': dag })).toEqual([]);
  });

  it('agents of Bedrock AgentCore answer the same routes, and run elsewhere', () => {
    const dockerfile = (comment: string): string =>
      `FROM --platform=linux/arm64 python:3.12-slim\n${comment}RUN pip install fastapi uvicorn\nCOPY agent.py ./\nCMD ["uvicorn", "agent:app", "--host", "0.0.0.0", "--port", "8080"]\n`;
    const app = APP.replaceAll('flask', 'fastapi').replaceAll('Flask', 'FastAPI');
    expect(rolesOf({ Dockerfile: dockerfile(''), 'agent.py': app })).toEqual(['inference']);
    expect(rolesOf({ Dockerfile: dockerfile('# port 8080 for AgentCore\n'), 'agent.py': app })).toEqual([]);
    expect(rolesOf({ Dockerfile: dockerfile(''), 'agent.py': `from strands import Agent\n${app}` })).toEqual([]);
    const meant = `${dockerfile('# an agent with strands\n')}RUN mkdir -p /opt/ml/input/data\n`;
    expect(rolesOf({ Dockerfile: meant, 'agent.py': app })).toEqual(['training']);
  });
});
