import { ADDED_LATER, base, family, hub, official, plainFamily, tagHas, versionOf } from './base';
import type { Family } from './base';

const PYTHON = ['python', 'python3', 'pip', 'pip3'];
const TOOLS = ['gcc', 'g++', 'make', 'git', 'curl', 'wget'];

const SCRATCH = base({
  id: 'scratch',
  summary: 'The empty image: no shell, no libraries, nothing.',
  kind: 'scratch',
  cmd: undefined,
  os: 'none',
  lacks: ['sh', 'bash', 'env', ...PYTHON, ...TOOLS, ...ADDED_LATER],
});

const DEBIAN = base({
  id: 'debian',
  summary: 'Debian: a shell and apt; Python, compilers and curl have to be installed.',
  kind: 'os',
  cmd: ['bash'],
  os: 'debian',
  has: ['sh', 'bash', 'perl', 'env'],
  lacks: [...PYTHON, ...TOOLS, ...ADDED_LATER],
});

const UBUNTU = base({
  id: 'ubuntu',
  summary: 'Ubuntu: a shell and apt; Python, compilers and curl have to be installed.',
  kind: 'os',
  cmd: ['/bin/bash'],
  os: 'ubuntu',
  has: ['sh', 'bash', 'perl', 'env'],
  lacks: [...PYTHON, ...TOOLS, ...ADDED_LATER],
});

/** Before 18.04 some builds of Ubuntu's image came with Python. */
const OLD_UBUNTU = base({
  ...UBUNTU,
  id: 'ubuntu-old',
  lacks: UBUNTU.lacks.filter((program) => !PYTHON.includes(program)),
});

const AMAZON_LINUX_COMMON = {
  kind: 'os',
  cmd: ['/bin/bash'],
  os: 'amazon',
} as const;

const AMAZON_LINUX_2023 = base({
  ...AMAZON_LINUX_COMMON,
  id: 'amazonlinux-2023',
  summary: 'Amazon Linux 2023: a shell, dnf, curl and the system’s `python3`; no pip, no compilers.',
  has: ['sh', 'bash', 'env', 'curl', 'python3'],
  lacks: ['python', 'pip', 'pip3', 'gcc', 'g++', 'make', 'git', 'wget', ...ADDED_LATER],
});

const AMAZON_LINUX_MINIMAL = base({
  ...AMAZON_LINUX_COMMON,
  id: 'amazonlinux-minimal',
  summary: 'Amazon Linux 2023, minimal: a shell and microdnf.',
  has: ['sh', 'bash', 'env'],
  lacks: ['python', 'pip', 'pip3', 'gcc', 'g++', 'make', 'git', 'wget', ...ADDED_LATER],
});

const AMAZON_LINUX_2 = base({
  ...AMAZON_LINUX_COMMON,
  id: 'amazonlinux-2',
  summary: 'Amazon Linux 2: a shell, yum, curl and Python 2.7; no `python3`, no compilers.',
  has: ['sh', 'bash', 'env', 'curl', 'python'],
  lacks: ['python3', 'pip', 'pip3', 'gcc', 'g++', 'make', 'git', 'wget', ...ADDED_LATER],
});

const ALPINE = base({
  id: 'alpine',
  summary: 'Alpine: BusyBox’s `sh`, no bash; musl instead of glibc, for which many Python wheels are not built.',
  kind: 'os',
  cmd: ['/bin/sh'],
  os: 'alpine',
  has: ['sh', 'env', 'wget'],
  lacks: ['bash', ...PYTHON, 'gcc', 'g++', 'make', 'git', 'curl', 'perl', ...ADDED_LATER],
});

const RHEL = base({
  id: 'rhel',
  summary: 'A system of the Red Hat family: a shell, curl and dnf or yum.',
  kind: 'os',
  cmd: ['/bin/bash'],
  os: 'rhel',
  has: ['sh', 'bash', 'env', 'curl'],
  lacks: ['gcc', 'g++', 'pip', ...ADDED_LATER],
});

const BUSYBOX = base({
  id: 'busybox',
  summary: 'BusyBox: its own small `sh` and tools, no package manager.',
  kind: 'os',
  cmd: ['sh'],
  has: ['sh', 'env', 'wget'],
  lacks: ['bash', ...PYTHON, 'gcc', 'g++', 'make', 'git', 'curl', 'perl', ...ADDED_LATER],
});

const OLDEST_UBUNTU_WITHOUT_PYTHON = 18;
const OLD_UBUNTU_NAMES = ['precise', 'trusty', 'xenial'];

const SCRATCH_FAMILY: Family = {
  rows: [SCRATCH],
  matches: ({ registry, repository, tag, digest }) =>
    registry === 'docker.io' && repository === 'library/scratch' && tag === undefined && digest === undefined,
  choose: () => SCRATCH,
};

/** Images that are an operating system and little else. */
export const SYSTEMS: readonly Family[] = [
  SCRATCH_FAMILY,
  plainFamily(official('debian'), DEBIAN),
  family(official('ubuntu'), [UBUNTU, OLD_UBUNTU], (tag) => {
    const [major] = versionOf(tag);
    const old =
      major === undefined ? OLD_UBUNTU_NAMES.some((name) => tagHas(tag, name)) : major < OLDEST_UBUNTU_WITHOUT_PYTHON;
    return old ? OLD_UBUNTU : UBUNTU;
  }),
  family(
    [...official('amazonlinux'), 'public.ecr.aws/amazonlinux/amazonlinux'],
    [AMAZON_LINUX_2023, AMAZON_LINUX_2, AMAZON_LINUX_MINIMAL],
    (tag) => {
      if (tagHas(tag, 'minimal')) return AMAZON_LINUX_MINIMAL;
      if (tag === 'latest' || tag.startsWith('2023')) return AMAZON_LINUX_2023;
      return /^2(?![0-9])/.test(tag) ? AMAZON_LINUX_2 : undefined;
    },
  ),
  plainFamily(official('alpine'), ALPINE),
  plainFamily(
    [
      ...official('fedora', 'centos', 'rockylinux', 'almalinux'),
      ...hub('rockylinux/rockylinux', 'almalinux/almalinux'),
      'quay.io/centos/centos',
      'registry.access.redhat.com/ubi8/ubi',
      'registry.access.redhat.com/ubi9/ubi',
      'registry.access.redhat.com/ubi8',
      'registry.access.redhat.com/ubi9',
    ],
    RHEL,
  ),
  plainFamily(official('busybox'), BUSYBOX),
];
