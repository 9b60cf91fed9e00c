import { CREDENTIAL_VARIABLES } from '../../../contract/environment';
import type { Instruction, Pair } from '../dockerfile/types';
import { knownOr } from '../known';
import { program } from '../shell/program';
import type { ShellCommand } from '../shell/types';
import type { Subject } from '../subject';
import { defineRule, type Report } from './rule';
import { removePair } from './support/edits';
import { holdsAwsKey, holdsToken, isRealSecret, isSecretName } from './support/secrets';

const START = '# sagemaker: roles=processing\nFROM python:3.12-slim\n';
const END = 'COPY process.py /opt/program/process.py\nCMD ["python", "/opt/program/process.py"]\n';
const PROCESS = 'print(1)\n';
/** Made up; in two parts, so that no scanner of this repository takes it for a real one. */
const KEY = ['AKIA', 'Q3EGRNKB7TLWMPVX'].join('');

function example(title: string, lines: string): { title: string; files: Record<string, string> } {
  return { title, files: { Dockerfile: `${START}${lines}${END}`, 'process.py': PROCESS } };
}

export const noCredentialsInImage = defineRule({
  id: 'no-credentials-in-image',
  summary: 'No keys, tokens or passwords are built into the image',
  requirements: ['ENV-08', 'ENV-07', 'CFG-02'],
  roles: 'any',
  severity: 'error',
  fixable: true,
  why: 'Everyone who can pull the image can read its ENV and its build history. AWS keys in it also take the place of the execution role: the SDKs look at `AWS_ACCESS_KEY_ID` before they ask SageMaker for the role’s credentials, so the container works with other rights than you gave the job, and fails when the key is rotated.',
  remedy:
    'Remove them. At run time the execution role gives credentials; other secrets belong in Secrets Manager. In the build use `RUN --mount=type=secret`.',
  bad: [
    example(
      'keys in ENV',
      'ENV AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n',
    ),
    example(
      'keys handed on from build arguments',
      'ARG AWS_SECRET_ACCESS_KEY\nENV AWS_SECRET_ACCESS_KEY=${AWS_SECRET_ACCESS_KEY}\n',
    ),
    example('a build argument with the key as default', 'ARG AWS_SESSION_TOKEN=abcdefghijklmnop\n'),
    example('legacy form', 'ENV AWS_SECRET_ACCESS_KEY wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n'),
    example(
      'aws configure',
      'RUN pip install awscli && aws configure set aws_secret_access_key wJalrXUtnFEMI && aws configure set region eu-west-1\n',
    ),
    example(
      'a credentials file',
      'RUN mkdir -p /root/.aws && printf "[default]\\naws_access_key_id=x\\n" > /root/.aws/credentials\n',
    ),
    example('a key under another name', `ENV S3_KEY=${KEY}\n`),
    example('a key in a command', `RUN echo ${KEY} > /etc/key\n`),
    example('a key given to one command', 'RUN pip install awscli && AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI aws s3 ls\n'),
    example('an exported key', 'RUN export AWS_SECRET_ACCESS_KEY="wJalrXUtnFEMI"; pip install awscli\n'),
    example('a token of another service', 'ENV WANDB_API_KEY=0123456789abcdef0123456789abcdef01234567\n'),
    example('a token handed on from a build argument', 'ARG HF_TOKEN\nENV HF_TOKEN=$HF_TOKEN\n'),
  ],
  good: [
    example(
      'a secret mounted for one command',
      'RUN --mount=type=secret,id=aws,target=/root/.aws/credentials pip install boto3\n',
    ),
    example(
      'keys from a mounted file',
      'RUN --mount=type=secret,id=key AWS_SECRET_ACCESS_KEY=$(cat /run/secrets/key) pip install awscli && export AWS_SESSION_TOKEN="$TOKEN"\n',
    ),
    example('emptied variables', 'ENV AWS_ACCESS_KEY_ID="" HF_TOKEN=\n'),
    example(
      'placeholders and settings',
      'ENV DB_PASSWORD=changeme API_KEY=<your key> WANDB_API_KEY=none GRAFANA_PASSWORD=/run/secrets/grafana\n',
    ),
    example(
      'region and other settings',
      'ENV AWS_DEFAULT_REGION=eu-west-1 TOKENIZERS_PARALLELISM=false MAX_TOKENS=2048\nRUN pip install awscli && aws configure set region eu-west-1\n',
    ),
    example('a token that is only an argument of the build', 'ARG HF_TOKEN\nRUN pip install huggingface_hub\n'),
    example(
      'credentials that are removed in the same step',
      'RUN mkdir -p /root/.aws && echo x > /root/.aws/credentials && rm -rf /root/.aws\n',
    ),
  ],
  check(subject, report) {
    const argumentsOfFile = new Set(
      subject.dockerfile.instructions
        .filter((it) => it.keyword === 'ARG')
        .flatMap((it) => it.pairs.map((pair) => nameOf(pair))),
    );
    for (const instruction of [...subject.dockerfile.globalArgs, ...subject.stage.lineage]) {
      if (instruction.keyword !== 'ENV' && instruction.keyword !== 'ARG') continue;
      for (const pair of instruction.pairs) checkPair(subject, instruction, pair, argumentsOfFile, report);
    }
    for (const command of subject.commands) checkCommand(command, subject, report);
  },
});

