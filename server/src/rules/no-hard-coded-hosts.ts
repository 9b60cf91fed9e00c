import { HOST_NAME } from '../../../contract/hosts';
import type { ImageFile } from '../context/types';
import type { PythonFacts } from '../readers/types';
import { defineRule } from './rule';
import { baseName, fileRange, relatedInFile } from './support/places';

const START = '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\n';

/** As much of a line as is looked at before a literal. */
const NEAR = 200;

export const noHardCodedHosts = defineRule({
  id: 'no-hard-coded-hosts',
  summary: 'The names of a job’s hosts are read, not written into the code',
  requirements: ['CFG-05'],
  roles: ['training'],
  severity: 'warning',
  fixable: false,
  why: 'The hosts of a training job are named in `/opt/ml/input/config/resourceconfig.json`. That they are called `algo-1`, `algo-2` … is not promised; heterogeneous clusters and restarted hosts bring other lists, and the job then waits for a host that does not exist.',
  remedy: 'Read `hosts` and `current_host` from `resourceconfig.json`; the first of the sorted `hosts` may lead.',
  bad: [
    {
      title: 'in the code',
      files: {
        Dockerfile: START,
        '+x train': '#!/usr/bin/env python\nimport os\nos.environ["MASTER_ADDR"] = "algo-1"\n',
      },
    },
    {
      title: 'with its port, in an address',
      files: { Dockerfile: START, '+x train': '#!/usr/bin/env python\naddress = "tcp://algo-1:7777"\n' },
    },
    {
      title: 'in ENV',
      files: { Dockerfile: `${START}ENV MASTER_ADDR=algo-1\n`, '+x train': '#!/usr/bin/env python\nprint(1)\n' },
    },
  ],
  good: [
    {
      title: 'read from the file',
      files: {
        Dockerfile: START,
        '+x train':
          '#!/usr/bin/env python\nimport json\nwith open("/opt/ml/input/config/resourceconfig.json") as file:\n    hosts = json.load(file)["hosts"]\n',
      },
    },
    {
      title: 'only a fallback',
      files: {
        Dockerfile: START,
        '+x train':
          '#!/usr/bin/env python\nimport os\nimport argparse\nhost = os.environ.get("CURRENT_HOST", "algo-1")\nparser = argparse.ArgumentParser()\nparser.add_argument("--host", default="algo-1")\nparser.parse_known_args()\n',
      },
    },
    {
      title: 'other names',
      files: {
        Dockerfile: `${START}ENV METHOD=algo-10x\n`,
        '+x train': '#!/usr/bin/env python\nprint("my-algo-1", "algo-1x")\n',
      },
    },
  ],
  check(subject, report) {
    for (const [name, { value, origin }] of subject.config.env) {
      if (
        origin.from !== 'instruction' ||
        !value.known ||
        !namesHost(value.value) ||
        /^(?:SM_)?CURRENT_HOST$/.test(name)
      )
        continue;
      report({
        range: origin.range,
        message: `\`${name}\` names a host of the job, which is not known before it runs. Read \`hosts\` from \`resourceconfig.json\` when training starts.`,
      });
    }
    for (const { file, facts } of subject.pythonOf('train')) {
      const [found] = hostsIn(file, facts);
      if (!found) continue;
      report({
        range: fileRange(subject, file),
        message: `\`${baseName(file.path)}\` has \`${found.value.text}\` written in it, but the names of a job’s hosts are not promised. Read \`hosts\` and \`current_host\` from \`resourceconfig.json\`.`,
        related: relatedInFile(file, found.range, 'The name stands here.'),
      });
    }
  },
});

/** `algo-1`, `algo-1:7777`, `tcp://algo-1:7777`. */
function namesHost(text: string): boolean {
  const host = /^(?:[a-z]{1,10}:\/\/)?([^:/\s]{1,20})(?::\d{1,5})?$/.exec(text)?.[1];
  return host !== undefined && HOST_NAME.test(host);
}

/** Literals that name a host and aren't what is taken when nothing else says. */
function hostsIn(file: ImageFile, facts: PythonFacts): PythonFacts['strings'] {
  const lines = (file.text ?? '').split('\n');
  return facts.strings.filter(({ value, range }) => {
    if (!namesHost(value.text)) return false;
    const before = (lines[range.start.line] ?? '').slice(
      Math.max(0, range.start.character - NEAR),
      range.start.character,
    );
    return !/\b(?:get|getenv|setdefault)\([^()]*,\s*\[?$|\bdefault\s*=\s*\[?$|\bor\s+\[?$/.test(before);
  });
}
