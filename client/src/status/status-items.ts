import { Disposable, LanguageStatusSeverity, Uri, languages, l10n, window, workspace } from 'vscode';
import type { LanguageStatusItem } from 'vscode';
import type { ServerState } from '../host/language-server';
import { DOCKERFILE } from '../host/options';
import type { FindingCounts, Status } from './message';

export interface StatusItems {
  /** A new answer of the server. */
  readonly update: (status: Status) => void;
  readonly serverState: (state: ServerState) => void;
  readonly of: (uri: Uri) => Status | undefined;
  readonly dispose: () => void;
}

/** Two entries of the `{}` menu in the status bar: the roles of the active Dockerfile, and what was found in it. */
export function createStatusItems(): StatusItems {
  const known = new Map<string, Status>();
  const roles = languages.createLanguageStatusItem('sagemaker.roles', { language: DOCKERFILE });
  const findings = languages.createLanguageStatusItem('sagemaker.findings', { language: DOCKERFILE });
  roles.name = l10n.t('SageMaker Roles');
  findings.name = l10n.t('SageMaker Findings');
  let server: ServerState = 'stopped';

  const show = (): void => {
    const uri = window.activeTextEditor?.document.uri.toString();
    const status = uri === undefined ? undefined : known.get(uri);
    showRoles(roles, status);
    showFindings(findings, status, server);
  };
  show();

  const subscriptions = Disposable.from(
    roles,
    findings,
    window.onDidChangeActiveTextEditor(show),
    workspace.onDidCloseTextDocument(({ uri }) => known.delete(uri.toString())),
  );
  return {
    update(status) {
      // The server's spelling of a URI need not be the editor's: `%3A` and `:` are the same.
      known.set(Uri.parse(status.uri).toString(), status);
      show();
    },
    serverState(state) {
      server = state;
      if (state !== 'running') known.clear();
      show();
    },
    of: (uri) => known.get(uri.toString()),
    dispose: () => {
      subscriptions.dispose();
    },
  };
}

function showRoles(item: LanguageStatusItem, status: Status | undefined): void {
  const declare = { command: 'sagemaker.declareRole', title: l10n.t('Declare Role…') };
  item.severity = LanguageStatusSeverity.Information;
  item.command = declare;
  if (status === undefined || status.state === 'off') {
    item.text = l10n.t('SageMaker');
    item.detail = '';
  } else if (status.roles.length === 0) {
    item.text = l10n.t('No SageMaker role');
    item.detail = l10n.t('Nothing here points to SageMaker, so nothing is checked.');
  } else {
    item.text = l10n.t('SageMaker: {0}', status.roles.join(', '));
    item.detail = status.evidence.length === 0 ? '' : l10n.t('because of {0}', status.evidence.join('; '));
  }
}

function showFindings(item: LanguageStatusItem, status: Status | undefined, server: ServerState): void {
  item.busy = server === 'starting';
  item.detail = '';
  item.severity = LanguageStatusSeverity.Information;
  item.command = { command: 'workbench.actions.view.problems', title: l10n.t('Show Problems') };
  if (server === 'failed' || server === 'stopped') {
    item.text = l10n.t('SageMaker linter is not running');
    item.severity = server === 'failed' ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    item.command = { command: 'sagemaker.restartServer', title: l10n.t('Restart') };
  } else if (status === undefined) {
    item.text = l10n.t('SageMaker linter is starting');
  } else if (status.state === 'off') {
    item.text = l10n.t('SageMaker linter is off');
    item.command = {
      command: 'workbench.action.openSettings',
      title: l10n.t('Settings'),
      arguments: ['sagemaker.lint.enable'],
    };
  } else {
    item.text = describeFindings(status.findings);
    item.severity = severityOf(status.findings);
  }
}

function describeFindings({ error, warning, info, hint }: FindingCounts): string {
  const parts = [
    counted(error, l10n.t('1 error'), l10n.t('{0} errors', error)),
    counted(warning, l10n.t('1 warning'), l10n.t('{0} warnings', warning)),
    counted(info + hint, l10n.t('1 remark'), l10n.t('{0} remarks', info + hint)),
  ].filter((part) => part !== '');
  return parts.length === 0 ? l10n.t('No SageMaker problems') : parts.join(', ');
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? '' : count === 1 ? one : many;
}

function severityOf({ error, warning }: FindingCounts): LanguageStatusSeverity {
  if (error > 0) return LanguageStatusSeverity.Error;
  return warning > 0 ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
}
