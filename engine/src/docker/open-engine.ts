import { list, member, number, text, texts } from './answer';
import { filterText, unlessMissing, unlessStatus } from './calls';
import { containersOf } from './containers';
import type { DockerEngine, EngineEvent, EngineInfo, EngineSocket, Filters, Networks, Volumes } from './engine';
import { imagesOf } from './images';
import { jsonLines } from './json-lines';
import { ping } from './ping';
import { openTransport } from './transport';
import type { Transport } from './transport';

/** The engine at this address. Nothing is sent yet. */
export async function openEngine(
  socket: EngineSocket,
  foundBy: string,
  close: () => void = () => undefined,
): Promise<DockerEngine> {
  const transport = await openTransport(socket);
  return {
    socket,
    foundBy,
    ping: (signal) => ping(socket, signal),
    info: async (signal) => (await transport.json({ method: 'GET', path: '/info', signal })) as EngineInfo,
    images: imagesOf(transport),
    containers: containersOf(transport),
    networks: networksOf(transport),
    volumes: volumesOf(transport),
    events: (filters, signal, since) => events(transport, filters, signal, since),
    close,
  };
}

function networksOf(transport: Transport): Networks {
  return {
    create: async ({ name, internal, labels }) => {
      const body = { Name: name, Driver: 'bridge', Internal: internal, Labels: labels, CheckDuplicate: true };
      return text(await transport.json({ method: 'POST', path: '/networks/create', body }), 'Id') ?? '';
    },
    remove: async (idOrName) => {
      await unlessMissing(transport.json({ method: 'DELETE', path: `/networks/${encodeURIComponent(idOrName)}` }));
    },
    list: async (filters) => {
      const query = { filters: filterText(filters) };
      const answer = await transport.json({ method: 'GET', path: '/networks', query });
      return list(answer).map((one) => ({
        id: text(one, 'Id') ?? '',
        name: text(one, 'Name') ?? '',
        labels: texts(member(one, 'Labels')),
      }));
    },
    connect: async (network, container, aliases) => {
      const body = { Container: container, EndpointConfig: { Aliases: aliases } };
      await transport.json({ method: 'POST', path: `/networks/${encodeURIComponent(network)}/connect`, body });
    },
    disconnect: async (network, container) => {
      const body = { Container: container, Force: true };
      const path = `/networks/${encodeURIComponent(network)}/disconnect`;
      await unlessStatus(transport.json({ method: 'POST', path, body }), [404]);
    },
  };
}

function volumesOf(transport: Transport): Volumes {
  return {
    create: async ({ name, labels }) => {
      const body = { ...(name === undefined ? {} : { Name: name }), Labels: labels };
      return text(await transport.json({ method: 'POST', path: '/volumes/create', body }), 'Name') ?? '';
    },
    remove: async (name) => {
      await unlessMissing(transport.json({ method: 'DELETE', path: `/volumes/${encodeURIComponent(name)}` }));
    },
    list: async (filters) => {
      const query = { filters: filterText(filters) };
      const answer = await transport.json({ method: 'GET', path: '/volumes', query });
      return list(member(answer, 'Volumes')).map((one) => ({
        name: text(one, 'Name') ?? '',
        labels: texts(member(one, 'Labels')),
      }));
    },
  };
}

async function* events(
  transport: Transport,
  filters: Filters,
  signal: AbortSignal,
  since: Date | undefined,
): AsyncGenerator<EngineEvent> {
  if (isAborted(signal)) return;
  const query = { filters: filterText(filters), since: since === undefined ? undefined : since.getTime() / 1000 };
  try {
    const stream = await transport.stream({ method: 'GET', path: '/events', query, signal });
    for await (const line of jsonLines(stream)) {
      const actor = member(line, 'Actor');
      yield {
        type: text(line, 'Type') ?? '',
        action: text(line, 'Action') ?? '',
        id: text(actor, 'ID') ?? '',
        attributes: texts(member(actor, 'Attributes')),
        time: new Date((number(line, 'timeNano') ?? 0) / 1e6),
      };
    }
  } catch (error) {
    if (!isAborted(signal)) throw error;
  }
}

/** Asked anew each time: it changes while events are read. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
