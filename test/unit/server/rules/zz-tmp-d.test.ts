import { it } from 'vitest';
import { describeFindings, lintFiles } from '../lint-files';
const T='print(1)\n';
const cases: [string, Record<string,string>][] = [
 ['heredoc run', {Dockerfile:'# syntax=docker/dockerfile:1\nFROM python:3.12-slim\nRUN <<EOT\napt-get update\napt-get install -y gcc\npip install sagemaker-training\nEOT\nCOPY train.py /opt/ml/code/\nENV SAGEMAKER_PROGRAM=train.py\n','train.py':T}],
 ['heredoc run w/o gcc', {Dockerfile:'# syntax=docker/dockerfile:1\nFROM python:3.12-slim\nRUN <<EOT\npip install sagemaker-training\nEOT\nCOPY train.py /opt/ml/code/\nENV SAGEMAKER_PROGRAM=train.py\n','train.py':T}],
 ['parent stage gcc', {Dockerfile:'FROM python:3.12-slim AS base\nRUN apt-get update && apt-get install -y gcc\nFROM base\nRUN pip install sagemaker-training\nCOPY train.py /opt/ml/code/\nENV SAGEMAKER_PROGRAM=train.py\n','train.py':T}],
 ['lower case', {Dockerfile:'from python:3.12-slim\nrun pip install sagemaker-training\ncopy train.py /opt/ml/code/\nenv SAGEMAKER_PROGRAM train.py\n','train.py':T}],
 ['arg pkgs', {Dockerfile:'FROM python:3.12-slim\nARG PKGS\nRUN apt-get update && apt-get install -y $PKGS\nRUN pip install sagemaker-training\nCOPY train.py /opt/ml/code/\nENV SAGEMAKER_PROGRAM train.py\n','train.py':T}],
 ['purge', {Dockerfile:'FROM python:3.12-slim\nRUN set -eux; savedAptMark="$(apt-mark showmanual)"; apt-get update; apt-get install -y --no-install-recommends gcc libc6-dev; pip install sagemaker-training; apt-mark auto ".*" > /dev/null; apt-get purge -y --auto-remove\nCOPY train.py /opt/ml/code/\nENV SAGEMAKER_PROGRAM train.py\n','train.py':T}],
 ['poetry', {Dockerfile:'FROM python:3.12-slim\nRUN pip install poetry\nCOPY pyproject.toml .\nRUN poetry install\nCOPY train.py /opt/ml/code/\nENV SAGEMAKER_PROGRAM train.py\n','train.py':T,'pyproject.toml':'[tool.poetry]\nname="x"\n[tool.poetry.dependencies]\npython="^3.10"\nsagemaker-training="^4"\n'}],
 ['pip local pkg', {Dockerfile:'FROM python:3.12\nCOPY . /src\nRUN pip install /src\nENV SAGEMAKER_PROGRAM train.py\nCOPY train.py /opt/ml/code/\n','train.py':T,'setup.py':'from setuptools import setup\nsetup(name="x", install_requires=["sagemaker-training"])\n'}],
 ['pip local pkg dynamic', {Dockerfile:'FROM python:3.12\nCOPY . /src\nWORKDIR /src\nRUN pip install .\nENV SAGEMAKER_PROGRAM train.py\nCOPY train.py /opt/ml/code/\n','train.py':T,'setup.py':'from setuptools import setup\nsetup(name="x", install_requires=open("r.txt").read().split())\n'}],
 ['pip git', {Dockerfile:'FROM python:3.12\nRUN pip install git+https://github.com/aws/sagemaker-training-toolkit\nENV SAGEMAKER_PROGRAM train.py\nCOPY train.py /opt/ml/code/\n','train.py':T}],
 ['pip wheel', {Dockerfile:'FROM python:3.12\nCOPY dist/*.whl /tmp/\nRUN pip install /tmp/*.whl\nENV SAGEMAKER_PROGRAM train.py\nCOPY train.py /opt/ml/code/\n','train.py':T}],
 ['url req', {Dockerfile:'FROM python:3.12\nRUN pip install -r https://x.y/requirements.txt\nENV SAGEMAKER_PROGRAM train.py\nCOPY train.py /opt/ml/code/\n','train.py':T}],
 ['attached -r', {Dockerfile:'FROM python:3.12\nCOPY requirements.txt /\nRUN pip install -r/requirements.txt\nENV SAGEMAKER_PROGRAM train.py\nCOPY train.py /opt/ml/code/\n','train.py':T,'requirements.txt':'numpy\n'}],
 ['eq -r', {Dockerfile:'FROM python:3.12\nCOPY requirements.txt /\nRUN pip install --requirement=/requirements.txt\nENV SAGEMAKER_PROGRAM train.py\nCOPY train.py /opt/ml/code/\n','train.py':T,'requirements.txt':'numpy\n'}],
 ['bind mount', {Dockerfile:'FROM python:3.12\nRUN --mount=type=bind,source=requirements.txt,target=/tmp/r.txt pip install -r /tmp/r.txt\nENV SAGEMAKER_PROGRAM train.py\nCOPY train.py /opt/ml/code/\n','train.py':T,'requirements.txt':'numpy\n'}],
 ['nested -r missing', {Dockerfile:'FROM python:3.12\nCOPY requirements.txt /\nRUN pip install -r /requirements.txt\nENV SAGEMAKER_PROGRAM train.py\nCOPY train.py /opt/ml/code/\n','train.py':T,'requirements.txt':'numpy\n-r other.txt\n'}],
 ['exec run', {Dockerfile:'FROM python:3.12\nRUN ["pip","install","sagemaker-training"]\nENV SAGEMAKER_PROGRAM train.py\nCOPY train.py /opt/ml/code/\n','train.py':T}],
 ['quoted legacy', {Dockerfile:'FROM python:3.12\nRUN pip install sagemaker-training\nENV SAGEMAKER_PROGRAM "trian.py"\nCOPY train.py /opt/ml/code/\n','train.py':T}],
 ['dir COPY', {Dockerfile:'FROM python:3.12\nRUN pip install sagemaker-training\nENV SAGEMAKER_PROGRAM=src/train.py\nCOPY . /opt/ml/code\n','src/train.py':T}],
 ['workdir relative', {Dockerfile:'FROM python:3.12\nRUN pip install sagemaker-training\nWORKDIR /opt/ml/code\nENV SAGEMAKER_PROGRAM=train.py\nCOPY train.py .\n','train.py':T}],
 ['file dest', {Dockerfile:'FROM python:3.12\nRUN pip install sagemaker-training\nENV SAGEMAKER_PROGRAM=train.py\nCOPY train.py /opt/ml/code\n','train.py':T}],
 ['hp secret', {Dockerfile:'# sagemaker: roles=processing\nFROM python:3.12-slim\nARG HF_TOKEN=""\nENV HF_TOKEN=${HF_TOKEN}\nARG PIP_PASSWORD=s3cretvalue\nENV PGPASSWORD=abc API_KEY="${API_KEY}" GRADIO_AUTH_TOKEN=\\\n  realtoken99\nENV AWS_ACCESS_KEY_ID="${AWS_ACCESS_KEY_ID:-}"\nCOPY p.py /p.py\nCMD ["python","/p.py"]\n','p.py':T}],
];
it.each(cases)('%s', (name, files) => { const r = lintFiles(files); console.log(`\n== ${name} [${[...(r.subject?.roles.active ?? [])].join()}]\n` + describeFindings(r).filter(l=>!/logs-are-unb/.test(l)).join('\n')); });
