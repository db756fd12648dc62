/** Lets a number of requests to one host run at the same time, whatever connection they belong to; the others wait in line. */
export class HostGate {
  private readonly hosts = new Map<string, { running: number; readonly waiting: (() => void)[] }>();

  async pass<Result>(host: string, atOnce: number, work: () => Promise<Result>): Promise<Result> {
    const line = this.hosts.get(host) ?? { running: 0, waiting: [] };
    this.hosts.set(host, line);
    if (line.running >= atOnce) await new Promise<void>((resolve) => line.waiting.push(resolve));
    line.running += 1;
    try {
      return await work();
    } finally {
      line.running -= 1;
      line.waiting.shift()?.();
      if (line.running === 0 && line.waiting.length === 0) this.hosts.delete(host);
    }
  }
}

/** The gate of this process. */
export const hostGate = new HostGate();
