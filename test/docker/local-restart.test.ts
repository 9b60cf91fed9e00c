import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, inject, it } from 'vitest';
import type { LogLine } from '../../engine/src/sagemaker';
import { letGo } from './local-endpoint-handler';
import { scriptRequest, subjects } from './local-subject';
import type { Subject } from './local-subject';
import { describeWithEngine, leftovers } from './support/engine';

describeWithEngine('jobs whose process was killed', () => {
  const subject = subjects();

  /** Runs the job in a process of its own, and kills that once the job has written `ready`. */
  async function killedProcess(all: Subject, script: string, name: string): Promise<void> {
    const program = path.join(import.meta.dirname, 'local-child.ts');
    const input = {
      socketPath: inject('engineSocket'),
      storage: all.storage,
      folder: all.folder,
      window: all.owner.window,
      request: scriptRequest(name, script),
    };
    const child = spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify(input)], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const exited = new Promise((resolve) => child.on('exit', resolve));
    const log = path.join(all.storage, 'jobs/training-job', name, 'algo-1.log');
    for (let waited = 0; !(fs.existsSync(log) && fs.readFileSync(log, 'utf8').includes('ready')); waited += 50) {
      if (waited > 100_000 || child.exitCode !== null) throw new Error('the job did not begin');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    child.kill('SIGKILL');
    await exited;
  }

  it('are taken up by the next process, with every line of the log once', async () => {
    const all = await subject();
    const script = 'echo ready; sleep 3; echo after; echo m > /opt/ml/model/m';
    await killedProcess(all, script, 'orphan');
    expect((await all.sagemaker.describeTrainingJob('orphan')).TrainingJobStatus).toBe('InProgress');
    const other = all.another();
    // Two windows at once: one of them takes it.
    await Promise.all([all.sagemaker.reconcile(), other.reconcile()]);
    await Promise.all([all.sagemaker.settled('training-job', 'orphan'), other.settled('training-job', 'orphan')]);
    const job = await all.sagemaker.describeTrainingJob('orphan');
    expect(job.FailureReason).toBeUndefined();
    expect(job.TrainingJobStatus).toBe('Completed');
    const lines: LogLine[] = [];
    for await (const line of all.sagemaker.logs('training-job', 'orphan')) lines.push(line);
    expect(lines.map((line) => line.text)).toEqual(['ready', 'after']);
    const artefacts = path.join(all.storage, 'jobs/training-job/orphan/artifacts');
    expect(fs.readdirSync(artefacts).sort()).toEqual(['model.tar.gz', 'output.tar.gz']);
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('run on when a short command that took them up ends, and are taken up by the next', async () => {
    const all = await subject();
    await killedProcess(all, 'echo ready; until [ -e /tmp/go ]; do sleep 0.1; done; echo after', 'orphan');
    // The short command: it is dead for those after it.
    const owner = { ...all.owner, pid: all.owner.pid + 1_000_000 };
    const short = all.another({ owner });
    await short.reconcile();
    await short.close();
    expect((await all.sagemaker.describeTrainingJob('orphan')).TrainingJobStatus).toBe('InProgress');
    await all.sagemaker.reconcile();
    await letGo(all);
    await all.sagemaker.settled('training-job', 'orphan');
    expect((await all.sagemaker.describeTrainingJob('orphan')).TrainingJobStatus).toBe('Completed');
    const lines: LogLine[] = [];
    for await (const line of all.sagemaker.logs('training-job', 'orphan')) lines.push(line);
    expect(lines.map((line) => line.text)).toEqual(['ready', 'after']);
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('can be stopped by another process', async () => {
    const all = await subject();
    await killedProcess(all, `trap 'exit 0' TERM; echo ready; while :; do sleep 1 & wait $!; done`, 'orphan');
    await all.sagemaker.stopTrainingJob('orphan');
    await all.sagemaker.settled('training-job', 'orphan');
    expect((await all.sagemaker.describeTrainingJob('orphan')).TrainingJobStatus).toBe('Stopped');
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('have failed when their containers are gone too', async () => {
    const all = await subject();
    await killedProcess(all, 'echo ready; sleep 60', 'orphan');
    for (const { id } of await all.engine.containers.list({
      label: [`com.sagemaker-containers.window=${all.owner.window}`],
    })) {
      await all.engine.containers.remove(id);
    }
    await all.sagemaker.reconcile();
    const job = await all.sagemaker.describeTrainingJob('orphan');
    expect(job).toMatchObject({ TrainingJobStatus: 'Failed', SecondaryStatus: 'Failed' });
    expect(job.FailureReason).toContain('its containers are gone');
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });

  it('are stopped from another window while their process lives', async () => {
    const all = await subject();
    const script = `trap 'exit 0' TERM; echo ready; while :; do sleep 1 & wait $!; done`;
    await all.sagemaker.createTrainingJob(scriptRequest('mine', script));
    for await (const line of all.another().logs('training-job', 'mine')) if (line.text === 'ready') break;
    await all.another().stopTrainingJob('mine');
    await all.sagemaker.settled('training-job', 'mine');
    expect((await all.sagemaker.describeTrainingJob('mine')).TrainingJobStatus).toBe('Stopped');
  });
});
