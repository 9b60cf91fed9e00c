import { readServerCommand } from '../../readers/server-command';
import { isInterpreter } from '../../../../contract/servers';
import type { Link } from '../../start/types';
import type { Subject } from '../../subject';
import { baseName } from './places';
import { servingStart } from './serving';

const NOWHERE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const WRAPPERS =
  /^(?:tini|dumb-init|env|exec|nohup|conda|mamba|micromamba|poetry|uv|pipenv|pdm|catatonit|gosu|su-exec|sudo|nice|stdbuf|timeout|time|ddtrace-run|opentelemetry-instrument)$/;

/** A program is started whose work can't be seen: it might be the one that listens where SageMaker calls. */
export function startsUnseenProgram(subject: Subject): boolean {
  const { chain, servers } = servingStart(subject);
  // A program of the image's own that is compiled: its server was found in its source.
  const seenInSource = servers.some((it) => it.file !== undefined && /\.(?:go|rs)$/.test(it.file.path));
  return chain.some((link) => isUnseen(link, seenInSource));
}

function isUnseen(link: Link, seenInSource: boolean): boolean {
  if (link.file) return link.file.text === undefined && !seenInSource;
  const [name] = link.argv;
  if (name === undefined) return true;
  const short = baseName(name);
  if (/^(?:ba|da|z|a|k)?sh$/.test(short) || WRAPPERS.test(short)) return false;
  if (readServerCommand(link.argv, () => NOWHERE)) return false;
  return isInterpreter(name) ? link.argv.length > 1 : true;
}
