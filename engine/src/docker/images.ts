import { list, member, number, text, texts } from './answer';
import { filterText, unlessMissing } from './calls';
import { EngineError } from './engine';
import type { ImageInspectInfo, Images, TransferProgress } from './engine';
import { jsonLines } from './json-lines';
import type { Call, Transport } from './transport';

export function imagesOf(transport: Transport): Images {
  return {
    inspect: async (reference, signal) => {
      const call: Call = { method: 'GET', path: `/images/${encodeImage(reference)}/json`, signal };
      return (await unlessMissing(transport.json(call))) as ImageInspectInfo | undefined;
    },
    pull: async (reference, { platform, login }, progress, signal) => {
      const [repository, tag] = splitReference(reference);
      const query = { fromImage: repository, tag: tag ?? 'latest', platform };
      await transfer(transport, { method: 'POST', path: '/images/create', query, login, signal }, progress);
    },
    push: async (reference, login, progress, signal) => {
      const [repository, tag] = splitReference(reference);
      const call: Call = {
        method: 'POST',
        path: `/images/${encodeImage(repository)}/push`,
        query: { tag: tag ?? 'latest' },
        // The engine refuses a push without the header.
        login: login ?? { serveraddress: '' },
        signal,
      };
      return transfer(transport, call, progress);
    },
    tag: async (reference, repository, tag) => {
      const query = { repo: repository, tag };
      await transport.json({ method: 'POST', path: `/images/${encodeImage(reference)}/tag`, query });
    },
    list: async (filters, signal) => {
      const query = { filters: filterText(filters) };
      const answer = await transport.json({ method: 'GET', path: '/images/json', query, signal });
      return list(answer).map((one) => ({
        id: text(one, 'Id') ?? '',
        tags: list(member(one, 'RepoTags')).filter(
          (tag): tag is string => typeof tag === 'string' && tag !== '<none>:<none>',
        ),
        labels: texts(member(one, 'Labels')),
        size: number(one, 'Size') ?? 0,
        created: dateOf(number(one, 'Created')),
      }));
    },
    remove: async (reference, options) => {
      const query = { force: options?.force === true };
      await unlessMissing(transport.json({ method: 'DELETE', path: `/images/${encodeImage(reference)}`, query }));
    },
    import: async (archive, reference, changes, signal) => {
      const [repo, tag] = splitReference(reference);
      const search = new URLSearchParams({ fromSrc: '-', repo, tag: tag ?? 'latest' });
      for (const change of changes) search.append('changes', change);
      await transfer(transport, {
        method: 'POST',
        path: `/images/create?${search.toString()}`,
        file: archive,
        signal,
      });
    },
  };
}

/** `host:5000/a/b:1` → `host:5000/a/b` and `1`; a digest counts as the tag. */
export function splitReference(reference: string): readonly [repository: string, tag: string | undefined] {
  const at = reference.indexOf('@');
  if (at !== -1) return [withoutTag(reference.slice(0, at)), reference.slice(at + 1)];
  const repository = withoutTag(reference);
  return [repository, repository === reference ? undefined : reference.slice(repository.length + 1)];
}

function withoutTag(reference: string): string {
  const colon = reference.lastIndexOf(':');
  return colon > reference.lastIndexOf('/') ? reference.slice(0, colon) : reference;
}

/** Seconds since 1970; images without a time have 0 or less. */
function dateOf(seconds: number | undefined): Date | undefined {
  return seconds === undefined || seconds <= 0 ? undefined : new Date(seconds * 1000);
}

/** The engine wants the slashes of a name as they are. */
function encodeImage(reference: string): string {
  return reference.split('/').map(encodeURIComponent).join('/');
}

/** Follows a pull, push or import to its end. Errors come in the stream, after HTTP 200. */
async function transfer(
  transport: Transport,
  call: Call,
  progress?: (line: TransferProgress) => void,
): Promise<string | undefined> {
  let digest: string | undefined;
  for await (const line of jsonLines(await transport.stream(call))) {
    const failure = text(member(line, 'errorDetail'), 'message') ?? text(line, 'error');
    if (failure !== undefined) throw new EngineError(failure, 200);
    digest = text(member(line, 'aux'), 'Digest') ?? digest;
    const detail = member(line, 'progressDetail');
    const total = number(detail, 'total');
    const current = number(detail, 'current');
    progress?.({
      layer: text(line, 'id'),
      status: text(line, 'status') ?? '',
      // The tar's own headers are counted too, so a layer may become larger than it is.
      current: current === undefined || total === undefined ? current : Math.min(current, total),
      total,
    });
  }
  return digest;
}

/** `repository@sha256:…` of the registries that know the image. */
export function repositoryDigests(image: object): readonly string[] {
  return list(member(image, 'RepoDigests')).filter((one): one is string => typeof one === 'string');
}
