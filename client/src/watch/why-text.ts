import { l10n } from 'vscode';
import type { Why } from './what-to-do';

/** Why an image is built, as a sentence. */
export function whyText(why: Why): string {
  switch (why.kind) {
    case 'unknown':
      return l10n.t('There is no finished build to compare with.');
    case 'recipe':
      return l10n.t('The target, the build arguments or the platform have changed.');
    case 'dockerfile':
      return l10n.t('The Dockerfile or its .dockerignore has changed.');
    case 'added':
      return l10n.t('{0} is new.', why.path);
    case 'removed':
      return l10n.t('{0} is gone.', why.path);
    case 'mode':
      return l10n.t('The permissions of {0} have changed.', why.path);
    case 'unfollowed':
      return l10n.t('How {0} gets into the image can’t be followed.', why.path);
    case 'large':
      return l10n.t('{0} is too large to be compared.', why.path);
    case 'used':
      return l10n.t('{0} {1}.', why.path, why.how);
    case 'engine':
      return why.message;
  }
}
