import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DrillInput } from './drill-child';
import { modelRequest } from './local-subject';
import type { Subject } from './local-subject';

/** Where the drills have their data, model and answers: folders of the subject’s. */
export const S3 = {
  's3://bucket/train/': './data',
  's3://bucket/answers/': './answers',
  's3://bucket/model/': './model',
};

/** A process that does the work. */
export interface Worker {
  kill(): void;
  readonly exited: Promise<unknown>;
}

/** Does the work in a process of its own, and answers once it is in the middle of it: `ready` says when. */
export async function startWork(
  all: Subject,
  socketPath: string,
  work: DrillInput['work'],
  ready: (said: string) => boolean,
  inside: readonly string[] = [],
): Promise<Worker> {
  const { storage, folder } = all;
  const input: DrillInput = { socketPath, storage, folder, window: all.owner.window, s3: S3, work };
  const program = path.join(import.meta.dirname, 'drill-child.ts');
  const node = [process.execPath, '--import', 'tsx', program, JSON.stringify(input)];
  const [command = '', ...words] = [...inside, ...node];
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const exited = new Promise((resolve) => child.on('exit', resolve));
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  try {
    for (let waited = 0; !ready(said); waited += 50) {
      if (waited > 100_000 || child.exitCode !== null) throw new Error(`the work did not begin: ${said}`);
      await sleep(50);
    }
    return { kill, exited };
  } catch (error) {
    kill();
    await exited;
    throw error;
  }
}

/** Whether a file below the jobs’ folder has the text. */
export function wrote(all: Subject, file: string, text: string): boolean {
  const log = path.join(all.storage, 'jobs', file);
  return fs.existsSync(log) && fs.readFileSync(log, 'utf8').includes(text);
}

/** A model of two shell scripts. `invocations` is what it does for each before it answers `ok`. */
export function writeModel(folder: string, invocations: string): void {
  fs.mkdirSync(path.join(folder, 'model'));
  const serve = '#!/bin/sh\ntrap "exit 0" TERM\nnc -ll -p 8080 -e /opt/ml/model/answer & wait $!\n';
  fs.writeFileSync(path.join(folder, 'model', 'serve'), serve, { mode: 0o755 });
  const answer = `#!/bin/sh
read -r method path proto || exit 0
[ "$method" = GET ] && [ "$path" != /ping ] && { printf 'HTTP/1.1 404 No\\r\\nContent-Length: 0\\r\\n\\r\\n'; exit 0; }
[ "$method" = GET ] || { ${invocations}; }
printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nConnection: close\\r\\n\\r\\nok'
`;
  fs.writeFileSync(path.join(folder, 'model', 'answer'), answer, { mode: 0o755 });
}

export const SCRIPTED_MODEL = modelRequest('m', {
  ModelDataUrl: 's3://bucket/model/',
  Environment: { PATH: '/opt/ml/model:/bin' },
});

/** A transform job of that model over the training data. */
export const TRANSFORM = {
  TransformJobName: 't',
  ModelName: 'm',
  TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/train/' } } },
  TransformOutput: { S3OutputPath: 's3://bucket/answers/' },
  TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
} as const;

/** What was transformed, in whole. */
export function answersOf(all: Subject): readonly string[] {
  const answers = path.join(all.folder, 'answers');
  const written = fs.existsSync(answers) ? fs.readdirSync(answers) : [];
  return written.filter((file) => file.endsWith('.out'));
}
