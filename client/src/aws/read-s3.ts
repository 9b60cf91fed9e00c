import { l10n } from 'vscode';
import type { S3Reader } from '../../../engine/src/local/s3-reader';
import { ActionableError } from '../show-error';
import type { AwsConnection } from './aws-connection';
import type { AwsRoots } from './aws-roots';
import { loadAws } from './load-aws';
import { chooseConnection } from './register-connections';

/**
 * Opens S3 for jobs of this machine whose overlay asks for credentials: through the only connection, or the one that the
 * user picks, which is kept until it is removed.
 */
export function s3Through(roots: AwsRoots): () => Promise<S3Reader> {
  let kept: { readonly root: AwsConnection; readonly reader: S3Reader } | undefined;
  const reader = async (): Promise<S3Reader> => {
    if (kept !== undefined && roots.all.includes(kept.root)) return kept.reader;
    const root = await chooseConnection(roots, undefined, l10n.t('Read data from S3 through which connection?'));
    if (root === undefined) throw notChosen();
    // Who is not signed in hears it here, with what to do.
    await root.whoami();
    const { session } = await root.open();
    const { AwsS3Reader } = await loadAws();
    kept = { root, reader: new AwsS3Reader(session) };
    return kept.reader;
  };
  return async () => {
    await reader();
    return {
      list: async function* (bucket, prefix, signal) {
        yield* (await reader()).list(bucket, prefix, signal);
      },
      open: async (object, start, signal) => (await reader()).open(object, start, signal),
    };
  };
}

function notChosen(): ActionableError {
  return new ActionableError(
    l10n.t('The data is in S3, and no AWS connection was chosen to read it.'),
    l10n.t('Add a connection, or name a folder in the place of the data in the *.local.json.'),
    [{ title: l10n.t('Add Connection'), command: 'sagemaker.addConnection', arguments: [] }],
  );
}
