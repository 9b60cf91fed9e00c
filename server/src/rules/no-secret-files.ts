import type { Range } from 'vscode-languageserver-types';
import { joinInside } from '../context/paths';
import type { RequirementId } from '../../../contract/requirements';
import type { Subject } from '../subject';
import { defineRule } from './rule';
import { baseName } from './support/places';
import { holdsAwsKey, holdsToken, isRealSecret, isSecretName } from './support/secrets';

export const noSecretFiles = defineRule({
  id: 'no-secret-files',
  summary: 'No files with credentials are copied into the image',
  requirements: ['ENV-08', 'CFG-02'],
  roles: 'any',
  severity: 'error',
  fixable: false,
  why: 'Everybody who can pull the image can read what is copied into it, also when a later step removes it again. On SageMaker no key of AWS is needed either: the SDKs take the credentials of the execution role, and a baked `.aws/credentials` file would only leak.',
  remedy:
    'Leave the file out (`.dockerignore`), give the execution role what the program needs, and fetch other secrets from AWS Secrets Manager at run time. For secrets of the build use `RUN --mount=type=secret`.',
  bad: [
    {
      title: 'credentials of AWS',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY aws/.aws/credentials /root/.aws/credentials\n',
        'aws/.aws/credentials': '[default]\naws_access_key_id = AKIAQWERTZUIOPASDFGH\naws_secret_access_key = abc\n',
      },
    },
    {
      title: 'a private key, removed too late',
      files: {
        Dockerfile:
          '# sagemaker: roles=training\nFROM python:3.12-slim\nCOPY id_rsa /root/.ssh/id_rsa\nRUN rm /root/.ssh/id_rsa\n',
        id_rsa: '-----BEGIN OPENSSH PRIVATE KEY-----\n',
      },
    },
    {
      title: 'a private key as PEM in a folder',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY . /opt/program\n',
        'keys/me.pem': '-----BEGIN RSA PRIVATE KEY-----\nMII\n',
      },
    },
    {
      title: 'settings with secrets',
      files: {
        Dockerfile: '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY .env /opt/program/.env\n',
        '.env': 'DB_PASSWORD=hunter2hunter2\n',
      },
    },
    {
      title: 'a folder with credentials that can not be looked into',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY --from=example.com/keys:1 /root/.aws/credentials /root/.aws/credentials\n',
      },
    },
  ],
  good: [
    {
      title: 'certificates, public keys, plain settings and empty templates',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY . /opt/program/\nCOPY serve /usr/local/bin/serve\n',
        'certs/ca.pem': '-----BEGIN CERTIFICATE-----\nMII\n',
        'id_rsa.pub': 'ssh-rsa AAAA\n',
        '.env': 'DEBUG=1\nDB_PASSWORD=\n',
        '.env.example': 'DB_PASSWORD=hunter2hunter2\n',
        '.aws/config': '[default]\nregion = eu-west-1\n',
        '+x serve': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
    {
      title: 'kept out by .dockerignore',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim\nCOPY . /opt/program/\nCOPY serve /usr/local/bin/serve\n',
        '.dockerignore': '.env\n*.pem\n',
        '.env': 'DB_PASSWORD=hunter2hunter2\n',
        'me.pem': '-----BEGIN RSA PRIVATE KEY-----\nMII\n',
        '+x serve': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
    {
      title: 'only a builder stage sees it',
      files: {
        Dockerfile:
          '# sagemaker: roles=inference\nFROM python:3.12-slim AS build\nCOPY id_rsa /root/.ssh/id_rsa\nFROM python:3.12-slim\nCOPY serve /usr/local/bin/serve\n',
        id_rsa: '-----BEGIN OPENSSH PRIVATE KEY-----\n',
        '+x serve': '#!/usr/bin/env python\nprint(1)\n',
      },
    },
  ],
  check(subject, report) {
    const seen = new Set<string>();
    for (const { name, range, text } of copiedFiles(subject)) {
      const secret = secretIn(name, text);
      const key = `${range.start.line}:${range.start.character} ${baseName(name)}`;
      if (!secret || seen.has(key)) continue;
      seen.add(key);
      report({
        range,
        severity: secret.grave ? 'error' : 'warning',
        requirements: secret.requirements,
        message: `This copies \`${name}\`, ${secret.what}, into the image, where everybody who can pull it reads it. ${secret.instead}`,
      });
    }
  },
});