function nameOf(pair: Pair): string {
  return knownOr(pair.name.value, pair.name.raw);
}

function checkPair(
  subject: Subject,
  instruction: Instruction,
  pair: Pair,
  argumentsOfFile: ReadonlySet<string>,
  report: Report,
): void {
  const name = nameOf(pair);
  const isEnv = instruction.keyword === 'ENV';
  const value = pair.value && knownOr(pair.value.value, undefined);
  const isAws = CREDENTIAL_VARIABLES.includes(name);
  const edit = removePair(subject, instruction, pair);
  const fixes = edit ? [{ title: `Remove \`${name}\``, edits: [edit], safe: false }] : [];
  const fromArgument = pair.value?.variables.some((it) => argumentsOfFile.has(it)) === true;
  const text = pair.value?.raw ?? '';
  if (isAws && !pair.value) {
    report({
      range: pair.range,
      severity: 'hint',
      message: `What is passed as \`${name}\` stays in the build history of the image. Mount it for the command that needs it: \`RUN --mount=type=secret\`.`,
    });
  } else if (isAws && (fromArgument || (value !== undefined && value !== ''))) {
    const how = isEnv
      ? 'it takes the place of the execution role, and everyone who can pull the image can read it'
      : 'everyone who can pull the image can read it in the build history';
    report({
      range: pair.range,
      fixes,
      message: `\`${name}\` is built into the image: ${how}. Remove it; SageMaker gives the role’s credentials at run time.`,
    });
  } else if (holdsAwsKey(text)) {
    report({
      range: pair.range,
      fixes,
      message: `\`${name}\` holds an AWS access key, readable by everyone who can pull the image. Remove it and rotate the key; SageMaker gives the role’s credentials at run time.`,
    });
  } else if (
    holdsToken(text) ||
    (isSecretName(name) && (fromArgument || (value !== undefined && isRealSecret(value))))
  ) {
    report({
      range: pair.range,
      fixes,
      severity: 'warning',
      requirements: ['CFG-02'],
      message: `The secret \`${name}\` is built into the image, readable by everyone who can pull it. Read it from Secrets Manager at run time, or mount it for the build: \`RUN --mount=type=secret\`.`,
    });
  }
}

function checkCommand(command: ShellCommand, subject: Subject, report: Report): void {
  const { name, args } = program(command);
  const words = args.map((it) => knownOr(it.value, undefined));
  const setting = words[2];
  if (
    name === 'aws' &&
    words[0] === 'configure' &&
    words[1] === 'set' &&
    setting !== undefined &&
    /^(?:[\w.-]+\.)?aws_(?:access_key_id|secret_access_key|session_token)$/.test(setting)
  ) {
    report({
      range: command.range,
      message: `\`aws configure set ${setting}\` writes the key into the image: it takes the place of the execution role, and everyone who can pull the image can read it. Remove it.`,
    });
    return;
  }
  const file = command.redirects.find((it) => /^>/.test(it.operator) && /\.aws\/credentials["']?$/.test(it.target.raw));
  if (file && !isRemoved(command, subject)) {
    report({
      range: file.target.range,
      message:
        'AWS credentials are written into the image: they take the place of the execution role, and everyone who can pull the image can read them. Remove them, or mount them for the command that needs them: `RUN --mount=type=secret`.',
    });
    return;
  }
  const given = credentialGiven(command);
  if (given !== undefined) {
    report({
      range: command.range,
      severity: 'warning',
      message: `The value of \`${given}\` stays in the build history of the image, readable by everyone who can pull it. Mount it for this command: \`RUN --mount=type=secret\`.`,
    });
    return;
  }
  const word = command.words.find((it) => holdsAwsKey(it.raw) || holdsToken(it.raw));
  if (!word) return;
  const isKey = holdsAwsKey(word.raw);
  report({
    range: word.range,
    severity: isKey ? 'error' : 'warning',
    message: `This command holds ${isKey ? 'an AWS access key' : 'a secret token'}, which stays in the build history of the image. Remove and rotate it; mount secrets for the build: \`RUN --mount=type=secret\`.`,
  });
}

/** A credential variable that is set to a literal for a command, or exported. */
function credentialGiven(command: ShellCommand): string | undefined {
  const text = command.instruction.argumentsText;
  const assigned = command.assignments.find(
    (it) =>
      CREDENTIAL_VARIABLES.includes(it.name) &&
      it.value.known &&
      it.value.value !== '' &&
      text.includes(it.value.value),
  );
  if (assigned) return assigned.name;
  return CREDENTIAL_VARIABLES.find((name) =>
    command.words.some((it) => new RegExp(`^${name}=["']?[^$"'\\s]`).test(it.raw)),
  );
}

/** A later command of the same step takes the file away again, so no layer holds it. */
function isRemoved(command: ShellCommand, subject: Subject): boolean {
  return subject.commands.some(
    (it) =>
      it.instruction === command.instruction &&
      program(it).name === 'rm' &&
      it.words.some((word) => word.raw.includes('.aws')),
  );
}
