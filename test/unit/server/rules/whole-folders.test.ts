import { describe, expect, it } from 'vitest';
import { lintFiles } from '../lint-files';

/** What a rule says of a container folder: severity and message of its findings. */
function said(rule: string, files: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return lintFiles(files)
    .findings.filter((it) => it.rule === rule)
    .map((it) => [it.severity, it.message]);
}

const NGINX =
  'events {}\nhttp {\n  access_log /var/log/nginx/access.log;\n  server {\n    listen 8080;\n    location ~ ^/(ping|invocations) { proxy_pass http://unix:/tmp/app.sock; }\n  }\n}\n';
const SERVE = `#!/usr/bin/env python
import subprocess
subprocess.check_call(['ln', '-sf', '/dev/stdout', '/var/log/nginx/access.log'])
nginx = subprocess.Popen(['nginx', '-c', '/opt/program/nginx.conf'])
app = subprocess.Popen(['gunicorn', '-b', 'unix:/tmp/app.sock', '-k', 'gevent', 'app:app'])
app.wait()
`;
const APP =
  'from flask import Flask\napp = Flask(__name__)\n@app.route("/ping")\ndef ping(): return ""\n@app.route("/invocations", methods=["POST"])\ndef invoke(): return ""\n';
const SERVING =
  'FROM python:3.12-slim\nRUN apt-get update && apt-get install -y nginx && pip install flask gunicorn gevent\n';
const PROGRAM = { '+x program/serve': SERVE, 'program/nginx.conf': NGINX, 'program/app.py': APP };

describe('logs of a server that nothing starts', () => {
  const files = (path: string): Record<string, string> => ({
    Dockerfile: `${SERVING}ENV PATH="${path}:\${PATH}"\nCOPY program /opt/program\nWORKDIR /opt/program\n`,
    ...PROGRAM,
    '+x program/serve': SERVE.replace(/^subprocess.*\n/m, ''),
  });

  it('are not judged while the endpoint does not start at all', () => {
    expect(said('logs-go-to-stdout', files('/opt/program'))).toHaveLength(1);
    expect(said('serve-is-answered', files('/opt/other'))).toHaveLength(1);
    expect(said('logs-go-to-stdout', files('/opt/other'))).toEqual([]);
  });

  it('are not judged where another server answers', () => {
    const alone = {
      ...files('/opt/program'),
      '+x program/serve': '#!/bin/sh\nexec gunicorn -b 0.0.0.0:8080 app:app\n',
    };
    expect(said('logs-go-to-stdout', alone)).toEqual([]);
  });
});

describe('the port of a pipeline', () => {
  const dockerfile = (comment: string): Record<string, string> => ({
    Dockerfile: `${SERVING}${comment}LABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true\nENV PATH="/opt/program:\${PATH}"\nCOPY program /opt/program\nWORKDIR /opt/program\n`,
    ...PROGRAM,
  });

  it('is not honoured by a comment that names the variable', () => {
    const expected = [['warning', expect.stringContaining('always listens on port 8080')]];
    expect(said('honours-bind-to-port', dockerfile(''))).toEqual(expected);
    expect(said('honours-bind-to-port', dockerfile('# lets the image use SAGEMAKER_BIND_TO_PORT\n'))).toEqual(expected);
  });

  it('may be written by a build step', () => {
    const step = 'RUN sed -i "s/8080/${SAGEMAKER_BIND_TO_PORT:-8080}/" /etc/motd\n';
    expect(said('honours-bind-to-port', dockerfile(step))).toEqual([]);
  });
});

describe('programs below the directory of processing jobs', () => {
  const files = (folder: string): Record<string, string> => ({
    Dockerfile: `# sagemaker: roles=processing\nFROM python:3.12-slim\nWORKDIR ${folder}\nCOPY clean.py ${folder}/clean.py\nENTRYPOINT ["python", "${folder}/clean.py"]\n`,
    'clean.py': 'print(1)\n',
  });

  it('are lost where the inputs lie, and may be lost elsewhere', () => {
    const inputs = files('/opt/ml/processing/input/code');
    expect(said('no-files-under-mounts', inputs)).toEqual([['error', expect.stringContaining('will not find')]]);
    expect(said('workdir-is-not-mounted-over', inputs)).toMatchObject([['error', expect.any(String)]]);
    const beside = files('/opt/ml/processing/code');
    expect(said('no-files-under-mounts', beside)).toEqual([['warning', expect.stringContaining('the job names')]]);
    expect(said('workdir-is-not-mounted-over', beside)).toEqual([['info', expect.stringContaining('the job names')]]);
  });
});

describe('an interpreter alone', () => {
  const severity = (lines: string): string | undefined =>
    said('serve-is-answered', {
      Dockerfile: `FROM python:3.12-slim\nWORKDIR /opt/ml/code\n${lines}ENTRYPOINT ["python"]\n`,
      'weights/model.bin': 'x\n',
    })[0]?.[0];

  it('never serves a model that the build brings, or a port that SageMaker calls', () => {
    expect(severity('COPY weights /opt/ml/model\n')).toBe('error');
    expect(severity('ENV SAGEMAKER_INFERENCE_CODE_DIRECTORY=/x\n')).not.toBe('error');
  });
});

