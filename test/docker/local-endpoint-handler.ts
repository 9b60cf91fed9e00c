import * as fs from 'node:fs';
import * as path from 'node:path';
import type { CreateModelCommandInput, ProductionVariant } from '@aws-sdk/client-sagemaker';
import { expect } from 'vitest';
import type { LocalOptions } from '../../engine/src/local/options';
import type { Overlay } from '../../engine/src/requests/types';
import type { Subject } from './local-subject';
import { TINY_IMAGE } from './support/tiny-image';

/** A server that honours SAGEMAKER_BIND_TO_PORT, and answers by what it is told in the body. */
const SERVE = `#!/bin/sh
trap 'kill $P 2>/dev/null; exit 0' TERM
nc -ll -p "\${SAGEMAKER_BIND_TO_PORT:-8080}" -e /opt/program/handler & P=$!
wait $P
`;

const HANDLER = `#!/bin/sh
read -r method path proto; len=0; type=; accept=; custom=
while read -r l; do l=\${l%$(printf '\\r')}; [ -z "$l" ] && break
 case "$l" in [Cc]ontent-[Ll]ength:*) len=\${l#*: };; [Cc]ontent-[Tt]ype:*) type=\${l#*: };; [Aa]ccept:*) accept=\${l#*: };;
  [Xx]-[Aa]mzn-[Ss]age[Mm]aker-[Cc]ustom-[Aa]ttributes:*) custom=\${l#*: };; esac
done
rsp() { printf 'HTTP/1.1 %s x\\r\\nContent-Type: text/%s\\r\\nX-Amzn-SageMaker-Custom-Attributes: %s\\r\\nContent-Length: %s\\r\\nConnection: close\\r\\n\\r\\n%s' "$1" "\${NAME:-plain}" "$custom" "\${#2}" "$2"; }
chunk() { printf '%x\\r\\n%s\\r\\n' "\${#1}" "$1"; }
head() { printf 'HTTP/1.1 200 x\\r\\nContent-Type: text/plain\\r\\nTransfer-Encoding: chunked\\r\\nConnection: close\\r\\n\\r\\n'; }
until_file() { while [ ! -f "$1" ]; do sleep 0.05; done; }
case "$method $path" in
 "GET /ping") rsp 200 "";;
 "POST /invocations")
  body=$(busybox head -c "$len")
  case "$body" in
   stream*) head; chunk one; until_file /tmp/go; chunk two; printf '0\\r\\n\\r\\n';;
   broken*) head; chunk one;;
   wait*) touch "/tmp/begun-\${body#wait}"; until_file /tmp/go; rsp 200 "waited";;
   slow*) sleep 0.3; rsp 200 "slow";;
   fail*) rsp 418 "no tea";;
   big*) rsp 200 "$(busybox head -c 6000000 /dev/zero | tr '\\0' x)";;
   id*) rsp 200 "$(id -u) $(touch /opt/program/x 2>/dev/null && echo writes) $(touch /tmp/x && echo tmp)";;
   *) rsp 200 "\${NAME}[$type|$accept|$SAGEMAKER_BIND_TO_PORT|$SAGEMAKER_SAFE_PORT_RANGE]($body)";;
  esac;;
 *) rsp 404 "";;
esac
`;

type Make = (overlay?: Partial<Overlay>, options?: Partial<LocalOptions>) => Promise<Subject>;

/** A subject whose image serves as told above. The overlay's S3 prefixes are `in` and `out` of its folder. */
export async function served(make: Make, overlay: Partial<Overlay> = {}): Promise<Subject> {
  const all = await make({
    s3: { 's3://bucket/in/': './in', 's3://bucket/out/': './out', 's3://bucket/bad/': './bad' },
    mounts: ['./serve:/opt/program/serve:ro', './handler:/opt/program/handler:ro'],
    ...overlay,
  });
  for (const folder of ['in', 'out', 'bad']) fs.mkdirSync(path.join(all.folder, folder));
  fs.writeFileSync(path.join(all.folder, 'serve'), SERVE, { mode: 0o755 });
  fs.writeFileSync(path.join(all.folder, 'handler'), HANDLER, { mode: 0o755 });
  return all;
}

export function model(name: string, more: Partial<CreateModelCommandInput> = {}): CreateModelCommandInput {
  return {
    ModelName: name,
    ExecutionRoleArn: 'arn:aws:iam::123456789012:role/role',
    PrimaryContainer: { Image: TINY_IMAGE, Environment: { NAME: name } },
    ...more,
  };
}

export function variant(name: string, more: Partial<ProductionVariant> = {}): ProductionVariant {
  return { VariantName: name, ModelName: name, InstanceType: 'ml.m5.large', InitialInstanceCount: 1, ...more };
}

/** Makes the endpoint `ep` of these models, and waits until it serves. */
export async function begin(
  { sagemaker }: Subject,
  models: readonly CreateModelCommandInput[],
  variants: readonly ProductionVariant[],
  config: object = {},
): Promise<void> {
  for (const one of models) await sagemaker.createModel(one);
  await sagemaker.createEndpointConfig({ EndpointConfigName: 'ep', ProductionVariants: [...variants], ...config });
  await sagemaker.createEndpoint({ EndpointName: 'ep', EndpointConfigName: 'ep' });
  await sagemaker.settled('endpoint', 'ep');
  const { EndpointStatus, FailureReason } = await sagemaker.describeEndpoint('ep');
  expect([EndpointStatus, FailureReason]).toEqual(['InService', undefined]);
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}

export async function asked({ sagemaker }: Subject, body: string, more: object = {}): Promise<string> {
  return textOf((await sagemaker.invokeEndpoint('ep', { body: bytes(body), ...more })).body);
}

export function containersOf({ engine, owner }: Subject) {
  return engine.containers.list({ label: [`com.sagemaker-containers.window=${owner.window}`] });
}

/** Lets go what waits in the containers. */
export async function letGo(all: Subject): Promise<void> {
  for (const { id } of await containersOf(all)) await all.engine.containers.exec(id, { command: ['touch', '/tmp/go'] });
}

/** Whether a container is at work on an invocation `wait<name>`. */
export async function begun(all: Subject, name: string): Promise<boolean> {
  const [one] = await containersOf(all);
  const command = ['test', '-f', `/tmp/begun-${name}`];
  return (await all.engine.containers.exec(one?.id ?? '', { command })).exitCode === 0;
}

/** Waits for what others do. */
export async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 30));
}
