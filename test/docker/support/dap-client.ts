import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface DapMessage {
  readonly type: string;
  readonly event?: string;
  readonly command?: string;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** The debug adapter protocol, as far as a breakpoint needs it. */
export class DapClient {
  private sequence = 0;
  private buffer = Buffer.alloc(0);
  private readonly seen: DapMessage[] = [];
  private readonly waiting: {
    readonly wanted: (one: DapMessage) => boolean;
    readonly tell: (one: DapMessage) => void;
  }[] = [];

  private constructor(private readonly socket: Socket) {
    socket.on('data', (data) => {
      this.take(data);
    });
  }

  static async connect(port: number): Promise<DapClient> {
    const socket = connect(port, '127.0.0.1');
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new DapClient(socket);
  }

  /** Sends a request without waiting for its answer: `attach` is answered at the end of the configuration. */
  send(command: string, args: object = {}): number {
    this.sequence += 1;
    const text = JSON.stringify({ seq: this.sequence, type: 'request', command, arguments: args });
    this.socket.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    return this.sequence;
  }

  async ask(command: string, args: object = {}): Promise<Readonly<Record<string, unknown>>> {
    const sequence = this.send(command, args);
    const answer = await this.next((one) => one.type === 'response' && one.request_seq === sequence);
    if (answer.success !== true) throw new Error(`${command}: ${answer.message ?? 'no success'}`);
    return answer.body ?? {};
  }

  event(name: string): Promise<DapMessage> {
    return this.next((one) => one.type === 'event' && one.event === name);
  }

  close(): void {
    this.socket.destroy();
  }

  private next(wanted: (one: DapMessage) => boolean): Promise<DapMessage> {
    const found = this.seen.find(wanted);
    if (found !== undefined) {
      this.seen.splice(this.seen.indexOf(found), 1);
      return Promise.resolve(found);
    }
    return new Promise((tell) => this.waiting.push({ wanted, tell }));
  }

  private take(data: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, data]);
    for (;;) {
      const end = this.buffer.indexOf('\r\n\r\n');
      const length = /Content-Length: (\d+)/.exec(this.buffer.subarray(0, Math.max(0, end)).toString())?.[1];
      if (end < 0 || length === undefined || this.buffer.length < end + 4 + Number(length)) return;
      const message = JSON.parse(this.buffer.subarray(end + 4, end + 4 + Number(length)).toString()) as DapMessage;
      this.buffer = this.buffer.subarray(end + 4 + Number(length));
      const waiter = this.waiting.find(({ wanted }) => wanted(message));
      if (waiter === undefined) this.seen.push(message);
      else {
        this.waiting.splice(this.waiting.indexOf(waiter), 1);
        waiter.tell(message);
      }
    }
  }
}
