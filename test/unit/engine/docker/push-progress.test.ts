import { describe, expect, it } from 'vitest';
import type { TransferProgress } from '../../../../engine/src/docker/engine';
import { pushMeter } from '../../../../engine/src/docker/push-progress';

function line(layer: string | undefined, status: string, current?: number, total?: number): TransferProgress {
  return { layer, status, current, total };
}

describe('the progress of a push', () => {
  it('adds up bytes and layers as the engine tells of them', () => {
    const meter = pushMeter();
    meter(line(undefined, 'The push refers to repository [host/a]'));
    for (const layer of ['one', 'two', 'three']) meter(line(layer, 'Preparing'));
    meter(line('one', 'Pushing', 30, 100));
    meter(line('two', 'Layer already exists'));
    expect(meter(line('three', 'Pushing', 50, 60))).toMatchObject({ done: 1, current: 80, total: 160 });
    meter(line('one', 'Pushed'));
    expect(meter(line('three', 'Pushed'))).toMatchObject({ done: 3, current: 160, total: 160 });
  });

  it('does not count what is there already, nor lines about the tag', () => {
    const meter = pushMeter();
    meter(line('one', 'Waiting'));
    meter(line('one', 'Mounted from other/repository'));
    const end = meter(line(undefined, 'latest: digest: sha256:00 size: 527'));
    expect(end).toEqual({
      layers: [{ id: 'one', state: 'there', current: 0, total: undefined }],
      done: 1,
      current: 0,
      total: 0,
    });
  });

  it('keeps the bytes of a layer that is sent again', () => {
    const meter = pushMeter();
    meter(line('one', 'Pushing', 10, 20));
    expect(meter(line('one', 'Retrying in 5 seconds'))).toMatchObject({ current: 10, total: 20, done: 0 });
  });
});
