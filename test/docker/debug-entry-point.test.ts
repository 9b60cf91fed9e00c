import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { freePort } from '../../engine/src/debug/free-port';
import { untilListening } from '../../engine/src/debug/until-listening';
import { overlayPlanner } from '../../engine/src/local/planner';
import { DEFAULT_OVERLAY } from '../../engine/src/requests/overlay';
import { subjects, trainingRequest } from './local-subject';
import { DapClient } from './support/dap-client';
import { DebuggedProgram } from './support/debugged-program';
import { describeWithEngine, testEngine } from './support/engine';
import { makePythonImage, PYTHON, PYTHON_IMAGE } from './support/python-image';

const PROGRAM = [
  'import os',
  'answer = 6 * 7',
  'print("answer", answer, os.environ.get("OWN_SITECUSTOMIZE"))',
  'print("told on", os.environ.get("SAGEMAKER_DEBUGGER"))',
].join('\n');

/** Of this machine, and at the same place in the image. */
function interpreter(): string {
  const ask = 'import os, sys; print(os.path.realpath(sys.executable))';
  return execFileSync(PYTHON, ['-c', ask], { encoding: 'utf8' }).trim();
}

describeWithEngine('a program that is debugged in its container', () => {
  const subject = subjects();
  const debugpy = path.join(os.tmpdir(), 'sm-test-debugpy');

  beforeAll(async () => {
    await makePythonImage(await testEngine());
    if (!fs.existsSync(path.join(debugpy, 'debugpy'))) {
      execFileSync('python3', ['-m', 'pip', 'install', '-q', '--no-deps', '--target', debugpy, 'debugpy'], {
        stdio: 'pipe',
      });
    }
  });

  async function start(name: string, command: readonly string[], wait: boolean, copy: string | undefined) {
    const code = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-debug-'));
    fs.writeFileSync(path.join(code, 'train.py'), PROGRAM);
    // As installed programs are: what runs them is in their first line alone.
    const tool = `#!${interpreter()}\nimport os\nanswer = 6 * 7\nprint("tool", answer, os.getppid())\n`;
    fs.writeFileSync(path.join(code, 'tool'), tool, { mode: 0o755 });
    fs.writeFileSync(
      path.join(code, 'starts.py'),
      'import subprocess\nsubprocess.run(["sh", "-c", "/code/tool; true"])\n',
    );
    fs.writeFileSync(path.join(code, 'train.js'), 'const answer = 6 * 7;\nconsole.log("answer", answer);\n');
    const port = await freePort();
    const overlay = { ...DEFAULT_OVERLAY, mounts: [`${code}:/code:ro`] };
    const placed = { overlay, folder: code, debug: { port, wait, debugpy: copy } };
    const planner = overlayPlanner(() => placed, { account: '123456789012', region: 'us-west-2' });
    const { sagemaker } = await subject({}, { planner });
    const [entry = '', ...rest] = command;
    await sagemaker.createTrainingJob(
      trainingRequest(
        name,
        {},
        {
          InputDataConfig: [],
          AlgorithmSpecification: {
            TrainingImage: PYTHON_IMAGE,
            TrainingInputMode: 'File',
            ContainerEntrypoint: [entry],
            ContainerArguments: rest,
          },
        },
      ),
    );
    return { sagemaker, port };
  }

  async function linesOf(sagemaker: Awaited<ReturnType<typeof start>>['sagemaker'], name: string) {
    const lines: string[] = [];
    for await (const { text } of sagemaker.logs('training-job', name)) lines.push(text);
    return lines;
  }

  it('stops at a breakpoint of the training script, where a variable can be read', async () => {
    // A shell starts the program after another Python, as `train` scripts do.
    const command = ['sh', '-c', 'python3 -c "print(1)"; exec python3 /code/train.py'];
    const { sagemaker, port } = await start('debug-python', command, true, debugpy);
    expect(await untilListening(sagemaker, 'training-job', 'debug-python')).toEqual({
      language: 'python',
      host: '127.0.0.1',
      port,
    });
    const client = await DapClient.connect(port);
    await client.ask('initialize', { adapterID: 'test', pathFormat: 'path', linesStartAt1: true });
    client.send('attach', { name: 'test', justMyCode: false });
    await client.event('initialized');
    await client.ask('setBreakpoints', { source: { path: '/code/train.py' }, breakpoints: [{ line: 3 }] });
    await client.ask('configurationDone');
    const { body = {} } = await client.event('stopped');
    expect(body['reason']).toBe('breakpoint');
    const { stackFrames } = await client.ask('stackTrace', { threadId: body['threadId'] });
    const [frame] = stackFrames as readonly { readonly id: number; readonly line: number }[];
    expect(frame?.line).toBe(3);
    const value = await client.ask('evaluate', { expression: 'answer', frameId: frame?.id });
    expect(value['result']).toBe('42');
    await client.ask('continue', { threadId: body['threadId'] });
    await sagemaker.settled('training-job', 'debug-python');
    client.close();
    expect((await sagemaker.describeTrainingJob('debug-python')).TrainingJobStatus).toBe('Completed');
    const lines = await linesOf(sagemaker, 'debug-python');
    // The image's own sitecustomize, which its PYTHONPATH names, has run.
    expect(lines).toContain('answer 42 ran');
    expect(lines).toContain('told on None');
  });

  it('stops in a program that the first one started by its name, through a shell', async () => {
    const { sagemaker, port } = await start('debug-tool', [PYTHON, '/code/starts.py'], true, debugpy);
    await untilListening(sagemaker, 'training-job', 'debug-tool');
    const program = new DebuggedProgram(port, { path: '/code/tool', lines: [4] });
    await program.attach();
    const stop = await program.stopped;
    expect(stop.line).toBe(4);
    expect((await stop.client.ask('evaluate', { expression: 'answer', frameId: stop.frameId }))['result']).toBe('42');
    await stop.client.ask('continue', { threadId: stop.threadId });
    await sagemaker.settled('training-job', 'debug-tool');
    program.close();
    expect((await sagemaker.describeTrainingJob('debug-tool')).TrainingJobStatus).toBe('Completed');
  });

  it('lets such a program run when no editor is attached', async () => {
    const { sagemaker } = await start('debug-alone', [PYTHON, '/code/starts.py'], false, debugpy);
    await sagemaker.settled('training-job', 'debug-alone');
    expect((await linesOf(sagemaker, 'debug-alone')).filter((line) => line.startsWith('tool 42'))).toHaveLength(1);
  });

  it('says what to add when there is no debugpy for the image', async () => {
    const { sagemaker } = await start('debug-none', ['python3', '/code/train.py'], true, undefined);
    await expect(untilListening(sagemaker, 'training-job', 'debug-none')).rejects.toThrow(/pip install debugpy/);
    const job = await sagemaker.describeTrainingJob('debug-none');
    expect(job.FailureReason).toMatch(/debugpy.*is not in this image/);
  });

  it('waits for the debugger of a Node program, and tells the inspector where it is', async () => {
    const { sagemaker, port } = await start('debug-node', ['node', '/code/train.js'], true, undefined);
    const found = await untilListening(sagemaker, 'training-job', 'debug-node');
    expect(found).toEqual({ language: 'node', host: '127.0.0.1', port });
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as readonly {
      readonly url: string;
      readonly webSocketDebuggerUrl: string;
    }[];
    const socket = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? '');
    await new Promise((resolve) => {
      socket.addEventListener('open', resolve, { once: true });
    });
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.runIfWaitingForDebugger' }));
    await expect.poll(() => linesSoFar(sagemaker, 'debug-node'), { timeout: 20_000 }).toContain('answer 42');
    socket.close();
    await sagemaker.settled('training-job', 'debug-node');
  });

  async function linesSoFar(sagemaker: Awaited<ReturnType<typeof start>>['sagemaker'], name: string) {
    const lines: string[] = [];
    for await (const { text } of sagemaker.logs('training-job', name, AbortSignal.timeout(500))) lines.push(text);
    return lines;
  }
});
