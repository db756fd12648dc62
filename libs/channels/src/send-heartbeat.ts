import { guardedPost, sinkAddress, type HttpSinkSettings } from './guarded-post.js';
import { judgeAnswer } from './judge-webhook-answer.js';

/**
 * Tells an outside address that all is well; whoever listens there raises the alarm when it falls silent. The same guard as for every address: nothing
 * private unless it is allowed, no redirect. Throws a `DeliveryFailure` that names only the host.
 */
export async function sendHeartbeat(address: string, settings: HttpSinkSettings): Promise<void> {
  const url = sinkAddress('heartbeat', address, settings.allowPrivateAddresses);
  const body = JSON.stringify({ type: 'tandem.heartbeat', timestamp: settings.clock().toISOString() });
  const answer = await guardedPost(url, { headers: {}, body }, settings, new AbortController().signal);
  judgeAnswer(answer, settings.clock());
}
