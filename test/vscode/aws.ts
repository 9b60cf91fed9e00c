import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { trustPolicyText } from '../../engine/src/aws/roles-policy';
import * as vscode from 'vscode';

export const REGION = 'us-east-1';
export const ROLE = 'arn:aws:iam::123456789012:role/suite';

const settings = {
  region: REGION,
  endpoint: process.env['AWS_ENDPOINT_URL'] ?? '',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};

/** A client of the AWS-protocol server, to look at what the extension did. */
export const sagemakerClient = new SageMakerClient(settings);
export const s3Client = new S3Client({ ...settings, forcePathStyle: true });

/** The bucket and the role that the fixtures name. */
export async function prepareAccount(): Promise<void> {
  await s3Client.send(new CreateBucketCommand({ Bucket: 'suite' }));
  const iam = new IAMClient(settings);
  await iam.send(new CreateRoleCommand({ RoleName: 'suite', AssumeRolePolicyDocument: trustPolicyText() }));
  const other = trustPolicyText().replace('sagemaker.amazonaws.com', 'lambda.amazonaws.com');
  await iam.send(new CreateRoleCommand({ RoleName: 'other', AssumeRolePolicyDocument: other }));
  iam.destroy();
}

/** What a dialog was asked. */
export interface Asked {
  readonly what: 'pick' | 'warning' | 'input';
  readonly text: string;
  /** Of a pick: its items; of a warning: its detail and buttons. */
  readonly items: readonly string[];
}

type Answer = (asked: Asked) => string | undefined;

/**
 * Answers dialogs in place of a person: a pick by part of a label, a warning by its button. Answers what was asked. VS Code
 * shows no dialogs in tests.
 */
export async function answering(answer: Answer, run: () => Thenable<unknown>): Promise<readonly Asked[]> {
  const { showQuickPick, showWarningMessage, showInputBox } = vscode.window;
  const asked: Asked[] = [];
  const told = (one: Asked): string | undefined => {
    asked.push(one);
    return answer(one);
  };
  Object.assign(vscode.window, {
    showQuickPick: async (given: unknown, options?: vscode.QuickPickOptions) => {
      const items = (await given) as readonly (string | vscode.QuickPickItem)[];
      const label = (it: string | vscode.QuickPickItem): string => (typeof it === 'string' ? it : it.label);
      const text = `${options?.title ?? ''} ${options?.placeHolder ?? ''}`;
      const wanted = told({ what: 'pick', text, items: items.map(label) });
      const found = wanted === undefined ? undefined : items.find((it) => label(it).includes(wanted));
      return options?.canPickMany === true && found !== undefined ? [found] : found;
    },
    showWarningMessage: (text: string, options: unknown, ...buttons: readonly string[]) => {
      const detail: unknown =
        typeof options === 'object' && options !== null ? Reflect.get(options, 'detail') : options;
      return Promise.resolve(told({ what: 'warning', text, items: [String(detail), ...buttons] }));
    },
    showInputBox: (options?: vscode.InputBoxOptions) =>
      Promise.resolve(told({ what: 'input', text: options?.prompt ?? '', items: [options?.value ?? ''] })),
  });
  try {
    await run();
  } finally {
    Object.assign(vscode.window, { showQuickPick, showWarningMessage, showInputBox });
  }
  return asked;
}
