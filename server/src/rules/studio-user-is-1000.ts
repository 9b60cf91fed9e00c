import { STUDIO_GID, STUDIO_UID } from '../../../contract/opt-ml';
import { DISTRIBUTION_BASE } from '../../../contract/studio-apps';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { baseRange, headline, settingInstruction } from './support/places';
import { isRoot, uidOf, userAndGroup } from './support/users';

const KERNEL = '# sagemaker: roles=studio\nFROM python:3.12-slim\nRUN pip install ipykernel\n';

export const studioUserIs1000 = defineRule({
  id: 'studio-user-is-1000',
  summary: 'The user is number 1000, group 100, as Studio has it',
  requirements: ['STUDIO-01'],
  roles: ['studio'],
  severity: 'error',
  fixable: false,
  why: 'The user’s volume in Studio belongs to user 1000 and group 100. An image with another user cannot be started as JupyterLab or Code Editor: "Ensure that the UID/GID provided in the AppImageConfig matches the default UID/GID defined in the image". Only Studio Classic takes root (0 and 0) too.',
  remedy: 'Create the user with `useradd --uid 1000 --gid 100`, and end with `USER 1000` (group 100 being its own).',
  bad: [
    { title: 'another number', files: { Dockerfile: `${KERNEL}USER 1001\n` } },
    {
      title: 'a user with another number',
      files: { Dockerfile: `${KERNEL}ARG NB_UID=1001\nRUN useradd -m -u "\${NB_UID}" -g 100 dev\nUSER dev\n` },
    },
    { title: 'another group', files: { Dockerfile: `${KERNEL}USER 1000:1000\n` } },
    { title: 'root', files: { Dockerfile: KERNEL } },
    { title: 'root, said', files: { Dockerfile: `${KERNEL}USER root\n# hadolint ignore=DL3006\n` } },
  ],
  good: [
    {
      title: 'as in AWS’s documentation',
      files: {
        Dockerfile: `${KERNEL}ARG NB_UID=1000\nARG NB_GID=100\nRUN useradd --create-home --shell /bin/bash --gid "\${NB_GID}" --uid \${NB_UID} dev\nUSER \${NB_UID}\n`,
      },
    },
    { title: 'number and group', files: { Dockerfile: `${KERNEL}USER 1000:100\n` } },
    { title: 'by name', files: { Dockerfile: `${KERNEL}RUN useradd -m -u 1000 -g users dev\nUSER dev:users\n` } },
    { title: 'a user of unknown number', files: { Dockerfile: `${KERNEL}RUN useradd -m dev\nUSER dev\n` } },
    {
      title: 'the base is not known',
      files: { Dockerfile: '# sagemaker: roles=studio\nARG BASE\nFROM ${BASE}\nRUN true\n' },
    },
  ],
  check(subject, report) {
    const { user } = subject.config;
    if (!user.value.known) return;
    const name = user.value.value;
    const instruction = settingInstruction(user);
    const range = instruction ? headline(subject, instruction) : baseRange(subject);
    if (isRoot(name)) {
      // `distribution-user-is-restored` says that.
      if (subject.stage.base.row?.id === DISTRIBUTION_BASE) return;
      report({
        range,
        severity: isApp(subject) ? 'warning' : 'info',
        message: `The container runs as root. JupyterLab and Code Editor in Studio need user ${STUDIO_UID} and group ${STUDIO_GID}, and do not start otherwise; only Studio Classic takes root. Create such a user and end with \`USER ${STUDIO_UID}\`.`,
      });
      return;
    }
    const [who, group] = userAndGroup(name ?? '');
    const uid = uidOf(subject, who);
    const others = group !== undefined && /^\d+$/.test(group) && Number(group) !== STUDIO_GID;
    if ((uid === undefined || uid === STUDIO_UID) && !others) return;
    const wrongUser = uid !== undefined && uid !== STUDIO_UID;
    const what = wrongUser ? `user ${uid}` : `group ${group ?? ''}`;
    report({
      range,
      severity: wrongUser ? 'error' : 'warning',
      message: `The container runs as ${what}. Studio’s volume belongs to user ${STUDIO_UID} and group ${STUDIO_GID}, and the app does not start with others. Use these numbers.`,
    });
  },
});

/** JupyterLab or Code Editor; an image with no more than a kernel may be meant for Studio Classic. */
function isApp({ dockerfile, packages }: Subject): boolean {
  return (
    packages.some((it) => it.name === 'jupyterlab') || /jupyter-?\s?lab|code-?(?:editor|server)/i.test(dockerfile.code)
  );
}
