import type { ImageFile } from '../context/types';
import type { RoleInputs } from './signal';

/** nginx's own folder: a configuration there is in force whoever starts it. */
const NGINX_DIR = '/etc/nginx/';

/** The configurations of nginx that say something of this image. Beside a server that needs no proxy they are for another, such as templates of a tool. */
export function nginxInForce(inputs: RoleInputs, started: readonly ImageFile[]): RoleInputs['nginxConfigs'] {
  const { nginxConfigs } = inputs;
  return startsAnotherServer(inputs, started)
    ? nginxConfigs.filter(({ file }) => file.path.startsWith(NGINX_DIR))
    : nginxConfigs;
}

function startsAnotherServer({ serve, run }: RoleInputs, started: readonly ImageFile[]): boolean {
  const servers = serve.servers.concat(run.servers);
  return (
    servers.length > 0 &&
    servers.every(({ server }) => server.program !== 'nginx' && server.socket === undefined) &&
    !started.some(({ text }) => text?.includes('nginx'))
  );
}
