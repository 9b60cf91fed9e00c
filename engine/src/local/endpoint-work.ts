/** What this process is at with endpoints, by their names. What fails writes it down itself. */
export class EndpointWork {
  private readonly work = new Map<string, Promise<void>>();

  begin(name: string, act: () => Promise<void>): void {
    const before = this.work.get(name);
    const done = act()
      .catch(() => undefined)
      .then(() => before)
      .finally(() => {
        if (this.work.get(name) === done) this.work.delete(name);
      });
    this.work.set(name, done);
  }

  /** Of the endpoints that something is done for. */
  names(): readonly string[] {
    return [...this.work.keys()];
  }

  /** Waits until nothing more is done for it. */
  async settled(name: string): Promise<void> {
    await this.work.get(name);
  }
}
