import type { Range } from 'vscode-languageserver-types';
import type { CopyOptions } from './copy-from-context';
import { placeUnseen, withMode } from './copy-from-context';
import { fileTarget, placeImageFile } from './copy-target';
import type { Placement } from './copy-target';
import { compileGlob, globMatches, hasWildcard } from './glob';
import { toImageFile, toNode } from './image-tree';
import { baseName, isBelow, isWithin, joinInside, relativeTo } from './paths';
import type { ImageFiles, Lookup } from './types';

/** `COPY --from=stage`: files of that stage's image, as far as they are known; `image` undefined: an image outside the file. */
export function placeFromImage(
  pattern: string,
  range: Range,
  image: ImageFiles | undefined,
  options: CopyOptions,
): readonly Placement[] {
  if (!image || options.parents) return placeUnseen(pattern, range, options);
  const source = joinInside('/', pattern);
  if (hasWildcard(pattern)) return placeMatches(source, range, image, options);
  const found = image.lookup(source);
  if (found.state === 'present' && found.file.type === 'file') {
    const { path, holes } = fileTarget(options.target, baseName(source));
    return [chmodded(placeImageFile(found.file, path, range), options), ...holes];
  }
  const known = found.state === 'present' ? placeFolder(found.file.path, range, image, options) : [];
  const unseen = placeUnseen(pattern, range, options);
  if (known.length === 0 && unseen.every((it) => it.kind !== 'hole' || it.directory !== options.target.path))
    return unseen;
  return [...known, folderHole(source, image, options)];
}

function placeFolder(folder: string, range: Range, image: ImageFiles, options: CopyOptions): readonly Placement[] {
  const to = options.target.path;
  const placements: Placement[] = [{ kind: 'directory', path: to, range }];
  for (const file of image.files) {
    if (!isBelow(file.path, folder)) continue;
    const relative = relativeTo(folder, file.path);
    if (options.excluded(relative)) continue;
    // The rest is found through the hole beside them.
    if (options.budget.left-- <= 0) break;
    placements.push(chmodded(placeImageFile(file, joinInside(to, relative), range), options));
  }
  return placements;
}

/** What the Dockerfile doesn't tell of the folder, the other stage's base image may. */
function folderHole(source: string, image: ImageFiles, { target }: CopyOptions): Placement {
  return {
    kind: 'hole',
    directory: target.path,
    why: `what is in \`${source}\` of the other stage is not known`,
    ask(path): Lookup {
      if (!isBelow(path, target.path))
        return { state: 'unknown', why: `\`${source}\` of the other stage is not known` };
      const answer = image.lookup(joinInside(source, relativeTo(target.path, path)));
      if (answer.state !== 'present') return answer;
      return { state: 'present', file: toImageFile({ ...toNode(answer.file), path }) };
    },
  };
}

function placeMatches(source: string, range: Range, image: ImageFiles, options: CopyOptions): readonly Placement[] {
  const glob = compileGlob(source, false);
  const placements: Placement[] = [
    { kind: 'hole', directory: options.target.path, why: `what \`${source}\` of the other stage matches is not known` },
  ];
  const matches = image.files.filter((file) => glob && globMatches(glob, file.path));
  for (const match of matches) {
    if (match.type === 'directory') placements.push(...placeFolder(match.path, range, image, options));
    else if (!matches.some((it) => it !== match && isWithin(match.path, it.path)))
      placements.push(
        chmodded(placeImageFile(match, fileTarget(options.target, baseName(match.path)).path, range), options),
      );
  }
  return placements;
}

function chmodded(placement: Placement, { mode }: CopyOptions): Placement {
  return placement.kind === 'file' ? { ...placement, executable: withMode(placement.executable, mode) } : placement;
}
