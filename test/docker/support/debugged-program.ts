import { DapClient } from './dap-client';

/** A file of the container and the lines of its breakpoints. */
export interface Breakpoints {
  readonly path: string;
  readonly lines: readonly number[];
}

/** Where a process stands. */
export interface Stop {
  readonly client: DapClient;
  readonly threadId: unknown;
  readonly frameId: number;
  readonly line: number;
}

/**
 * An editor that debugs Python: it attaches to the entry point, and by a session of its own to each process that it is
 * told of, as VS Code's Python debugger does.
 */
export class DebuggedProgram {
  private readonly clients: DapClient[] = [];
  private tell: (stop: Stop) => void = () => undefined;
  /** The first process that comes to a breakpoint. */
  readonly stopped = new Promise<Stop>((resolve) => {
    this.tell = resolve;
  });

  constructor(
    private readonly port: number,
    private readonly breakpoints: Breakpoints,
  ) {}

  /** How many processes are debugged. */
  get processes(): number {
    return this.clients.length;
  }

  async attach(more: object = {}): Promise<void> {
    const client = await DapClient.connect(this.port);
    this.clients.push(client);
    await client.ask('initialize', { adapterID: 'test', pathFormat: 'path', linesStartAt1: true });
    client.send('attach', { name: 'test', justMyCode: true, subProcess: true, ...more });
    await client.event('initialized');
    const { path, lines } = this.breakpoints;
    await client.ask('setBreakpoints', { source: { path }, breakpoints: lines.map((line) => ({ line })) });
    await client.ask('configurationDone');
    void this.follow(client);
    void client.event('stopped').then(async ({ body = {} }) => {
      const { threadId } = body;
      const { stackFrames } = await client.ask('stackTrace', { threadId });
      const [frame] = stackFrames as readonly { readonly id: number; readonly line: number }[];
      this.tell({ client, threadId, frameId: frame?.id ?? 0, line: frame?.line ?? 0 });
    });
  }

  close(): void {
    for (const client of this.clients) client.close();
  }

  private async follow(client: DapClient): Promise<void> {
    for (;;) {
      const { body = {} } = await client.event('debugpyAttach');
      void this.attach({ ...body });
    }
  }
}
