import type { Tag } from '@aws-sdk/client-sagemaker';
import { EventEmitter, l10n, window, workspace } from 'vscode';
import type { Event } from 'vscode';
import type { AwsSageMaker } from '../../../engine/src/aws/aws-sagemaker';
import type { AwsConnection as Session, Identity } from '../../../engine/src/aws/connection';
import type { Change, Kind, SageMaker } from '../../../engine/src/sagemaker';
import type { Row } from '../../../engine/src/session/by-kind';
import type { Connection, RowNote } from '../connections/connection';
import { followed } from '../connections/followed';
import { ActionableError, readError } from '../show-error';
import { partsSource, tuningSource } from './aws-sources';
import { EndpointNotes } from './endpoint-notes';
import { loadAws } from './load-aws';
import { connectionId, connectionLabel } from './remembered';
import type { AwsName } from './remembered';
import { signInError, withSignIn } from './sign-in-error';

/** A profile and region at AWS, opened. */
export interface OpenedAws {
  readonly session: Session;
  readonly sagemaker: AwsSageMaker;
}

/** SageMaker of one profile and region. Nothing is loaded or asked before the first need. */
export class AwsConnection implements Connection {
  readonly id: string;
  readonly kind = 'aws';
  readonly label: string;
  readonly onDidChange: Event<Change>;

  private opening: Promise<OpenedAws> | undefined;
  private asking: Promise<Identity> | undefined;
  private identity: Identity | undefined;
  private failure: string | undefined;
  /** Whether an MFA code may be asked for: only when the user has just wanted something. */
  private mayAsk = false;
  private readonly states = new EventEmitter<void>();
  private readonly notes: EndpointNotes;

  readonly onDidChangeState = this.states.event;

  /** They ask as little as the lists of jobs do: only who calls is known before. */
  readonly tuning = tuningSource(async () => new (await loadAws()).TuningJobs(await this.known()));
  readonly parts = partsSource(async () => new (await loadAws()).HostingParts(await this.known()));

  constructor(
    readonly name: AwsName,
    /** Called when it was opened for the first time. */
    private readonly onOpen: () => void,
    onWatchEnd: (error: unknown) => void,
  ) {
    this.id = connectionId(name);
    this.label = connectionLabel(name, l10n.t('Environment'));
    this.notes = new EndpointNotes(
      () => this.open(),
      () => {
        this.states.fire();
      },
    );
    this.onDidChange = followed<Change>(async (tell, signal) => {
      const { sagemaker } = await this.open();
      for await (const change of sagemaker.watch(signal)) tell(change);
    }, onWatchEnd);
  }

  get description(): string | undefined {
    if (this.identity === undefined) return this.failure === undefined ? undefined : l10n.t('not signed in');
    const { account, expires } = this.identity;
    return expires === undefined ? account : l10n.t('{0} · until {1}', account, expires.toLocaleTimeString());
  }

  get tooltip(): string | undefined {
    if (this.identity === undefined) return this.failure;
    const { account, arn, expires } = this.identity;
    const until = expires === undefined ? [] : [l10n.t('Signed in until {0}', expires.toLocaleString())];
    return [`**${this.label}**`, l10n.t('Account {0}', account), `\`${arn}\``, ...until].join('\n\n');
  }

  note(row: Row): RowNote | undefined {
    return row.kind === 'endpoint' ? this.notes.of(row) : undefined;
  }

  async imageDigest(_kind: Kind, _name: string, image: string): Promise<string | undefined> {
    return (await loadAws()).imageDigest((await this.open()).session, image);
  }

  async tags(arn: string): Promise<readonly Tag[]> {
    const [aws, { session }] = await Promise.all([loadAws(), this.open()]);
    return aws.tagsOf(session, arn, new AbortController().signal).catch(() => []);
  }

  async sagemaker(): Promise<SageMaker> {
    const { sagemaker } = await this.open();
    await this.whoami();
    return sagemaker;
  }

  private async known(): Promise<Session> {
    const { session } = await this.open();
    await this.whoami();
    return session;
  }

  /** Who calls, asked again once the credentials have ended. Rejects with an error that has a button to sign in. */
  async whoami(): Promise<Identity> {
    const { expires } = this.identity ?? {};
    if (this.identity !== undefined && (expires === undefined || expires.getTime() > Date.now())) return this.identity;
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  open(): Promise<OpenedAws> {
    this.opening ??= this.begin().catch((error: unknown) => {
      this.opening = undefined;
      throw error;
    });
    return this.opening;
  }

  /** Credentials are looked for again; with `mayAsk` the user may be asked for an MFA code. */
  async renew(mayAsk: boolean): Promise<void> {
    this.mayAsk = mayAsk;
    this.identity = undefined;
    this.failure = undefined;
    (await this.opening)?.session.renew();
    this.states.fire();
  }

  dispose(): void {
    this.notes.dispose();
    void this.opening?.then(
      ({ session }) => {
        session.close();
      },
      () => undefined,
    );
    this.states.dispose();
  }

  private async begin(): Promise<OpenedAws> {
    if (!workspace.isTrusted) {
      throw new ActionableError(
        l10n.t('AWS is not asked for anything in a workspace that you have not trusted.'),
        l10n.t('Trust it, if you know where it comes from.'),
        [{ title: l10n.t('Manage Workspace Trust'), command: 'workbench.trust.manage', arguments: [] }],
      );
    }
    const aws = await loadAws();
    const session = new aws.AwsConnection(this.name, { mfaCode: (device) => this.mfaCode(device) });
    this.onOpen();
    return { session, sagemaker: aws.awsSageMaker(session) };
  }

  private async ask(): Promise<Identity> {
    const { session } = await this.open();
    try {
      this.identity = await session.identity();
      this.failure = undefined;
      return this.identity;
    } catch (error) {
      const problem = withSignIn(this.id, error);
      this.identity = undefined;
      this.failure = readError(problem).message;
      throw problem;
    } finally {
      this.mayAsk = false;
      this.states.fire();
    }
  }

  private async mfaCode(device: string): Promise<string> {
    const needed = l10n.t('“{0}” needs a code of the MFA device {1}.', this.label, device);
    if (!this.mayAsk) throw signInError(this.id, needed, l10n.t('Sign in to be asked for it.'));
    const code = await window.showInputBox({
      title: this.label,
      prompt: l10n.t('Code of the MFA device {0}', device),
      placeHolder: '123456',
      ignoreFocusOut: true,
      validateInput: (text) => (/^\d{6}$/.test(text.trim()) ? undefined : l10n.t('Six digits')),
    });
    if (code === undefined) throw signInError(this.id, needed, l10n.t('Sign in to be asked again.'));
    return code.trim();
  }
}
