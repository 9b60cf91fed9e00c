import { commands, l10n, workspace } from 'vscode';
import type { Disposable, ExtensionContext, LogOutputChannel } from 'vscode';
import type { Connections } from '../connections/connections';
import { AwsConnection } from './aws-connection';
import { loadAws } from './load-aws';
import { connectionId, readNames, withNames, withoutName } from './remembered';
import type { AwsName } from './remembered';

const KEY = 'sagemaker.aws.connections';

/** The AWS roots of the trees: remembered by name from window to window, one object each. */
export class AwsRoots {
  private roots: readonly AwsConnection[] = [];
  private watching: AbortController | undefined;
  private readonly trusted: Disposable;

  constructor(
    private readonly context: ExtensionContext,
    private readonly connections: Connections,
    private readonly log: LogOutputChannel,
  ) {
    this.trusted = workspace.onDidGrantWorkspaceTrust(() => {
      this.show();
    });
    this.show();
  }

  get all(): readonly AwsConnection[] {
    return this.roots;
  }

  get(id: unknown): AwsConnection | undefined {
    return this.roots.find((one) => one.id === id);
  }

  /** Adds those that are new, and answers all that were named. */
  async add(names: readonly AwsName[]): Promise<readonly AwsConnection[]> {
    await this.remember(withNames(this.names, names));
    const ids = names.map(connectionId);
    return this.roots.filter(({ id }) => ids.includes(id));
  }

  async remove(id: string): Promise<void> {
    await this.remember(withoutName(this.names, id));
  }

  /** Credentials of all roots are looked for again, but for one that did so just now. */
  async renew(except?: AwsConnection): Promise<void> {
    for (const root of this.roots) if (root !== except) await root.renew(false);
    this.connections.setOthers(this.roots);
  }

  dispose(): void {
    this.trusted.dispose();
    this.watching?.abort();
    for (const root of this.roots) root.dispose();
  }

  private get names(): readonly AwsName[] {
    return readNames(this.context.globalState.get(KEY));
  }

  private async remember(names: readonly AwsName[]): Promise<void> {
    await this.context.globalState.update(KEY, names);
    this.show();
  }

  private show(): void {
    const names = workspace.isTrusted ? this.names : [];
    const before = this.roots;
    this.roots = names.map((name) => before.find(({ id }) => id === connectionId(name)) ?? this.made(name));
    for (const root of before) if (!this.roots.includes(root)) root.dispose();
    if (this.roots.length === 0) this.unwatch();
    void commands.executeCommand('setContext', 'sagemaker.hasAwsConnection', this.roots.length > 0);
    if (this.roots.length > 0 || before.length > 0) this.connections.setOthers(this.roots);
  }

  private made(name: AwsName): AwsConnection {
    return new AwsConnection(
      name,
      () => void this.watch(),
      (error) => {
        this.log.warn(String(error));
      },
    );
  }

  /** Files of `~/.aws` are watched once something was asked of AWS, and as long as there are roots. */
  private async watch(): Promise<void> {
    if (this.watching !== undefined) return;
    const watching = new AbortController();
    this.watching = watching;
    const aws = await loadAws();
    aws.watchAwsFiles(() => {
      this.log.info(l10n.t('The AWS configuration was changed: credentials are read again.'));
      void this.renew();
    }, watching.signal);
  }

  private unwatch(): void {
    this.watching?.abort();
    this.watching = undefined;
  }
}
