import {
  COMMON_INTERFACE,
  INTERFACE_VARIABLES,
  NETWORK_INTERFACE_KEY,
  NETWORK_INTERFACE_VARIABLE,
} from '../../../contract/hosts';
import { defineRule } from './rule';
import { removePair } from './support/edits';
import { baseName, fileRange, relatedInFile } from './support/places';

const START = '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY train /usr/local/bin/train\n';
const TRAIN = '#!/usr/bin/env python\nprint(1)\n';

/** As much of a line as is looked at before a literal. */
const NEAR = 200;

export const ncclInterfaceIsRead = defineRule({
  id: 'nccl-interface-is-read',
  summary: 'The network interface between the hosts is read, not baked in',
  requirements: ['NET-05', 'CFG-05'],
  roles: ['training'],
  severity: 'info',
  fixable: true,
  why: `The network interface between the hosts of a job is named in \`resourceconfig.json\` (\`${NETWORK_INTERFACE_KEY}\`). With another one in NCCL_SOCKET_IFNAME, distributed training hangs or fails with "no socket interface found".`,
  remedy: `Set it when training starts: \`export NCCL_SOCKET_IFNAME=$${NETWORK_INTERFACE_VARIABLE}\` with the training toolkit, else from \`resourceconfig.json\`.`,
  bad: [
    {
      title: 'in ENV',
      files: { Dockerfile: `${START}ENV NCCL_DEBUG=INFO NCCL_SOCKET_IFNAME=eth0\n`, '+x train': TRAIN },
    },
    {
      title: 'in the code',
      files: {
        Dockerfile: START,
        '+x train': '#!/usr/bin/env python\nimport os\nos.environ["NCCL_SOCKET_IFNAME"] = "eth0"\n',
      },
    },
  ],
  good: [
    {
      title: 'read when training starts',
      files: {
        Dockerfile: `${START}ENV NCCL_DEBUG=INFO\n`,
        '+x train':
          '#!/usr/bin/env python\nimport json\nimport os\nconfig = json.load(open("/opt/ml/input/config/resourceconfig.json"))\nos.environ["NCCL_SOCKET_IFNAME"] = config["network_interface_name"]\n',
      },
    },
    {
      title: 'what must not be used',
      files: { Dockerfile: `${START}ENV NCCL_SOCKET_IFNAME=^lo,docker\n`, '+x train': TRAIN },
    },
    { title: 'another variable', files: { Dockerfile: `${START}ENV INTERFACE=eth0\n`, '+x train': TRAIN } },
    {
      title: 'only a fallback',
      files: {
        Dockerfile: START,
        '+x train':
          '#!/usr/bin/env python\nimport os\nos.environ["NCCL_SOCKET_IFNAME"] = os.environ.get("SM_NETWORK_INTERFACE_NAME", "eth0")\n',
      },
    },
  ],
  check(subject, report) {
    for (const name of INTERFACE_VARIABLES) {
      const setting = subject.config.env.get(name);
      if (setting?.origin.from !== 'instruction' || !setting.value.known || !isInterface(setting.value.value)) continue;
      const { instruction, range } = setting.origin;
      const pair = instruction.pairs.find((it) => it.name.value.known && it.name.value.value === name);
      const edit = pair && removePair(subject, instruction, pair);
      report({
        range,
        message: `\`${name}=${setting.value.value}\` is baked in, but the network interface between the hosts is named in \`resourceconfig.json\`. Set it from \`${NETWORK_INTERFACE_KEY}\` when training starts.`,
        fixes: edit ? [{ title: `Remove \`${name}\``, edits: [edit], safe: false }] : [],
      });
    }
    for (const { file, facts } of subject.pythonOf('train')) {
      const lines = (file.text ?? '').split('\n');
      const found = facts.strings.find(({ value, range }) => {
        const before = (lines[range.start.line] ?? '').slice(
          Math.max(0, range.start.character - NEAR),
          range.start.character,
        );
        return (
          isInterface(value.text) &&
          INTERFACE_VARIABLES.some((it) => new RegExp(`environ\\[["']${it}["']\\]\\s*=\\s*$`).test(before))
        );
      });
      if (!found) continue;
      report({
        range: fileRange(subject, file),
        message: `\`${baseName(file.path)}\` sets the network interface to \`${found.value.text}\`, but it is named in \`resourceconfig.json\`. Take it from \`${NETWORK_INTERFACE_KEY}\`.`,
        related: relatedInFile(file, found.range, 'It is set here.'),
      });
    }
  },
});

/** One interface by its name: not an exclusion (`^lo`), not a list. */
function isInterface(text: string): boolean {
  return text === COMMON_INTERFACE.value || /^=?(?:eth|ens|eno|enp)[\da-z]{1,8}$/.test(text);
}
