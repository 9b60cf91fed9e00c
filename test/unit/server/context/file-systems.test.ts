import { describe, expect, it } from 'vitest';
import { memoryFs } from '../../../../server/src/context/memory-fs';
import { overlayFs } from '../../../../server/src/context/overlay-fs';
import { createRecordingFileSystem } from '../../../../server/src/context/recording-fs';

const files = memoryFs({
  '/p/train': { text: '#!/bin/sh\n', executable: true },
  '/p/src/a.py': 'x = 1',
  'q/./b': 'b',
  '/p/binary': 'a\u0000b',
  '/p/huge': 'x'.repeat(1024 * 1024 + 1),
});

describe('memoryFs', () => {
  it('has files with their execute bits and folders', () => {
    expect(files.stat('/p/train')).toEqual({ type: 'file', size: 10, executable: true });
    expect(files.stat('/p/src/a.py')?.executable).toBe(false);
    expect(files.stat('/p')?.type).toBe('directory');
    expect(files.stat('/')?.type).toBe('directory');
    expect(files.stat('/p/none')).toBeUndefined();
    expect(files.list('/p')).toEqual(['binary', 'huge', 'src', 'train']);
    expect(files.list('/')).toEqual(['p', 'q']);
    expect(files.list('/none')).toEqual([]);
  });

  it('reads text only', () => {
    expect(files.read('/q/b')).toBe('b');
    expect(files.read('/p/binary')).toBeUndefined();
    expect(files.read('/p/huge')).toBeUndefined();
    expect(files.read('/p')).toBeUndefined();
    expect(files.read('/none')).toBeUndefined();
  });
});

describe('overlayFs', () => {
  const open = new Map([
    ['/p/train', 'new'],
    ['/p/src/deep/new.py', 'n'],
    ['/other/x', 'x\u0000'],
  ]);
  const fs = overlayFs(files, open);

  it('shows the unsaved text with the mode of the saved file', () => {
    expect(fs.read('/p/train')).toBe('new');
    expect(fs.stat('/p/train')).toEqual({ type: 'file', size: 3, executable: true });
    expect(fs.read('/p/src/a.py')).toBe('x = 1');
    expect(fs.read('/other/x')).toBeUndefined();
  });

  it('has files that were never saved, with their folders', () => {
    expect(fs.stat('/p/src/deep/new.py')).toEqual({ type: 'file', size: 1, executable: undefined });
    expect(fs.stat('/p/src/deep')).toEqual({ type: 'directory', size: 0, executable: undefined });
    expect(fs.list('/p/src')).toEqual(['a.py', 'deep']);
    expect(fs.list('/p/src/deep')).toEqual(['new.py']);
    expect(fs.list('/p')).toEqual(['binary', 'huge', 'src', 'train']);
    expect(fs.stat('/p/none')).toBeUndefined();
  });

  it('follows the editors', () => {
    const editors = new Map<string, string>();
    const changing = overlayFs(files, editors);
    expect(changing.read('/p/src/a.py')).toBe('x = 1');
    editors.set('/p/src/a.py', 'y');
    expect(changing.read('/p/src/a.py')).toBe('y');
  });
});

describe('createRecordingFileSystem', () => {
  it('remembers every path, missing ones too', () => {
    const recorder = createRecordingFileSystem(files);
    expect(recorder.fs.read('/p/src/a.py')).toBe('x = 1');
    expect(recorder.fs.stat('/none')).toBeUndefined();
    expect(recorder.fs.stat('/none')).toBeUndefined();
    expect(recorder.fs.list('/p')).toHaveLength(4);
    expect(recorder.paths()).toEqual(['/none', '/p', '/p/src/a.py']);
  });

  it('tells when an answer has changed', () => {
    const editors = new Map<string, string>();
    const recorder = createRecordingFileSystem(overlayFs(files, editors));
    recorder.fs.read('/p/src/a.py');
    recorder.fs.stat('/p/none.py');
    recorder.fs.list('/p/src');
    expect(recorder.isUnchanged()).toBe(true);
    editors.set('/p/other.txt', 'nobody asked for it');
    expect(recorder.isUnchanged()).toBe(true);
    editors.set('/p/src/a.py', 'x = 2');
    expect(recorder.isUnchanged()).toBe(false);
    editors.clear();
    expect(recorder.isUnchanged()).toBe(true);
    editors.set('/p/none.py', '');
    expect(recorder.isUnchanged()).toBe(false);
    editors.clear();
    editors.set('/p/src/new.py', '');
    expect(recorder.isUnchanged()).toBe(false);
  });

  it('tells when an answer changed while it recorded', () => {
    const editors = new Map([['/p/src/a.py', 'x = 2']]);
    const recorder = createRecordingFileSystem(overlayFs(files, editors));
    recorder.fs.read('/p/src/a.py');
    editors.clear();
    recorder.fs.read('/p/src/a.py');
    editors.set('/p/src/a.py', 'x = 2');
    expect(recorder.isUnchanged()).toBe(false);
  });
});
