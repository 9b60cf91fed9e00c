import { describe, expect, it } from 'vitest';
import { lintFiles } from '../lint-files';

function found(script: string, extra = ''): string[] {
  const result = lintFiles({
    Dockerfile: `# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train.py upload.py /opt/program/\nCOPY train /usr/local/bin/train\n${extra}`,
    'train.py': 'print(1)\n',
    'upload.py': 'print(1)\n',
    '+x train': script,
  });
  return result.findings.filter((it) => it.rule === 'exit-code-is-kept').map((it) => it.severity);
}

const RUN = 'python /opt/program/train.py';

describe('exit-code-is-kept', () => {
  it.each([
    ['|| true', `#!/bin/bash\n${RUN} || true\n`, ['error']],
    ['|| true with set -e', `#!/bin/bash\nset -e\n${RUN} || true\n`, ['error']],
    ['|| : behind a comment', `#!/bin/bash\n${RUN} || : # never mind\n`, ['error']],
    ['|| echo', `#!/bin/bash\n${RUN} || echo failed\n`, ['warning']],
    ['a message after it', `#!/bin/bash\n${RUN}\necho done\n`, ['warning']],
    ['exit 0 after it', `#!/bin/bash\n${RUN}\nexit 0\n`, ['error']],
    ['tee without bash options', `#!/bin/sh\n${RUN} | tee /tmp/log\n`, ['warning']],
  ])('%s loses it', (_name, script, severities) => {
    expect(found(script)).toEqual(severities);
  });

  it.each([
    ['a handler that ends with an error', `#!/bin/bash\n${RUN} || { echo failed; exit 1; }\n`],
    ['a check later on', `#!/bin/bash\n${RUN} || echo failed\nif [ -f /opt/ml/output/failure ]; then\n  exit 1\nfi\n`],
    [
      'an optional program at the end of a strict script',
      `#!/bin/bash\nset -e\n${RUN}\npython /opt/program/upload.py || true\n`,
    ],
    ['PIPESTATUS', `#!/bin/bash\n${RUN} | tee /tmp/log\nexit \${PIPESTATUS[0]}\n`],
    ['pipefail in the first line', `#!/bin/bash -o pipefail\n${RUN} | tee /tmp/log\n`],
    ['a condition around it', `#!/bin/bash\nif [ -n "$X" ]; then\n  ${RUN}\nfi\necho done\n`],
    ['a program in the background', `#!/bin/bash\n${RUN} &\necho started\nwait $!\n`],
    ['a trap', `#!/bin/bash\ntrap 'echo stopped' TERM\n${RUN}\necho done\n`],
    ['a helper that may fail', `#!/bin/bash\nmkdir /tmp/x || true\n${RUN}\n`],
    [
      'a script that serves as well',
      `#!/bin/bash\ncase "$1" in\n  train) ${RUN} ;;\n  serve) python /opt/program/upload.py || true ;;\nesac\n`,
    ],
  ])('%s keeps it', (_name, script) => {
    expect(found(script)).toEqual([]);
  });

  it('reads the ENTRYPOINT as well as the script it runs, each once', () => {
    expect(found(`#!/bin/bash\n${RUN} || true\n`, 'ENTRYPOINT ["/bin/bash", "-c", "train || true"]\n')).toEqual([
      'error',
      'error',
    ]);
    expect(found(`#!/bin/bash\n${RUN}\n`, 'ENTRYPOINT ["/bin/bash", "-ec", "train; echo done"]\n')).toEqual([]);
  });
});