describe('a model in the image', () => {
  it('is not said to hide itself', () => {
    const files = {
      Dockerfile:
        '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\nCOPY made/model/ /opt/ml/model/\n',
      '+x serve': '#!/usr/bin/env python\nprint(1)\n',
    };
    expect(said('no-model-baked-in', files)).toEqual([
      ['warning', expect.stringContaining('which hides what the image has there')],
    ]);
  });
});

describe('a training image of AWS with the program of an endpoint', () => {
  const files = (program: string): Record<string, string> => ({
    Dockerfile:
      'FROM 763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-cpu-py312-ubuntu22.04-sagemaker\nCOPY run.py /opt/ml/code/run.py\nENV SAGEMAKER_PROGRAM=run.py\n',
    'run.py': program,
  });
  const HANDLERS = 'def model_fn(folder): return folder\ndef predict_fn(data, model): return data\n';

  it('does not serve', () => {
    expect(said('base-plays-the-role', files(HANDLERS))).toHaveLength(1);
    expect(said('base-plays-the-role', files(`${HANDLERS}if __name__ == "__main__":\n    print("train")\n`))).toEqual(
      [],
    );
  });
});

it('a port variable that falls back on 8080 does no harm', () => {
  const severity = (value: string): string | undefined =>
    said('no-platform-variables-baked', {
      Dockerfile: `# sagemaker: roles=inference\nFROM example.com/base:1\nENV SAGEMAKER_BIND_TO_PORT=${value}\n`,
    })[0]?.[0];
  expect(severity('${SAGEMAKER_BIND_TO_PORT:-8080}')).toBe('hint');
  expect(severity('${SAGEMAKER_BIND_TO_PORT:-9090}')).toBe('warning');
});

describe('a program in the environment of Poetry', () => {
  const files = (script: string): Record<string, string> => ({
    Dockerfile: `# sagemaker: roles=inference\nFROM ubuntu:22.04\nRUN apt-get update && apt-get install -y python3-pip && pip install poetry\nWORKDIR /opt/program\nCOPY pyproject.toml app.py ./\nRUN poetry install\nENTRYPOINT ["poetry", "run", "python", "${script}"]\n`,
    'pyproject.toml': '[tool.poetry]\nname = "a"\n[tool.poetry.dependencies]\nflask = "*"\n',
    'app.py': `${APP}app.run(host="0.0.0.0", port=8080)\n`,
  });

  it('is run by the Python that is there, and the file must be there, too', () => {
    expect(said('serve-is-answered', files('app.py'))).toEqual([]);
    expect(said('serve-is-answered', files('opt/program/app.py'))).toEqual([
      ['error', expect.stringContaining('`opt/program/app.py`')],
    ]);
  });
});

describe('a server that a program starts by its own Python', () => {
  it('is read as if its name stood there', () => {
    const files = {
      Dockerfile:
        'FROM python:3.12-slim\nRUN pip install flask gunicorn\nENV SM_MODEL_DIR=/opt/ml/model\nCOPY serve.py /opt/ml/code/serve.py\nENTRYPOINT ["python", "/opt/ml/code/serve.py"]\n',
      'serve.py': `import subprocess, sys\n${APP}if __name__ == "__main__":\n    subprocess.run([sys.executable, "-m", "gunicorn", "serve:app", "-b", "127.0.0.1:8080", "-w", "1"])\n`,
    };
    expect(said('listens-on-all-interfaces', files)).toHaveLength(1);
    expect(said('train-is-answered', files)).toEqual([]);
  });
});

it('a program that CMD stands in for may only miss its place on PATH', () => {
  const files = {
    Dockerfile: `${SERVING}COPY program /opt/program\nWORKDIR /opt/program\nCMD ["python", "serve"]\n`,
    ...PROGRAM,
  };
  expect(said('cmd-is-replaced', files)).toEqual([
    ['error', expect.stringContaining('`/opt/program/serve` is there, but its folder is not on PATH')],
  ]);
});

it.each([
  ['serve-is-answered', 'inference', 'sagemaker_inference'],
  ['train-is-answered', 'training', 'sagemaker_training.train'],
])('a toolkit is no program of its own: %s', (rule, role, module) => {
  const files = (name: string): Record<string, string> => ({
    Dockerfile: `# sagemaker: roles=${role}\nFROM python:3.12-slim\nRUN pip install sagemaker-${role}\nENTRYPOINT ["python", "-m", "${name}"]\n`,
  });
  expect(said(rule, files(module))).toEqual([['error', expect.stringContaining(`python -m ${module}`)]]);
  expect(said(rule, files('sagemaker_training.cli.train'))).toEqual([]);
});
