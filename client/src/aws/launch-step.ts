import { l10n } from 'vscode';
import type { LaunchProgress } from '../../../engine/src/aws/launch';

/** What a launch is at, for its notification and the log. */
export function stepText(event: LaunchProgress): string {
  switch (event.step) {
    case 'build':
      return l10n.t('building {0}', event.image.local);
    case 'push':
      return l10n.t('pushing');
    case 'pushed':
      return l10n.t('pushed {0}', event.pushed.uri);
    case 'bucket':
      return l10n.t('bucket {0}', event.bucket);
    case 'upload':
      return l10n.t('uploading {0} of {1} files', event.progress.filesDone, event.progress.files);
    case 'uploaded':
      return l10n.t('uploaded to {0}', event.uploaded.to);
    case 'created':
      return event.creation.updated === true
        ? l10n.t('updating {0} {1}', event.creation.what, event.creation.name)
        : l10n.t('created {0} {1}', event.creation.what, event.creation.name);
  }
}
