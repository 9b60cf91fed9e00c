import { SERVERS_WITHOUT_CONTRACT } from '../../../../contract/servers';
import type { ImageFile } from '../../context/types';
import type { FoundServer } from '../../start/types';
import { joinPath } from '../../start/walk';
import type { Subject } from '../../subject';
import { servingStart } from './web-app';

/**
 * The file of a Node or R server that has routes and nowhere names the path, so it surely does not answer it; undefined
 * when it does, or when not all of the application can be seen.
 */
export function fileWithoutRoute(subject: Subject, path: string): ImageFile | undefined {
  const servers = servingStart(subject).servers;
  const [only] = servers;
  const file = only?.file;
  if (servers.length !== 1 || !only || file?.text === undefined) return undefined;
  const program = only.server.program;
  if (program === 'node' || program === 'fastify') return nodeLacks(file.text, path) ? file : undefined;
  if (program !== 'plumber') return undefined;
  const api = plumberFile(subject, file, file.text);
  return api?.text !== undefined && plumberLacks(file.text, api.text, path) ? api : undefined;
}

/** The model server that is started alone, and speaks another protocol than SageMaker's. */
export function serverWithoutContract(subject: Subject): FoundServer | undefined {
  const { servers, complete } = servingStart(subject);
  const [only] = servers;
  const foreign = only && SERVERS_WITHOUT_CONTRACT.value.includes(only.server.program);
  return complete && servers.length === 1 && foreign ? only : undefined;
}

/** Parts of the application in other files, and handlers of any path. */
const NODE_ELSEWHERE =
  /\brequire\(\s*['"`]\.|\bfrom\s+['"`]\.|\bimport\(|\.all\(|\.register\(|\bcreateServer\(\s*(?!app\b|server\b)[^)\s]|['"`]\/?\*|\.(?:get|post)\(\s*(?:\[|\/|[A-Za-z_$`])/;
/** Middleware that answers no request. */
const MIDDLEWARE =
  /\.use\(\s*(?:express\.(?:json|urlencoded|text|raw)|bodyParser\.\w+|cors|helmet|morgan|compression|multer\w*)\b/g;

function nodeLacks(text: string, path: string): boolean {
  const code = text.replace(MIDDLEWARE, '');
  if (/\.use\(/.test(code) || NODE_ELSEWHERE.test(code)) return false;
  return /\.(?:get|post)\(\s*['"]\//.test(code) && !names(text, path);
}

/** The file that `plumb("plumber.R")` or `pr("plumber.R")` reads. */
function plumberFile(subject: Subject, file: ImageFile, text: string): ImageFile | undefined {
  const named = [...text.matchAll(/\b(?:plumb|pr)\(\s*(?:file\s*=\s*)?["']([\w./-]+)["']\s*\)/g)];
  const name = named.length === 1 ? named[0]?.[1] : undefined;
  const { value } = subject.config.workdir;
  if (name === undefined || (!name.startsWith('/') && !value.known)) return undefined;
  const found = subject.files.lookup(joinPath(value.known ? value.value : '/', name));
  return found.state === 'present' && found.file.path !== file.path ? found.file : undefined;
}

function plumberLacks(start: string, api: string, path: string): boolean {
  if (/\bpr_(?!run)\w+\(|\$(?:handle|mount)\(|@(?:plumber|static)\b|\bsource\(/.test(start + api)) return false;
  return /^#['*]\s*@(?:get|post|use)\s+\//m.test(api) && !names(api, path) && !names(start, path);
}

function names(text: string, path: string): boolean {
  return new RegExp(`\\b${path.slice(1)}\\b`, 'i').test(text);
}
