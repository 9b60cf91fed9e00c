/** A folder or file of this machine and where the container has it. */
export interface PathMapping {
  readonly localRoot: string;
  readonly remoteRoot: string;
}

export interface CopiedFile {
  readonly local: string;
  readonly image: string;
  /** Its path in the build context, as the linter knows that. */
  readonly inContext?: string;
  /** Why a change of it comes into the image only by a build; left out: it can be copied over. */
  readonly needsBuild?: string;
}

/**
 * The fewest mappings that lead every file back to where it was copied from; the most exact first. A file that keeps its
 * name is mapped by its folder, so that files beside it are found as well; one that gets another is mapped alone.
 */
export function pathMappings(files: readonly CopiedFile[]): readonly PathMapping[] {
  const pairs = files.map(({ local, image }): PathMapping => {
    const [localFolder, localName] = split(local);
    const [imageFolder, imageName] = split(image);
    return localName === imageName
      ? { localRoot: localFolder, remoteRoot: imageFolder }
      : { localRoot: local, remoteRoot: image };
  });
  const all = [...new Map(pairs.map((pair) => [`${pair.localRoot}\n${pair.remoteRoot}`, pair])).values()].sort(
    (left, right) => left.remoteRoot.length - right.remoteRoot.length,
  );
  const kept = all.reduce<readonly PathMapping[]>(
    (before, pair) => (before.some((other) => implies(other, pair)) ? before : [...before, pair]),
    [],
  );
  return kept.toReversed();
}

/** Both paths lead on in the same way from those of the other. */
function implies(other: PathMapping, { localRoot, remoteRoot }: PathMapping): boolean {
  const rest = remoteRoot.slice(other.remoteRoot.length);
  const isBelow = remoteRoot.startsWith(other.remoteRoot) && (rest.startsWith('/') || other.remoteRoot.endsWith('/'));
  return isBelow && localRoot.replaceAll('\\', '/') === `${other.localRoot.replaceAll('\\', '/')}${rest}`;
}

function split(path: string): readonly [folder: string, name: string] {
  const end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return [end <= 0 ? '/' : path.slice(0, end), path.slice(end + 1)];
}
