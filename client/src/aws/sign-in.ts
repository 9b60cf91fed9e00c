import { env, l10n, Uri, window } from 'vscode';
import { withCancel } from '../progress';
import type { AwsConnection } from './aws-connection';
import { loadAws } from './load-aws';

/** Signs in for a connection: in the browser where its profile is one of Identity Center, else with its MFA code. */
export async function signIn(connection: AwsConnection): Promise<void> {
  const aws = await loadAws();
  const { profile } = connection.name;
  const session = profile === undefined ? undefined : aws.ssoSessionOf(profile, await aws.loadSettings());
  if (profile !== undefined && session !== undefined) await inBrowser(connection.label, profile);
  await connection.renew(true);
  const { account, arn } = await connection.whoami();
  window.setStatusBarMessage(l10n.t('Signed in to {0} as {1}', account, arn), 5000);
}

async function inBrowser(label: string, profile: string): Promise<void> {
  const aws = await loadAws();
  await withCancel(l10n.t('Signing in to {0}', label), (signal, progress) =>
    aws.ssoSignIn(
      profile,
      ({ url, code }) => {
        progress.report({ message: l10n.t('confirm the code {0} in the browser', code) });
        void env.openExternal(Uri.parse(url));
      },
      signal,
    ),
  );
}
