import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { buildImage } from '../../../engine/src/docker/build/build-image';
import type { DockerEngine } from '../../../engine/src/docker/engine';
import { TINY_IMAGE } from './tiny-image';

/** A variant of the tiny image: other programs, and more lines of its Dockerfile. */
export interface Variant {
  readonly programs?: Readonly<Record<string, string>>;
  readonly lines?: string;
}

function tiny(name: string): string {
  return fs.readFileSync(path.join(import.meta.dirname, 'tiny', `${name}.sh`), 'utf8');
}

export const SERVE = tiny('serve');
export const HANDLER = tiny('handler');
export const TRAIN = tiny('train');

/** It is healthy without a model. */
export const HEALTHY = HANDLER.replace('[ -f /opt/ml/model/model.json ]', 'true');

export const BOUND_SERVE = SERVE.replace('-p 8080', '-p ${SAGEMAKER_BIND_TO_PORT:-8080}');
export const BIND_LABEL = 'LABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true\n';
export const MODELS_LABEL = 'LABEL com.amazonaws.sagemaker.capabilities.multi-models=true\n';

/** Healthy, and speaks the multi-model API. Models are files in a folder. */
export const MODELS_HANDLER = HEALTHY.replace(
  ' *) rsp "404',
  `
 "POST /models") body=$(head -c "$len"); m=$(echo "$body" | sed 's/.*"model_name":"\\([^"]*\\)".*/\\1/'); if [ -f /tmp/m/$m ]; then rsp "409 Conflict" text/plain loaded; else mkdir -p /tmp/m; touch /tmp/m/$m; rsp "200 OK" text/plain ok; fi;;
 "GET /models") l=; for f in /tmp/m/*; do [ -f "$f" ] && l="$l,{\\"modelName\\":\\"\${f##*/}\\",\\"modelUrl\\":\\"x\\"}"; done; rsp "200 OK" application/json "{\\"models\\":[\${l#,}]}";;
 "GET /models/"*) if [ -f /tmp/m/\${path##*/} ]; then rsp "200 OK" application/json '{}'; else rsp "404 Not Found" text/plain no; fi;;
 "DELETE /models/"*) if [ -f /tmp/m/\${path##*/} ]; then rm /tmp/m/\${path##*/}; rsp "200 OK" application/json '{}'; else rsp "404 Not Found" text/plain no; fi;;
 "POST /models/"*/invoke) m=\${path#/models/}; m=\${m%/invoke}; head -c "$len" >/dev/null; if [ -f /tmp/m/$m ]; then rsp "200 OK" application/json '{}'; else rsp "404 Not Found" text/plain no; fi;;
 *) rsp "404`,
);

/** Trains when the other host of two can be found, and has found this one, or when it is alone. */
export const DISTRIBUTED_TRAIN = `#!/bin/sh
C=/opt/ml/input/config/resourceconfig.json
echo model >/opt/ml/model/$(sed -n 's/.*"current_host": "\\(.*\\)",/\\1/p' $C)
nc -ll -p 7000 -e sh -c 'echo here; touch /tmp/found' &
for h in $(tr -d '\\n' <$C | sed 's/.*"hosts": \\[\\([^]]*\\)\\],  *"instance_groups.*/\\1/' | tr -d '",'); do
  [ $h = $(hostname) ] && continue
  until [ -n "$(nc $h 7000 </dev/null 2>/dev/null)" ]; do sleep 0.2; done; echo "found $h"
  until [ -e /tmp/found ]; do sleep 0.2; done
done
`;

/** Builds the variant under a tag of its own. */
export async function buildVariant(engine: DockerEngine, { programs = {}, lines = '' }: Variant): Promise<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-conformance-'));
  try {
    const copies = Object.keys(programs).map((name) => `COPY ${name} /opt/program/${name}\n`);
    fs.writeFileSync(path.join(folder, 'Dockerfile'), `FROM ${TINY_IMAGE}\n${copies.join('')}${lines}`);
    for (const [name, text] of Object.entries(programs)) {
      fs.writeFileSync(path.join(folder, name), text, { mode: 0o755 });
    }
    const tag = `sm-test-conformance:${crypto.randomUUID()}`;
    const dockerfile = path.join(folder, 'Dockerfile');
    await buildImage(
      engine.socket,
      { contextDir: folder, dockerfile, tag, platform: 'linux/amd64' },
      { signal: AbortSignal.timeout(50_000), onEvent: () => undefined },
    );
    return tag;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/**
 * The engine, which gives containers on a network without a way out the variable TEST_ISOLATED: the machine of the tests
 * may have no way out itself, so programs can’t find out by trying.
 */
export function tellingIsolation(engine: DockerEngine): DockerEngine {
  const internal = new Set<string>();
  const networks: DockerEngine['networks'] = new Proxy(engine.networks, {
    get: (target, name): unknown =>
      name === 'create'
        ? (options: Parameters<typeof target.create>[0]) => {
            if (options.internal) internal.add(options.name);
            return target.create(options);
          }
        : Reflect.get(target, name),
  });
  const containers: DockerEngine['containers'] = new Proxy(engine.containers, {
    get: (target, name): unknown =>
      name === 'create'
        ? (options: Parameters<typeof target.create>[0], signal?: AbortSignal) => {
            const isolated = internal.has(options.HostConfig?.NetworkMode ?? '');
            const Env = [...(options.Env ?? []), ...(isolated ? ['TEST_ISOLATED=1'] : [])];
            return target.create({ ...options, Env }, signal);
          }
        : Reflect.get(target, name),
  });
  return new Proxy(engine, {
    get: (target, name): unknown =>
      name === 'networks' ? networks : name === 'containers' ? containers : Reflect.get(target, name),
  });
}
