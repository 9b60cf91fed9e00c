import type { Range } from 'vscode-languageserver-types';

/** A command that pushes an image whose manifest is, or may be, OCI instead of Docker's own. */
export interface OciPush {
  readonly tool: 'buildx' | 'podman' | 'build-push-action';
  /** The command's name in the file. */
  readonly range: Range;
  /** Puts the option in. */
  readonly fix: { readonly range: Range; readonly text: string } | undefined;
  /** The Dockerfile that it names, as written. */
  readonly dockerfile: string | undefined;
}

export interface Line {
  /** The command with its continuation lines joined. */
  readonly text: string;
  readonly number: number;
}

/** What a script, Makefile, buildspec or workflow pushes in OCI format. Pure text: options in variables are not known, and then nothing is said. */
export function ociPushes(text: string): readonly OciPush[] {
  if (text.length > 100_000 || /BUILDX_NO_DEFAULT_ATTESTATIONS/.test(text)) return [];
  const lines = text.split(/\r?\n/);
  const commands = joinedLines(lines);
  const pushesWithPodman = commands.some(
    ({ text: it }) => /\b(?:podman|buildah)\s+push\b/.test(it) && !/--format[= ]?["']?(?:v2s2|docker)/.test(it),
  );
  return [...commands.flatMap((line) => shellPush(line, lines, pushesWithPodman)), ...actionPushes(lines)];
}

/** Commands with their continuation lines joined, without comments. */
export function joinedLines(lines: readonly string[]): readonly Line[] {
  const joined: Line[] = [];
  for (let i = 0; i < lines.length; i++) {
    const number = i;
    let text = lines[i] ?? '';
    while (/\\\s*$/.test(lines[i] ?? '') && i + 1 < lines.length && i - number < 40) {
      i++;
      text = `${text.replace(/\\\s*$/, '')} ${lines[i] ?? ''}`;
    }
    if (!/^\s*(?:#|\/\/)/.test(text)) joined.push({ text, number });
  }
  return joined;
}

const BUILDX = /\bdocker\s+(?:buildx\s+build|build)\b/;
const PODMAN = /\b(?:podman|buildah)\s+(?:build|bud)\b/;
/** `$BUILD_ARGS`, `"${flags[@]}"`: any option may be in it. */
const OPTIONS_FROM_OUTSIDE = /(?:^|\s)["']?\$[({]*\w*(?:args|flags|opts|options|params|extra)\w*/i;

function shellPush({ text, number }: Line, lines: readonly string[], pushesWithPodman: boolean): readonly OciPush[] {
  if (OPTIONS_FROM_OUTSIDE.test(text)) return [];
  const buildx = BUILDX.exec(text);
  if (buildx && pushes(text) && !/--provenance[= ]["']?false|--attest[= ]\S*disabled=true|type=docker/.test(text)) {
    return [found('buildx', buildx[0], text, number, lines, ' --provenance=false')];
  }
  const podman = PODMAN.exec(text);
  if (podman && pushesWithPodman && !/--format[= ]["']?docker|BUILDAH_FORMAT/.test(text)) {
    return [found('podman', podman[0], text, number, lines, ' --format docker')];
  }
  return [];
}

function pushes(text: string): boolean {
  return /(?:^|\s)--push(?:[\s"']|=true|$)|type=registry|type=image\S*push=true/.test(text);
}

function found(
  tool: OciPush['tool'],
  command: string,
  text: string,
  number: number,
  lines: readonly string[],
  option: string,
): OciPush {
  const dockerfile = /\s(?:-f|--file)[= ]\s*["']?([^\s"']+)/.exec(text)?.[1];
  const line = lines[number] ?? '';
  const at = line.indexOf(command);
  if (at < 0) return { tool, range: lineRange(number, 0, line.length), fix: undefined, dockerfile };
  const end = at + command.length;
  return {
    tool,
    range: lineRange(number, at, end),
    fix: { range: lineRange(number, end, end), text: option },
    dockerfile,
  };
}

/** Steps of GitHub workflows that use docker/build-push-action, from version 4 on (earlier ones made no attestations). */
function actionPushes(lines: readonly string[]): readonly OciPush[] {
  return lines.flatMap((line, number) => {
    const version = /^\s*(?:-\s+)?uses:\s*["']?docker\/build-push-action@v?(\d+)/.exec(line)?.[1];
    if (version === undefined || (Number(version) < 4 && version.length < 3)) return [];
    const step = stepAround(lines, number);
    const push = step.find((it) => /^\s*push:\s*(?:["']?true|\$\{\{)/.test(it.text));
    if (!push || step.some((it) => /^\s*(?:provenance:\s*["']?false|outputs:|provenance:\s*\$)/.test(it.text)))
      return [];
    const indent = /^\s*/.exec(push.text)?.[0] ?? '';
    const at = lineRange(push.number, 0, 0);
    const dockerfile = step
      .map((it) => /^\s*file:\s*["']?([^\s"']+)/.exec(it.text)?.[1])
      .find((it) => it !== undefined);
    return [
      {
        tool: 'build-push-action',
        range: lineRange(number, line.indexOf('docker/'), line.length),
        fix: { range: at, text: `${indent}provenance: false\n` },
        dockerfile,
      },
    ];
  });
}

/** The lines of a list item of YAML that holds a line: up and down as far as nothing is indented less. */
function stepAround(lines: readonly string[], number: number): readonly Line[] {
  const uses = lines[number] ?? '';
  const isFirst = /^\s*-/.test(uses);
  const indent = isFirst ? uses.indexOf('-') + 1 : uses.search(/\S/);
  const step: Line[] = [];
  for (let i = number + 1; i < lines.length && i - number < 60; i++) {
    const text = lines[i] ?? '';
    const depth = text.search(/\S/);
    if (depth >= 0 && depth < indent) break;
    step.push({ text, number: i });
  }
  for (let i = number - 1; !isFirst && i >= 0 && number - i < 60; i--) {
    const text = lines[i] ?? '';
    step.push({ text, number: i });
    if (/^\s*-/.test(text) && text.indexOf('-') < indent) break;
  }
  return step;
}

export function lineRange(line: number, from: number, to: number): Range {
  return { start: { line, character: from }, end: { line, character: to } };
}
