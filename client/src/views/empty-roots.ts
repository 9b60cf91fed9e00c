import { l10n, workspace } from 'vscode';
import type { Connection } from '../connections/connection';
import type { Message } from './nodes';

type Empty = Omit<Message, 'failed'>;

/** What the Jobs view says below a connection that has none, with what can be done there. */
export function noJobs(connection: Connection): Empty {
  return emptyRoot(connection, l10n.t('No jobs yet.'), {
    local: l10n.t('Open a request document and choose Run locally.'),
    aws: l10n.t('Open a request document and choose Launch on {0}.', connection.label),
  });
}

/** What the Endpoints view says below a connection that has none. */
export function noEndpoints(connection: Connection): Empty {
  return emptyRoot(connection, l10n.t('No endpoints yet.'), {
    local: l10n.t('Open an *.endpoint.json and choose Serve locally.'),
    aws: l10n.t('Open an *.endpoint.json and choose Launch on {0}.', connection.label),
  });
}

/** A new request runs on this machine, and only where something may be run. */
function emptyRoot({ kind }: Connection, text: string, details: Readonly<Record<Connection['kind'], string>>): Empty {
  if (kind === 'aws') return { text, detail: details.aws, actions: [] };
  if (!workspace.isTrusted) {
    const trust = { title: l10n.t('Manage Workspace Trust'), command: '_sagemaker.manageTrust', arguments: [] };
    return { text, detail: l10n.t('Nothing is run in a workspace that you have not trusted.'), actions: [trust] };
  }
  const request = { title: l10n.t('New Request File…'), command: 'sagemaker.newRequest', arguments: [] };
  return { text, detail: details.local, actions: [request] };
}
