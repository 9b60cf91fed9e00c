import { it } from 'vitest';
import { lintFiles, describeFindings } from '../lint-files';
const cases: Record<string,Record<string,string>> = {
 a: { Dockerfile: '# sagemaker: roles=studio\nFROM python:3.12-slim\nRUN pip install jupyterlab\nENTRYPOINT ["jupyter-lab"]\nCMD ["--ServerApp.ip=0.0.0.0", "--ServerApp.port=8889"]\n' },
 b: { Dockerfile: '# sagemaker: roles=studio\nFROM python:3.12-slim\nRUN pip install jupyterlab\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n', '+x start.sh': '#!/bin/bash\nset -e\nexec jupyter lab --ip 0.0.0.0 --port=8889\n' },
 c: { Dockerfile: '# sagemaker: roles=studio\nFROM python:3.12-slim\nRUN pip install jupyterlab\nCMD jupyter lab --ServerApp.ip=0.0.0.0 --ServerApp.token=\'\'\n' },
};
it('x', () => { for (const [k,f] of Object.entries(cases)) { const r = lintFiles(f); console.log(k, JSON.stringify(r.subject?.run.chain.map(l=>[l.role,l.argv,l.file?.path])), JSON.stringify(r.subject?.run.outcome), describeFindings(r)); } });
