import { l10n, window } from 'vscode';
import { loadAws } from './load-aws';

const USUAL_TYPE = 'ml.m5.large';

/** What every deployment of a model has to know. */
export interface AskedDeployment {
  readonly name: string;
  readonly instanceType: string;
  readonly instanceCount: number;
}

/** Asks what the endpoint of a training job’s model is called, and what it runs on. Undefined: the user thought better of it. */
export async function askDeployment(job: string): Promise<AskedDeployment | undefined> {
  const title = l10n.t('Deploy the model of {0}', job);
  const name = await window.showInputBox({
    title,
    prompt: l10n.t('Name of the endpoint, its configuration and its model'),
    value: job,
    validateInput: (text) =>
      /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/.test(text)
        ? undefined
        : l10n.t('Letters, digits and hyphens, up to 63, with a letter or digit at both ends'),
  });
  if (name === undefined) return undefined;
  const known = (await loadAws()).knownInstanceTypes().filter((it) => it !== USUAL_TYPE);
  const instanceType = await window.showQuickPick([USUAL_TYPE, ...known], {
    title,
    placeHolder: l10n.t('Instance type'),
  });
  if (instanceType === undefined) return undefined;
  const count = await window.showInputBox({
    title,
    prompt: l10n.t('Number of instances'),
    value: '1',
    validateInput: (text) => (/^[1-9]\d{0,3}$/.test(text) ? undefined : l10n.t('A whole number')),
  });
  return count === undefined ? undefined : { name, instanceType, instanceCount: Number(count) };
}
