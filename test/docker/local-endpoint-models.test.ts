import * as fs from 'node:fs';
import * as path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { expect, it } from 'vitest';
import { asked, begin, containersOf, model } from './local-endpoint-handler';
import type { Subject } from './local-subject';
import { subjects } from './local-subject';
import { describeWithEngine } from './support/engine';
import { TINY_IMAGE } from './support/tiny-image';

/** Has room for two models; writes down what it is told. */
const HANDLER = `#!/bin/sh
read -r method path proto; len=0
while read -r l; do l=\${l%$(printf '\\r')}; [ -z "$l" ] && break; case "$l" in Content-Length:*) len=\${l#*: };; esac; done
rsp() { printf 'HTTP/1.1 %s x\\r\\nContent-Length: %s\\r\\nConnection: close\\r\\n\\r\\n%s' $1 \${#2} "$2"; }
mkdir -p /tmp/m; m=\${path#/models/}; m=\${m%/invoke}
case "$method $path" in
 "GET /ping") rsp 200 "";;
 "GET /models") rsp 200 "{\\"models\\":[$(cd /tmp/m; for i in *; do [ -f "$i" ] && printf '%s{"modelName":"%s"}' "$c" "$i" && c=,; done)]}";;
 "GET /models/"*) [ -f /tmp/m/$m ] && rsp 200 "" || rsp 404 "";;
 "POST /models") u=$(busybox head -c $len | sed 's/.*"url":"\\([^"]*\\)".*/\\1/'); n=\${u%/model}; n=\${n##*/}
   if [ "$(ls /tmp/m | wc -l)" -ge 2 ]; then echo "full $(cat $u/text)" >>/tmp/told; rsp 507 ""; else echo "load $(cat $u/text)" >>/tmp/told; cp $u/text /tmp/m/$n; rsp 200 ""; fi;;
 "DELETE /models/"*) echo "unload $(cat /tmp/m/$m)" >>/tmp/told; rm /tmp/m/$m; rsp 200 "";;
 "POST /models/"*) busybox head -c $len >/dev/null; if [ -f /tmp/m/$m ]; then rsp 200 "$(cat /tmp/m/$m)"; else rsp 404 "gone"; fi;;
esac
`;

describeWithEngine('a multi-model endpoint on this machine', () => {
  const subject = subjects();

  async function multi(cache: 'Enabled' | 'Disabled'): Promise<Subject> {
    const all = await subject({
      s3: { 's3://bucket/models/': './models' },
      mounts: ['./handler:/opt/program/handler:ro'],
    });
    fs.writeFileSync(path.join(all.folder, 'handler'), HANDLER, { mode: 0o755 });
    fs.mkdirSync(path.join(all.folder, 'models'));
    for (const name of ['a', 'b', 'c']) {
      const archive = pack();
      archive.entry({ name: 'text' }, name);
      archive.finalize();
      fs.writeFileSync(path.join(all.folder, 'models', `${name}.tar.gz`), gzipSync(await buffer(archive)));
    }
    const given = model('m', {
      PrimaryContainer: {
        Image: TINY_IMAGE,
        Mode: 'MultiModel',
        ModelDataUrl: 's3://bucket/models/',
        MultiModelConfig: { ModelCacheSetting: cache },
      },
    });
    await begin(
      all,
      [given],
      [{ VariantName: 'v', ModelName: 'm', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 }],
    );
    return all;
  }

  const ask = (all: Subject, name: string) => asked(all, 'x', { targetModel: `${name}.tar.gz` });

  async function told(all: Subject): Promise<readonly string[]> {
    const [one] = await containersOf(all);
    const { stdout } = await all.engine.containers.exec(one?.id ?? '', { command: ['cat', '/tmp/told'] });
    return stdout.toString().trim().split('\n');
  }

  it('unloads what was not used for longest when the container has no memory left', async () => {
    const all = await multi('Enabled');
    const answers: string[] = [];
    for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) answers.push(await ask(all, name));
    expect(answers).toEqual(['a', 'b', 'a', 'c', 'a', 'b']);
    expect(await told(all)).toEqual([
      'load a',
      'load b',
      'full c',
      'unload b',
      'load c',
      'full b',
      'unload c',
      'load b',
    ]);
  });

  it('answers many who ask for more models than there is room for', async () => {
    const all = await multi('Enabled');
    expect(await Promise.all(['a', 'a', 'b', 'b'].map((name) => ask(all, name)))).toEqual(['a', 'a', 'b', 'b']);
    expect((await told(all)).toSorted()).toEqual(['load a', 'load b']);
  });

  it('loads again what the container has dropped by itself', async () => {
    const all = await multi('Enabled');
    await ask(all, 'a');
    const [one] = await containersOf(all);
    await all.engine.containers.exec(one?.id ?? '', { command: ['sh', '-c', 'rm /tmp/m/*'] });
    expect(await ask(all, 'a')).toBe('a');
  });

  it('keeps nothing loaded without a cache', async () => {
    const all = await multi('Disabled');
    await ask(all, 'a');
    await ask(all, 'a');
    expect(await told(all)).toEqual(['load a', 'unload a', 'load a', 'unload a']);
  });

  it('does not stream, and knows no model that is not there', async () => {
    const all = await multi('Enabled');
    await expect(ask(all, 'nosuch')).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(
      all.sagemaker.invokeEndpointWithResponseStream('ep', { body: new Uint8Array(1), targetModel: 'a.tar.gz' }),
    ).rejects.toThrow('does not stream');
  });
});
