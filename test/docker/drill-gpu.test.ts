import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Overlay } from '../../engine/src/requests/types';
import type { LogLine } from '../../engine/src/sagemaker';
import { openEngine } from '../../engine/src/docker/open-engine';
import { scriptRequest, subjects } from './local-subject';
import { cleanups, leftovers } from './support/engine';
import { mayOwnEngines, ownEngines } from './support/own-engine';
import { makeTinyImage } from './support/tiny-image';

/**
 * Stands in for NVIDIA’s hook: an engine that finds it on its PATH offers GPUs. What the engine tells it (the devices, in
 * the container’s environment) is written into the container, where the job shows it.
 */
const HOOK = `#!/bin/sh
state=$(cat)
bundle=$(printf %s "$state" | sed -n 's/.*"bundle":"\\([^"]*\\)".*/\\1/p')
root=$(sed -n 's/.*"root":{"path":"\\([^"]*\\)".*/\\1/p' "$bundle/config.json")
grep -o 'NVIDIA_VISIBLE_DEVICES=[^"]*' "$bundle/config.json" > "$root/etc/gpus"
`;

describe.skipIf(!mayOwnEngines)('the GPUs of a job, on an engine with a stand-in for NVIDIA’s hook', () => {
  const subject = subjects();
  const ownEngine = ownEngines();
  const after = cleanups();

  const SCRIPT = 'cat /etc/gpus || echo none; echo "memlock $(ulimit -l) stack $(ulimit -s)" >&2';
  const LIMITS = 'memlock unlimited stack 65536';

  it('are as many as the instance type has, divided among hosts, or none as the overlay says', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-hook-'));
    after(() => fs.promises.rm(folder, { recursive: true, force: true }));
    fs.writeFileSync(path.join(folder, 'nvidia-container-runtime-hook'), HOOK, { mode: 0o755 });
    const daemon = ownEngine('', { PATH: `${folder}:${process.env['PATH'] ?? ''}` });
    const engine = await openEngine({ socketPath: daemon.start() }, 'the drill');
    await makeTinyImage(engine);

    const run = async (gpus: Overlay['gpus'], InstanceType: 'ml.g4dn.xlarge' | 'ml.g4dn.12xlarge', hosts: number) => {
      const all = await subject({ gpus }, { engine: () => Promise.resolve(engine) });
      const ResourceConfig = { InstanceType, InstanceCount: hosts, VolumeSizeInGB: 1 };
      await all.sagemaker.createTrainingJob(scriptRequest('gpu', SCRIPT, { ResourceConfig }));
      await all.sagemaker.settled('training-job', 'gpu');
      expect((await all.sagemaker.describeTrainingJob('gpu')).FailureReason).toBeUndefined();
      const lines: LogLine[] = [];
      const limits: string[] = [];
      for await (const line of all.sagemaker.logs('training-job', 'gpu')) {
        if (line.stream === 'stdout') lines.push(line);
        else if (line.text.startsWith('memlock')) limits.push(line.text);
      }
      const events = fs.readFileSync(path.join(all.storage, 'jobs/training-job/gpu/events.jsonl'), 'utf8');
      // An engine that may not raise them says so in place of failing.
      const raised = limits.every((text) => text === LIMITS) || events.includes('may not raise the limit');
      expect(raised || gpus === 'none').toBe(true);
      expect(await leftovers(engine, all.owner)).toEqual([]);
      return lines
        .sort((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : 0))
        .map(({ text }) => text.replace('NVIDIA_VISIBLE_DEVICES=', ''));
    };

    expect(await run('auto', 'ml.g4dn.12xlarge', 1)).toEqual(['0,1,2,3']);
    expect(await run('auto', 'ml.g4dn.xlarge', 2)).toEqual(['0', '1']);
    expect(await run(['0', '2'], 'ml.g4dn.xlarge', 1)).toEqual(['0,2']);
    expect(await run('all', 'ml.g4dn.xlarge', 1)).toEqual(['all']);
    expect((await run('none', 'ml.g4dn.xlarge', 1))[0]).toBe('none');
  }, 180_000);

  it('are refused with a remedy where the engine has none', async () => {
    const all = await subject();
    const ResourceConfig = { InstanceType: 'ml.g4dn.xlarge', InstanceCount: 1, VolumeSizeInGB: 1 } as const;
    await all.sagemaker.createTrainingJob(scriptRequest('gpu', 'true', { ResourceConfig }));
    await all.sagemaker.settled('training-job', 'gpu');
    const { TrainingJobStatus, FailureReason } = await all.sagemaker.describeTrainingJob('gpu');
    expect(TrainingJobStatus).toBe('Failed');
    expect(FailureReason).toMatch(/^ClientError: .*GPU/);
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
  });
});
