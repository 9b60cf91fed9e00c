import { expect, it } from 'vitest';
import { likelyPrograms, sourceFolders } from '../../../../client/src/first-run/script-places';

it('offers folders of code first, then the shallow ones', () => {
  expect(sourceFolders(['a/b/x.py', 'setup.py', 'training/code/train.py', 'src/m.py', 'src/n.py'])).toEqual([
    'src',
    'training/code',
    '.',
    'a/b',
  ]);
});

it('offers the script that is usually run first', () => {
  expect(likelyPrograms(['util.py', 'train_all.py', 'train.py'], 'train.py')).toEqual([
    'train.py',
    'train_all.py',
    'util.py',
  ]);
});
