import type { ImageFile, ImageFiles } from './context/types';
import type { NginxFacts } from './readers/types';
import type { Start } from './start/types';

const DEFAULT = /^\/etc\/nginx\/(?:nginx\.conf|conf\.d\/[^/]+\.conf|sites-(?:enabled|available)\/[^/]+)$/;

/** The nginx configurations in force when serving: the one `nginx -c` names, else those in nginx's own folders. */
export function nginxConfigsOf(
  serve: Start,
  files: ImageFiles,
  read: (file: ImageFile) => NginxFacts | undefined,
): readonly { readonly file: ImageFile; readonly facts: NginxFacts }[] {
  const named = serve.servers.flatMap(({ server }) =>
    server.program === 'nginx' && server.configFile !== undefined ? [server.configFile] : [],
  );
  const chosen = named.flatMap((path) => {
    const found = files.lookup(path);
    return found.state === 'present' ? [found.file] : [];
  });
  const candidates = chosen.length > 0 ? chosen : files.files.filter((it) => isConfig(it, serve));
  return candidates.flatMap((file) => {
    const facts = read(file);
    return facts && (facts.listens.length > 0 || facts.locations.length > 0) ? [{ file, facts }] : [];
  });
}

/** nginx.conf beside the programs counts when the start could not be followed to the end. */
function isConfig(file: ImageFile, serve: Start): boolean {
  if (file.type !== 'file' || file.text === undefined) return false;
  if (DEFAULT.test(file.path)) return true;
  return (
    /\/nginx[^/]*\.conf$/.test(file.path) &&
    !serve.servers.some(({ server }) => server.program === 'nginx' && server.configFile !== undefined)
  );
}
