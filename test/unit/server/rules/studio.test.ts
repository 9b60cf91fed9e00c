import { describe, expect, it } from 'vitest';
import { applyEdits } from '../apply-edits';
import { lintFiles } from '../lint-files';

function studio(
  rest: string,
  more: Readonly<Record<string, string>> = {},
  head = '# sagemaker: roles=studio\nFROM python:3.12-slim\n',
): Record<string, string> {
  return { Dockerfile: `${head}${rest}`, ...more };
}

function findingsOf(rule: string, files: Readonly<Record<string, string>>): ReturnType<typeof lintFiles>['findings'] {
  return lintFiles(files).findings.filter((it) => it.rule === rule);
}

function severities(rule: string, files: Readonly<Record<string, string>>): readonly string[] {
  return findingsOf(rule, files).map((it) => it.severity);
}

describe('studio-user-is-1000', () => {
  const of = (rest: string) => severities('studio-user-is-1000', studio(rest));

  it('reads the number that a user was given', () => {
    expect(of('RUN useradd --uid=1001 dev\nUSER dev\n')).toEqual(['error']);
    expect(of('RUN adduser -D -u 1000 dev\nUSER dev\n')).toEqual([]);
    expect(of('RUN useradd -u 1001 dev && usermod -u 1000 dev\nUSER dev\n')).toEqual([]);
    expect(of('RUN useradd -u 1000 dev && usermod -aG sudo dev\nUSER dev\n')).toEqual([]);
    expect(of('RUN useradd -u 1001 other && useradd -u 1000 dev\nUSER dev\n')).toEqual([]);
  });

  it('tells the user from the values of options', () => {
    expect(of('RUN useradd -s dev -u 1001 other\nUSER dev\n')).toEqual([]);
    expect(of('RUN groupadd -g 1001 dev\nUSER dev\n')).toEqual([]);
  });

  it('does not guess', () => {
    expect(of('ARG ID\nRUN useradd -u $ID dev\nUSER dev\n')).toEqual([]);
    expect(of('RUN if id x; then useradd -u 1001 dev; fi\nUSER dev\n')).toEqual([]);
    expect(of('ARG WHO\nUSER $WHO\n')).toEqual([]);
  });

  it('takes root as a choice where only a kernel is installed', () => {
    expect(of('RUN pip install ipykernel\n')).toEqual(['info']);
    expect(of('RUN pip install jupyterlab ipykernel\n')).toEqual(['warning']);
    expect(of('RUN pip install ipykernel\nUSER 0:0\nCMD code-editor\n')).toEqual(['warning']);
  });

  it('looks at the group', () => {
    expect(of('USER 1000:1000\n')).toEqual(['warning']);
    expect(of('USER 1001:100\n')).toEqual(['error']);
    expect(of('USER 1000:users\n')).toEqual([]);
  });

  it('leaves SageMaker Distribution to the rule for it', () => {
    const files = studio('USER root\n', {}, 'FROM public.ecr.aws/sagemaker/sagemaker-distribution:2.6.0-cpu\n');
    expect(severities('studio-user-is-1000', files)).toEqual([]);
    expect(severities('distribution-user-is-restored', files)).toEqual(['warning']);
  });
});

describe('studio-home-is-not-baked', () => {
  const rule = 'studio-home-is-not-baked';

  it('says it once for an instruction', () => {
    const files = studio('COPY . /home/sagemaker-user/\n', { 'a.py': '', 'b.py': '' });
    expect(severities(rule, files)).toEqual(['error']);
  });

  it('is less grave for commands, and for images with another job', () => {
    expect(severities(rule, studio('RUN touch /home/sagemaker-user/x\n'))).toEqual(['warning']);
    const both = studio(
      'COPY a.py /home/sagemaker-user/\n',
      { 'a.py': '' },
      '# sagemaker: roles=studio,training\nFROM python:3.12-slim\n',
    );
    expect(severities(rule, both)).toEqual(['warning']);
  });

  it('tells what the build needs from what is left there', () => {
    const more = { 'requirements.txt': 'polars\n' };
    const copy = 'COPY requirements.txt /home/sagemaker-user/\n';
    expect(severities(rule, studio(`RUN echo requirements.txt\n${copy}`, more))).toEqual(['error']);
    expect(severities(rule, studio(`${copy}RUN pip install -r /home/sagemaker-user/requirements.txt\n`, more))).toEqual(
      [],
    );
    expect(severities(rule, studio(`${copy}RUN pip install polars\n`, more))).toEqual(['error']);
  });

  it('knows the directories of Studio', () => {
    expect(severities(rule, studio('RUN touch /var/log/studio/x /opt/.sagemakerinternal/y\n'))).toEqual(['warning']);
    const file = studio('COPY --from=example/x:1 /a /b /var/log/studio/\nRUN cat /var/log/studio/a\n');
    expect(severities(rule, file)).toEqual(['error']);
  });

  it('leaves directories, other homes and /opt/ml alone', () => {
    expect(
      severities(
        rule,
        studio('RUN mkdir -p /home/sagemaker-user/work\nCOPY a.py /home/sagemaker-user2/\nCOPY a.py /opt/ml/code/\n', {
          'a.py': '',
        }),
      ),
    ).toEqual([]);
  });
});

