import { l10n } from 'vscode';
import type { AwsSageMaker } from '../../../engine/src/aws/aws-sagemaker';
import type { AwsConnection as Session } from '../../../engine/src/aws/connection';
import type { Row } from '../../../engine/src/session/by-kind';
import type { RowNote } from '../connections/connection';
import { loadEngine } from '../engine/load-engine';
import { loadAws } from './load-aws';

const GOOD_FOR_MS = 15 * 60_000;
const NOTHING: RowNote = { text: '', warning: undefined };

/** What endpoints cost and whether anybody uses them, asked once for each that is shown. */
export class EndpointNotes {
  private readonly known = new Map<string, { readonly note: RowNote; readonly time: number }>();
  private waiting: string[] = [];
  private asking: AbortController | undefined;

  constructor(
    private readonly opened: () => Promise<{ readonly session: Session; readonly sagemaker: AwsSageMaker }>,
    private readonly changed: () => void,
  ) {}

  /** What is known; when that is nothing, or old, it is asked for. */
  of({ name, status }: Row): RowNote | undefined {
    const kept = this.known.get(name);
    if (status === 'InService' && (kept === undefined || Date.now() - kept.time > GOOD_FOR_MS)) this.ask(name);
    return kept?.note.text === '' && kept.note.warning === undefined ? undefined : kept?.note;
  }

  dispose(): void {
    this.asking?.abort();
    this.waiting = [];
  }

  private ask(name: string): void {
    if (this.waiting.includes(name)) return;
    this.waiting.push(name);
    if (this.asking !== undefined) return;
    const controller = new AbortController();
    this.asking = controller;
    void this.askAll(controller.signal).finally(() => {
      this.asking = undefined;
    });
  }

  /** One after the other: a long list must not crowd out what somebody is waiting for. */
  private async askAll(signal: AbortSignal): Promise<void> {
    for (let name = this.waiting[0]; name !== undefined && !signal.aborted; name = this.waiting[0]) {
      const note = await this.look(name, signal).catch(() => NOTHING);
      this.known.set(name, { note, time: Date.now() });
      this.waiting = this.waiting.slice(1);
      if (note !== NOTHING) this.changed();
    }
  }

  private async look(name: string, signal: AbortSignal): Promise<RowNote> {
    const [aws, engine, { session, sagemaker }] = await Promise.all([loadAws(), loadEngine(), this.opened()]);
    const pricing = new aws.Pricing(session, engine.storageFolder(process.env));
    const { perHour, invocations } = await aws.endpointUse(session, sagemaker, pricing, name, signal);
    const text = perHour === undefined ? '' : l10n.t('{0}/h', aws.priceText(perHour, session.name.region));
    const warning =
      invocations === 0
        ? l10n.t('Nobody has invoked this endpoint for a day; its instances are paid for by the second all the same.')
        : undefined;
    return { text, warning };
  }
}
