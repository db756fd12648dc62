export class TimeIsOver extends Error {
  constructor(what: string, timeoutMs: number) {
    super(`No answer within ${timeoutMs / 1000} s: ${what}.`);
    this.name = 'TimeIsOver';
  }
}

/** Answers what `work` answers, or throws once the time is over; `work` itself may go on and its outcome is dropped. */
export async function withinTime<T>(work: Promise<T>, timeoutMs: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimeIsOver(what, timeoutMs)), timeoutMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