describe('jupyterlab-listens-for-studio', () => {
  const rule = 'jupyterlab-listens-for-studio';
  const BASE = '--ServerApp.base_url=/jupyterlab/default';

  it('fixes the argument in place, and adds one at the end', () => {
    const files = studio(`ENTRYPOINT ["jupyter-lab"]\nCMD ["--ip=0.0.0.0", "--port=80"]\n`);
    const fixed = findingsOf(rule, files).reduce<Record<string, string>>(
      (all, it) => applyEdits(all, 'Dockerfile', it.fixes[0]?.edits ?? []),
      files,
    );
    expect(severities(rule, files)).toEqual(['warning', 'error']);
    expect(fixed['Dockerfile']).toContain('"--ServerApp.port=8888"');
    const added = studio(`ENTRYPOINT ["jupyter", "lab", "--ip=0.0.0.0"]\n`);
    const edits = findingsOf(rule, added)[0]?.fixes[0]?.edits ?? [];
    expect(applyEdits(added, 'Dockerfile', edits)['Dockerfile']).toContain(
      `ENTRYPOINT ["jupyter", "lab", "--ip=0.0.0.0", "${BASE}"]`,
    );
  });

  it('points into the script', () => {
    const files = studio('COPY start /start\nENTRYPOINT ["/start"]\n', {
      '+x start': `#!/bin/bash\nset -e\nexec jupyter lab \\\n  --ip=localhost ${BASE}\n`,
    });
    const [found] = findingsOf(rule, files);
    expect(found?.related[0]?.range.start.line).toBe(2);
    expect(found?.fixes).toEqual([]);
  });

  it('does not miss what may be said elsewhere', () => {
    const CMD = 'CMD ["jupyter", "lab"]\n';
    expect(severities(rule, studio(CMD))).toEqual(['warning', 'warning']);
    expect(severities(rule, studio(`ENV JUPYTER_CONFIG_DIR=/etc/x\n${CMD}`))).toEqual([]);
    expect(severities(rule, studio(`RUN echo "c.x=1" >> /root/.jupyter/c.py\n${CMD}`))).toEqual([]);
    expect(severities(rule, studio('CMD ["jupyter", "lab", "--config=/x.py"]\n'))).toEqual([]);
    expect(
      severities(rule, studio(CMD, {}, '# sagemaker: roles=studio\nFROM quay.io/jupyter/base-notebook:2024-10-14\n')),
    ).toEqual([]);
    expect(severities(rule, studio('CMD ["jupyter", "notebook"]\n'))).toEqual([]);
  });
});

describe('code-editor-listens-for-studio', () => {
  const of = (args: string) => severities('code-editor-listens-for-studio', studio(`CMD code-editor ${args}\n`));

  it('takes both names of the base path', () => {
    expect(of('--server-base-path=/CodeEditor/default/ --port 8888')).toEqual([]);
    expect(of('--base-path /CodeEditor/default --host localhost')).toEqual(['error']);
    expect(of('--port 8888')).toEqual(['warning']);
    expect(of('--port 8888 "$@"')).toEqual([]);
    expect(of('--base-path /CodeEditor/default --bind-addr 127.0.0.1:8888')).toEqual(['error']);
    expect(of('--base-path /CodeEditor/default --bind-addr 0.0.0.0:8888')).toEqual([]);
  });
});

describe('studio-files-have-low-owner', () => {
  const of = (rest: string) => severities('studio-files-have-low-owner', studio(rest));

  it('reads owners of all kinds', () => {
    expect(of('RUN groupadd -g 65536 team\n')).toEqual(['error']);
    expect(of('RUN chgrp 99999 /x\n')).toEqual(['error']);
    expect(of('ARG ID=99999\nADD --chown=$ID x /x\n')).toEqual(['error']);
    expect(of('RUN useradd -u 65535 -g 100 x && chown 65535 /data/70000 && sleep 99999\n')).toEqual([]);
  });
});

describe('studio-kernel-exists', () => {
  const of = (rest: string, head?: string) => findingsOf('studio-kernel-exists', studio(rest, {}, head));

  it('installs as root, and goes back', () => {
    const files = studio('USER 1000:100\n');
    const edits = findingsOf('studio-kernel-exists', files)[0]?.fixes[0]?.edits ?? [];
    expect(applyEdits(files, 'Dockerfile', edits)['Dockerfile']).toMatch(
      /USER 1000:100\nUSER root\nRUN pip install ipykernel .*\nUSER 1000:100\n$/,
    );
  });

  it('knows only plain Python', () => {
    expect(of('RUN true\n', '# sagemaker: roles=studio\nFROM rocker/r-ver:4.3\n')).toEqual([]);
    expect(of('RUN bash install.sh\n')).toEqual([]);
    expect(of('RUN pip install ./tool.whl\n')).toEqual([]);
    expect(of('RUN true\n')).toHaveLength(1);
  });
});
