import { l10n } from 'vscode';
import type { Row } from '../../../engine/src/session/by-kind';
import type { Connection } from '../connections/connection';
import type { Detail } from './details';

/** Below an endpoint that serves on this machine: how clients reach it. Nothing listens before somebody asks. */
export function addressDetails(connection: Connection, { kind, name, status }: Row): readonly Detail[] {
  if (connection.kind !== 'local' || kind !== 'endpoint' || status !== 'InService') return [];
  const action = { title: l10n.t('Copy Local URL'), command: 'sagemaker.copyEndpointUrl', arguments: [name] };
  return [{ label: l10n.t('Local URL'), value: l10n.t('for curl and boto3: click to copy'), icon: 'link', action }];
}
