import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until the answer is yes or the time is over; answers whether it was yes. */
export async function waitUntil(isTrue: () => boolean, timeoutMs: number, everyMs = 25): Promise<boolean> {
  const end = performance.now() + timeoutMs;
  while (performance.now() < end) {
    if (isTrue()) return true;
    await sleep(everyMs);
  }
  return isTrue();
}
