import { expect, inject, it, vi } from 'vitest';
import { openLocal } from '../../engine/src/session/open-local';
import { DEFAULT_OVERLAY } from '../../engine/src/requests/overlay';
import { scriptRequest, subjects, trainAndServe } from './local-subject';
import { describeWithEngine, leftovers } from './support/engine';

const ENDLESS = `trap 'exit 0' TERM; echo ready; while :; do sleep 1 & wait $!; done`;

describeWithEngine('a process that ends', () => {
  const subject = subjects();

  it('leaves nothing in the engine, also when its jobs can’t be ended one by one', async () => {
    const { engine, folder, storage, owner } = await subject();
    const session = await openLocal({
      storage,
      window: owner.window,
      placed: () => ({ overlay: { ...DEFAULT_OVERLAY, s3: { 's3://bucket/train/': './data' } }, folder }),
      onBuild: () => undefined,
      onPull: () => undefined,
      dockerHost: `unix://${inject('engineSocket')}`,
    });
    await session.sagemaker.createTrainingJob(scriptRequest('job', ENDLESS));
    for await (const { text } of session.sagemaker.logs('training-job', 'job')) if (text === 'ready') break;
    vi.spyOn(session.sagemaker, 'close').mockRejectedValue(new Error('the disk is gone'));
    await expect(session.close()).rejects.toThrow('the disk is gone');
    expect(await leftovers(engine, owner)).toEqual([]);
    await session.sagemaker.settled('training-job', 'job');
  });

  it('finishes the deletion of an endpoint that it did not begin', async () => {
    const all = await subject({}, { isDead: () => Promise.resolve(true) });
    await trainAndServe(all);
    const next = all.another();
    await next.reconcile();
    const deleted = next.deleteEndpoint('ep');
    await expect.poll(async () => (await next.describeEndpoint('ep')).EndpointStatus).toBe('Deleting');
    await next.close();
    expect(await leftovers(all.engine, all.owner)).toEqual([]);
    await deleted;
  });

  it('leaves a deletion that it died over to the next, also of what another process runs', async () => {
    const all = await subject();
    await trainAndServe(all);
    const { engine } = all;
    const dead = { ...all.owner, pid: 0 };
    const stop = (): Promise<void> => Promise.reject(new Error('this process died'));
    const dying = all.another({
      owner: dead,
      engine: () => Promise.resolve({ ...engine, containers: { ...engine.containers, stop } }),
    });
    await expect(dying.deleteEndpoint('ep')).rejects.toThrow('this process died');
    expect((await all.sagemaker.describeEndpoint('ep')).EndpointStatus).toBe('Deleting');
    await all.another({ isDead: ({ pid }) => Promise.resolve(pid === 0) }).reconcile();
    expect(await leftovers(engine, all.owner)).toEqual([]);
    expect((await all.sagemaker.listEndpoints()).Endpoints).toEqual([]);
  });
});
