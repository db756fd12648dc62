const quietMs = 30_000;
const rememberedAtMost = 100;

/** Passes a message on, but the same one at most twice a minute: an outage is told, not recited. */
export function limitRepeats(
  tell: (message: string) => void,
  now: () => number = () => performance.now(),
): (message: string) => void {
  const lastTold = new Map<string, number>();
  return (message) => {
    const at = now();
    const last = lastTold.get(message);
    if (last !== undefined && at - last < quietMs) return;
    if (lastTold.size >= rememberedAtMost) lastTold.clear();
    lastTold.set(message, at);
    tell(message);
  };
}
