import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { discardUnfinished, TransformOutput } from '../../../../engine/src/local/transform-output';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sm-output-'));
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

it('removes what a killed job left half-written, and nothing of others', async () => {
  const [mine, others] = [
    await TransformOutput.open(folder, 'deep/a.csv', 'mine'),
    await TransformOutput.open(folder, 'b.csv', 'others'),
  ];
  await mine.add(Buffer.from('half'), 'None');
  fs.writeFileSync(path.join(folder, 'c.csv.out'), 'whole');
  fs.writeFileSync(path.join(folder, 'film.part'), 'the user’s');
  await discardUnfinished(folder, 'mine');
  expect(fs.readdirSync(path.join(folder, 'deep'))).toEqual([]);
  await others.finish();
  expect(fs.readdirSync(folder).sort()).toEqual(['b.csv.out', 'c.csv.out', 'deep', 'film.part']);
  await mine.discard();
});

it('has nothing to remove where the job had not begun to write', async () => {
  await expect(discardUnfinished(path.join(folder, 'nowhere'), 'mine')).resolves.toBeUndefined();
});
