import { memoryFs } from '../../../server/src/context/memory-fs';
import { createSubject } from '../../../server/src/create-subject';
import { readProjectFile } from '../../../server/src/project/read';
import type { Subject } from '../../../server/src/subject';
import { filesOf, FOLDER, SETTINGS } from './lint-files';

/** The model of `Dockerfile` (or `path`) of a small tree of files. */
export function subjectOf(files: Readonly<Record<string, string>>, path = 'Dockerfile'): Subject {
  const all = filesOf(files);
  const absolute = `${FOLDER}/${path}`;
  const text = all[absolute]?.text;
  if (text === undefined) throw new Error(`no ${path} among the files`);
  const fs = memoryFs(all);
  const { chosen } = createSubject({
    path: absolute,
    text,
    fs,
    project: readProjectFile(fs, absolute),
    settings: SETTINGS,
  });
  if (!chosen) throw new Error('no stage');
  return chosen.subject;
}