interface Copied {
  /** As the context calls it, or where it lands. */
  readonly name: string;
  readonly range: Range;
  readonly text: string | undefined;
}

/** Files named by a COPY, also those that a later step removes, and those that come with a folder. */
function copiedFiles(subject: Subject): readonly Copied[] {
  const { root, fs } = subject.context;
  const named = subject.files.copies.flatMap(({ sources, from }) =>
    sources.flatMap(({ pattern, range, state }): readonly Copied[] => {
      if (pattern === undefined || state === 'missing' || state === 'ignored' || !isSuspicious(`/${pattern}`))
        return [];
      const path = root === undefined || from !== undefined ? undefined : joinInside(root, pattern.replace(/^\/+/, ''));
      return [{ name: pattern, range, text: path === undefined ? undefined : fs.read(path) }];
    }),
  );
  const brought = subject.files.files.flatMap((file): readonly Copied[] => {
    const keyword = file.instruction?.keyword;
    if (file.type !== 'file' || !file.range || (keyword !== 'COPY' && keyword !== 'ADD')) return [];
    return isSuspicious(file.path) ? [{ name: file.path, range: file.range, text: file.text }] : [];
  });
  return [...named, ...brought];
}

/** Cheap look at the name, before anything is read. */
function isSuspicious(path: string): boolean {
  return /(?:^|\/)\.aws\/credentials$|\/\.?(?:env|netrc|pgpass|git-credentials)$|\/\.env\.[\w-]+$|\.(?:pem|key)$|\/id_(?:rsa|dsa|ecdsa|ed25519)$/.test(
    path,
  );
}

interface Secret {
  readonly what: string;
  readonly grave: boolean;
  readonly requirements: readonly RequirementId[];
  readonly instead: string;
}

const ROLE = 'Leave it out: on SageMaker the SDKs take the credentials of the execution role.';
const MANAGER = 'Leave it out, and fetch secrets from AWS Secrets Manager when the container runs.';

function secretIn(name: string, text: string | undefined): Secret | undefined {
  const base = baseName(name);
  if (/(?:^|\/)\.aws\/credentials$/.test(name)) {
    if (text !== undefined && !/aws_secret_access_key\s*=\s*\S/i.test(text)) return undefined;
    return { what: 'the credentials of AWS', grave: true, requirements: ['ENV-08'], instead: ROLE };
  }
  if (/^id_(?:rsa|dsa|ecdsa|ed25519)$/.test(base))
    return privateKey(text === undefined || text.includes('PRIVATE KEY'), name);
  if (/\.(?:pem|key)$/.test(base)) return privateKey(text?.includes('PRIVATE KEY') === true, name);
  if (/^\.(?:netrc|pgpass|git-credentials)$/.test(base)) {
    return text?.trim() === ''
      ? undefined
      : { what: 'a file of passwords', grave: false, requirements: ['CFG-02'], instead: MANAGER };
  }
  return /^\.env(?:\.(?!example|sample|template|dist|test)[\w-]+)?$/.test(base) ? settings(text) : undefined;
}

function privateKey(found: boolean, name: string): Secret | undefined {
  // Keys of tests and of TLS in front of a local server are no way into anything.
  const grave = !/(?:^|\/)(?:tests?|testdata|fixtures|ssl|tls|certs?|nginx)\//.test(name) && !name.endsWith('.key');
  return found ? { what: 'a private key', grave, requirements: ['CFG-02'], instead: MANAGER } : undefined;
}

/** `.env`: its values decide; when they are not known the name is enough for a warning. */
function settings(text: string | undefined): Secret | undefined {
  const what = text === undefined ? 'which usually holds secrets' : 'which holds secrets';
  if (text !== undefined && holdsAwsKey(text))
    return { what: 'which holds a key of AWS', grave: true, requirements: ['ENV-08'], instead: ROLE };
  const secret = text === undefined || holdsToken(text) || text.split(/\r?\n/).some(isSecretLine);
  return secret ? { what, grave: false, requirements: ['CFG-02'], instead: MANAGER } : undefined;
}

function isSecretLine(line: string): boolean {
  const [, name = '', value = ''] = /^\s*(?:export\s+)?(\w+)\s*=\s*(.*)$/.exec(line) ?? [];
  return (
    (isSecretName(name) || name === 'AWS_SECRET_ACCESS_KEY') &&
    isRealSecret(value.trim().replace(/^(["'])(.*)\1$/, '$2'))
  );
}
