import type { PushFinding, PushPurpose } from '../../engine/src/aws/push-checks';
import type { Pushed, PushPlan } from '../../engine/src/aws/push';
import { sizeText } from '../../engine/src/session/size-text';
import { AWS_OPTIONS, connect, loadAws } from './aws';
import { confirm } from './confirm';
import { loadEngine } from './engine';
import { progressOn } from './progress';
import { oneOf, onlyPositional, readOptions } from './read-options';
import type { Terminal } from './terminal';
import { UsageError } from './usage';

const USES = ['training', 'processing', 'transform', 'endpoint', 'serverless', 'studio'] as const;
const ARM = 'linux/arm64';

/** `push`: sends an image of this machine to ECR, and prints its URI with the digest. */
export async function pushCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readOptions(args, [...AWS_OPTIONS, 'to', 'for', 'platform', 'yes', 'dry-run']);
  const image = onlyPositional(options, 'one image of this machine');
  const to = options.text('to');
  if (to === undefined) throw new UsageError('Say where the image goes: --to <repository>[:<tag>].');
  const purpose: PushPurpose = {
    uses: options.list('for').map((use) => oneOf(use, USES, '--for')),
    architecture: options.text('platform') === ARM ? 'arm64' : 'amd64',
  };
  const signal = terminal.interruption();
  const aws = await loadAws();
  const connection = await connect(aws, options, terminal);
  const progress = progressOn(terminal);
  const engine = await (await loadEngine()).connectEngine(signal);
  try {
    const { account } = await connection.identity(signal);
    const target = aws.pushTarget(to, { account, region: connection.name.region });
    const tools = { connection, engine };
    const plan = await aws.planPush(tools, { image, target, purpose }, signal);
    for (const line of planLines(plan)) progress.line(line);
    if (hasError(plan.findings)) return 1;
    if (options.flag('dry-run')) return 0;
    if (!(await confirm(`Push to ${target.uri}?`, options.flag('yes'), terminal))) return 1;
    const pushed = await aws.push(
      tools,
      plan,
      ({ done, layers, current, total }) => {
        progress.passing(`${done} of ${layers.length} layers, ${sizeText(current)} of ${sizeText(total)}`);
      },
      signal,
    );
    for (const line of pushedLines(pushed, plan)) progress.line(line);
    terminal.write(`${pushed.uri}\n`);
    return hasError(pushed.findings) ? 1 : 0;
  } finally {
    progress.end();
    engine.close();
    connection.close();
  }
}

/** What a push will do, for people. */
export function planLines({ image, size: bytes, target, createsRepository, findings }: PushPlan): readonly string[] {
  return [
    `${image} (${sizeText(bytes)}) goes to ${target.uri}.`,
    ...(createsRepository ? [`The repository ${target.repository} is created.`] : []),
    ...findings.map(findingLine),
  ];
}

function pushedLines({ findings, scan }: Pushed, plan: PushPlan): readonly string[] {
  const known = new Set(plan.findings.map((it) => it.message));
  const counts = Object.entries(scan?.counts ?? {}).map(([severity, count]) => `${count} ${severity.toLowerCase()}`);
  return [
    ...findings.filter((it) => !known.has(it.message)).map(findingLine),
    ...(counts.length === 0 ? [] : [`The scan of ECR found ${counts.join(', ')}.`]),
  ];
}

function findingLine({ severity, message, remedy }: PushFinding): string {
  return `${severity}: ${message} ${remedy}`;
}

function hasError(findings: readonly PushFinding[]): boolean {
  return findings.some((it) => it.severity === 'error');
}
