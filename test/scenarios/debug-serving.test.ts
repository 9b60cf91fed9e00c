import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { freePort } from '../../engine/src/debug/free-port';
import { untilListening } from '../../engine/src/debug/until-listening';
import type { DebugOptions } from '../../engine/src/debug/with-debugger';
import type { PlacedOverlay } from '../../engine/src/local/planner';
import { createFrom, forgetParts } from '../../engine/src/session/create';
import { jobOf, nameOf } from '../../engine/src/session/job';
import { openLocal } from '../../engine/src/session/open-local';
import type { LocalSession } from '../../engine/src/session/open-local';
import { readRequestFile } from '../../engine/src/session/read-request-file';
import { DebuggedProgram } from '../docker/support/debugged-program';
import { ensureBases } from './base-images.mjs';
import { describeScenario } from './support/example';

const EXAMPLES = resolve(import.meta.dirname, '../../examples');
const BASE = 'public.ecr.aws/docker/library/python:3.12-slim';
/** Longer than the servers below bear a silent worker, and an endpoint three pings without an answer. */
const THINKING_MS = 25_000;
const never = new AbortController().signal;

interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

describeScenario('a server that is debugged in its container', () => {
  const root = mkdtempSync(join(tmpdir(), 'smc-debug-'));
  const debugpy = join(root, 'debugpy');
  const placed = new Map<string, PlacedOverlay>();
  let session: LocalSession;

  beforeAll(async () => {
    process.env['DOCKER_HOST'] = inject('dockerHost');
    ensureBases([BASE]);
    const install = ['-m', 'pip', 'install', '-q', '--no-deps', '--target', debugpy];
    // For the Python of the image, not of this machine: without its compiled part everything crawls.
    const ask = [
      'run',
      '--rm',
      '--entrypoint',
      'python',
      BASE,
      '-c',
      'import sys; print("%d.%d" % sys.version_info[:2])',
    ];
    const version = execFileSync('docker', ask, { encoding: 'utf8' }).trim();
    const wanted = ['--only-binary=:all:', `--python-version=${version}`, 'debugpy'];
    execFileSync('python3', [...install, ...wanted], { stdio: 'pipe' });
    session = await openLocal({
      storage: join(root, 'storage'),
      window: `test-${crypto.randomUUID()}`,
      placed: (kind, name) => placed.get(`${kind}/${name}`) ?? expect.fail(`nothing placed for ${name}`),
      onBuild: () => undefined,
      onPull: () => undefined,
    });
  });
  afterAll(async () => {
    await session.close();
    rmSync(root, { recursive: true, force: true });
  });

  /** A copy of the example that has trained its model. */
  async function trained(example: string, edit?: Edit) {
    const folder = join(root, example);
    if (!existsSync(folder)) cpSync(join(EXAMPLES, example), folder, { recursive: true });
    if (edit !== undefined) {
      const text = readFileSync(join(folder, edit.file), 'utf8');
      expect(text).toContain(edit.from);
      writeFileSync(join(folder, edit.file), text.replace(edit.from, edit.to));
    }
    if (existsSync(join(folder, 'output'))) return folder;
    await start(folder, 'train.training-job.json');
    await session.sagemaker.settled('training-job', example);
    return folder;
  }

  async function start(folder: string, file: string, debug?: DebugOptions): Promise<void> {
    const { document, overlay, folder: base } = readRequestFile(join(folder, file));
    if (document === undefined) throw new Error(`${file} can't be read`);
    const job = jobOf(document, overlay, base);
    placed.set(`${document.kind}/${nameOf(document)}`, { overlay: job.overlay, debug, ...job.context });
    await forgetParts(session.sagemaker, document);
    await createFrom(session.sagemaker, document, never);
  }

  async function invoke(folder: string, name: string): Promise<string> {
    const body = readFileSync(join(folder, '.sagemaker/payloads/flowers.csv'));
    const answer = await session.sagemaker.invokeEndpoint(name, { body, contentType: 'text/csv' });
    return new TextDecoder().decode(answer.body);
  }

  /** Serves with a debugger, stops at the line of the handler, thinks for long, and goes on. */
  async function debugged(folder: string, name: string, file: string, line: string, expression: string) {
    const { sagemaker } = session;
    const port = await freePort();
    await start(folder, 'serve.endpoint.json', { port, wait: true, debugpy });
    try {
      await untilListening(sagemaker, 'endpoint', name);
      const lines = readFileSync(join(folder, file), 'utf8').split('\n');
      const at = lines.findIndex((it) => it.includes(line)) + 1;
      expect(at).toBeGreaterThan(0);
      const path = `/opt/program/${file.split('/').at(-1) ?? ''}`;
      const program = new DebuggedProgram(port, { path, lines: [at] });
      await program.attach();
      await sagemaker.settled('endpoint', name);
      const answer = invoke(folder, name);
      answer.catch(() => undefined);
      const stop = await Promise.race([program.stopped, answer.then((text) => expect.fail(`not stopped: ${text}`))]);
      expect(stop.line).toBe(at);
      const { result } = await stop.client.ask('evaluate', { expression, frameId: stop.frameId });
      await sleep(THINKING_MS);
      const { EndpointStatus, FailureReason } = await sagemaker.describeEndpoint(name);
      expect([EndpointStatus, FailureReason]).toEqual(['InService', undefined]);
      await stop.client.ask('continue', { threadId: stop.threadId });
      const said = await answer;
      const { processes } = program;
      program.close();
      // Without an editor it serves on.
      expect(await invoke(folder, name)).toBe(said);
      return { result, said, processes, log: await logOf(name) };
    } finally {
      await sagemaker.deleteEndpoint(name);
      await sagemaker.settled('endpoint', name).catch(() => undefined);
    }
  }

  async function logOf(name: string): Promise<string> {
    const lines: string[] = [];
    for await (const { text } of session.sagemaker.logs('endpoint', name, AbortSignal.timeout(1000))) lines.push(text);
    return lines.join('\n');
  }

  it('stops in a worker of gunicorn behind nginx, which a script started by its name', async () => {
    const edit = { file: 'program/serve', from: '"--timeout", "60"', to: '"--timeout", "3"' };
    const folder = await trained('own-algorithm', edit);
    const seen = await debugged(
      folder,
      'own-algorithm',
      'program/predictor.py',
      'data = pd.read_csv(',
      'flask.request.mimetype',
    );
    expect(seen).toMatchObject({ result: "'text/csv'", said: 'setosa\nvirginica\n' });
    // `serve`, gunicorn and its two workers.
    expect(seen.processes).toBeGreaterThanOrEqual(4);
    expect(seen.log).toContain('gunicorn no longer ends a worker that is silent');
    expect(seen.log).not.toContain('WORKER TIMEOUT');
  });

  const HANDLER = ['app.py', 'found = model.predict(', 'text[:3]'] as const;

  it('stops in uvicorn, which a shell became', async () => {
    const folder = await trained('own-algorithm-fastapi');
    const seen = await debugged(folder, 'own-algorithm-fastapi', ...HANDLER);
    expect(seen).toMatchObject({ result: "'5.1'", said: 'setosa\nvirginica\n' });
  });

  it('stops in a worker of uvicorn, which a shell started', async () => {
    const edit = { file: 'serve', from: 'exec uvicorn app:app', to: 'uvicorn app:app --workers 2' };
    const folder = await trained('own-algorithm-fastapi', edit);
    const seen = await debugged(folder, 'own-algorithm-fastapi', ...HANDLER);
    expect(seen).toMatchObject({ result: "'5.1'", said: 'setosa\nvirginica\n' });
    expect(seen.log).toContain('uvicorn no longer ends a worker that is silent');
    expect(seen.log).not.toContain('Child process');
  });
});
