import { l10n, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { Profile } from '../../../engine/src/aws/profiles';
import { loadAws } from './load-aws';
import type { AwsName } from './remembered';

interface ProfileItem extends QuickPickItem {
  readonly profile: string | undefined;
  readonly region: string | undefined;
}

/** Asks for a profile and its regions. Undefined: the user thought better of it. */
export async function chooseNames(): Promise<readonly AwsName[] | undefined> {
  const picked = await window.showQuickPick(profileItems(), {
    title: l10n.t('Connect to AWS'),
    placeHolder: l10n.t('Profile of ~/.aws'),
    matchOnDescription: true,
  });
  if (picked === undefined) return undefined;
  const regions = await chooseRegions(picked);
  return regions?.map((region) => ({ profile: picked.profile, region }));
}

async function profileItems(): Promise<readonly ProfileItem[]> {
  const aws = await loadAws();
  const found = aws.environmentKind();
  const environment: ProfileItem = {
    label: l10n.t('$(vm) No profile'),
    description:
      found === undefined
        ? l10n.t('the role of this machine, if it has one')
        : l10n.t('from the environment: {0}', found),
    profile: undefined,
    region: process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'],
  };
  const profiles = (await aws.listProfiles()).map(profileItem);
  return found === undefined ? [...profiles, environment] : [environment, ...profiles];
}

function profileItem({ name, kind, region, ssoSession }: Profile): ProfileItem {
  const how = ssoSession === undefined ? KINDS[kind]() : l10n.t('signs in with {0}', ssoSession);
  return { label: `$(account) ${name}`, description: [how, region].filter(Boolean).join(' · '), profile: name, region };
}

const KINDS: Readonly<Record<Profile['kind'], () => string>> = {
  static: () => l10n.t('access key'),
  sso: () => l10n.t('Identity Center'),
  'assume-role': () => l10n.t('takes a role'),
  process: () => l10n.t('program'),
  'web-identity': () => l10n.t('web identity'),
  'console-login': () => l10n.t('signed in by the AWS CLI'),
  none: () => l10n.t('no credentials of its own'),
};

/** The regions of a profile: its own is chosen already, others can be typed. */
async function chooseRegions({ region, label }: ProfileItem): Promise<readonly string[] | undefined> {
  const text = await window.showInputBox({
    title: l10n.t('Connect to AWS'),
    prompt: l10n.t('Region for {0}; several with commas between them', label.replace(/^\$\([a-z-]+\) /, '')),
    placeHolder: 'us-east-1, eu-west-1',
    ...(region === undefined ? {} : { value: region }),
    validateInput: (value) =>
      regionsIn(value).length > 0 && regionsIn(value).every(isRegion)
        ? undefined
        : l10n.t('Write regions as AWS does: us-east-1'),
  });
  return text === undefined ? undefined : [...new Set(regionsIn(text))];
}

function regionsIn(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((it) => it !== '');
}

function isRegion(text: string): boolean {
  return /^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(text);
}
