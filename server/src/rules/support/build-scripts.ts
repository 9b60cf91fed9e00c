import { dirName, joinPath, relativeTo } from '../../context/paths';
import { memoLast } from '../../lazy';
import type { Subject } from '../../subject';
import { baseName } from './places';

/** A file beside the Dockerfile whose commands build or push the image. */
export interface BuildScript {
  readonly path: string;
  readonly text: string;
}

/** A command that names another Dockerfile pushes another image. */
export function buildsThis(dockerfile: string | undefined, subject: Subject): boolean {
  return dockerfile === undefined || dockerfile.includes('$') || baseName(dockerfile) === baseName(subject.path);
}

const MOST_FILES = 30;

/** Scripts of the Dockerfile's folder and of the context, and the workflows of the repository that push to ECR. */
export const buildScripts = memoLast(readScripts);

function readScripts(subject: Subject): readonly BuildScript[] {
  const { fs, root } = subject.context;
  if (root === undefined) return [];
  const own = dirName(subject.path);
  const beside = [...new Set([own, root])].flatMap((folder) =>
    fs
      .list(folder)
      .filter((it) => SCRIPT.test(it))
      .map((it) => joinPath(folder, it)),
  );
  const workflows = joinPath(root, '.github/workflows');
  const flows = fs
    .list(workflows)
    .filter((it) => /\.ya?ml$/.test(it))
    .map((it) => joinPath(workflows, it));
  const read = (path: string): readonly { path: string; text: string }[] => {
    const text = fs.read(path);
    return text === undefined ? [] : [{ path, text }];
  };
  const folder = own === root ? '' : relativeTo(root, own);
  return [
    ...beside
      .slice(0, MOST_FILES)
      .flatMap(read)
      .filter((it) => dirName(it.path) === own || it.text.includes(folder)),
    ...flows
      .slice(0, MOST_FILES)
      .flatMap(read)
      .filter((it) => /\becr\b|amazonaws|sagemaker/i.test(it.text) && it.text.includes(folder)),
  ];
}

const SCRIPT = /\.sh$|^(?:GNU)?[Mm]akefile$|^buildspec[\w.-]*\.ya?ml$|^\.gitlab-ci\.yml$/;
