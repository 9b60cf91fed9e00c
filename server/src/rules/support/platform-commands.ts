import type { Range } from 'vscode-languageserver-types';
import type { Subject } from '../../subject';
import { buildScripts, buildsThis } from './build-scripts';
import { joinedLines, lineRange } from './push-commands';

/** A command that builds an image. */
export interface PlatformBuild {
  /** Undefined: not said, not known, or several. */
  readonly platform: string | undefined;
  /** The value in the file, or the command. */
  readonly range: Range;
  /** The Dockerfile that it names, as written. */
  readonly dockerfile: string | undefined;
}

const BUILD = /\b(?:docker|podman|buildah|nerdctl|finch)\s+(?:buildx\s+build|build|bud)\b/;

/** The `docker build` commands of a script, Makefile or workflow, with the one platform they name. Pure text: what stands in variables is not known. */
export function platformBuilds(text: string): readonly PlatformBuild[] {
  if (text.length > 100_000 || !text.includes('--platform')) return [];
  const lines = text.split(/\r?\n/);
  return joinedLines(lines).flatMap(({ text: command, number }) => {
    const build = BUILD.exec(command);
    if (!build) return [];
    const platform = /\s--platform[= ]["']?([\w/-]+)["']?(?=\s|$)/.exec(command)?.[1];
    const shown = platform ?? build[0];
    const at = Math.max(
      number,
      lines.findIndex((line, i) => i >= number && line.includes(shown)),
    );
    const from = Math.max(0, lines[at]?.indexOf(shown) ?? 0);
    const dockerfile = /\s(?:-f|--file)[= ]\s*["']?([^\s"']+)/.exec(command)?.[1];
    return [{ platform, range: lineRange(at, from, from + shown.length), dockerfile }];
  });
}

/** Those of the scripts beside the Dockerfile that build this image, each with the path of its file. */
export function buildsOf(subject: Subject): readonly (PlatformBuild & { readonly path: string })[] {
  return buildScripts(subject).flatMap(({ path, text }) =>
    platformBuilds(text)
      .filter((it) => buildsThis(it.dockerfile, subject))
      .map((it) => ({ ...it, path })),
  );
}
