import type { Route } from '@tandem/domain/organisation/organisation';
import { deliverOutbox, type DeliverySettings } from './deliver-outbox.js';
import { DeliveryFailure, type Channel, type ClaimedNotification, type FailedAttempt } from './delivery-ports.js';

const now = new Date('2026-11-15T10:00:00.000Z');
const route: Route = { id: 'hook', channel: 'webhook', url: 'https://example.org/hook', secret: 'whsec_c2VjcmV0' };

function claimOf(id: string, attempts = 1): ClaimedNotification {
  const content: ClaimedNotification['content'] = {
    alertId: '7',
    kind: 'fired',
    severity: 'critical',
    guardrail: { id: 'floor', title: 'Floor', kind: 'threshold', measure: 'value', side: 'floor', limit: '60' },
    dimensions: {},
    metric: { key: 'sla', title: 'Attainment', unit: '%', precision: 2, stream: 'slaCycle' },
    verdict: null,
    since: now.toISOString(),
    at: now.toISOString(),
    timeZone: 'Europe/Berlin',
    owners: { marketing: null, it: null },
    url: null,
  };
  return { id, route, attempts, createdAt: now, possibleRepeat: false, content };
}

/** An outbox in memory, and what was reported to it. */
function harness(waiting: ClaimedNotification[], send: Channel['send'], settings: Partial<DeliverySettings> = {}) {
  const reports: string[] = [];
  const failures: FailedAttempt[] = [];
  const log: string[] = [];
  const run = deliverOutbox({
    outbox: {
      claim: (limit) => Promise.resolve(waiting.splice(0, limit)),
      delivered: ({ id }) => Promise.resolve(void reports.push(`delivered ${id}`)),
      failed: ({ id }, failure) => {
        failures.push(failure);
        return Promise.resolve(void reports.push(`failed ${id}`));
      },
    },
    channelFor: () => ({ send }),
    clock: () => now,
    random: () => 0.5,
    log: {
      warn: (message) => void log.push(`warn: ${message}`),
      error: (message) => void log.push(`error: ${message}`),
    },
    settings: { lookAgainMs: 1, ...settings },
  });
  return { reports, failures, log, run: (signal = new AbortController().signal) => run({}, signal) };
}

describe('deliverOutbox', () => {
  it('sends all that is due and reports each row', async () => {
    const sent: string[] = [];
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const { run, reports } = harness(
      ids.map((id) => claimOf(id)),
      ({ id }) => Promise.resolve(void sent.push(id)),
      { lanes: 2 },
    );
    await run();
    expect(sent.sort()).toEqual(ids);
    expect(reports.sort()).toEqual(ids.map((id) => `delivered ${id}`));
  });

  it('sends no more at once than it has lanes', async () => {
    let running = 0;
    let most = 0;
    const { run } = harness(
      Array.from({ length: 20 }, (_, index) => claimOf(String(index))),
      async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
      },
      { lanes: 3 },
    );
    await run();
    expect(most).toBe(3);
  });

  it('sends what becomes due while a slow receiver holds one lane', async () => {
    const waiting = [claimOf('slow')];
    let release: () => void = () => undefined;
    const { run, reports } = harness(
      waiting,
      async ({ id }) => {
        if (id === 'late') return release();
        waiting.push(claimOf('late'));
        await new Promise<void>((resolve) => (release = resolve));
      },
      { lanes: 2, lookAgainMs: 1 },
    );
    await run();
    expect(reports.sort()).toEqual(['delivered late', 'delivered slow']);
  });

  it('asks for another attempt after a passing failure, no sooner than the sink said', async () => {
    const { run, failures, log } = harness([claimOf('a')], () =>
      Promise.reject(new DeliveryFailure('The receiver answered 429.', true, 60_000)),
    );
    await run();
    expect(failures).toEqual([
      {
        error: 'The receiver answered 429.',
        nextAttemptAt: new Date('2026-11-15T10:01:00.000Z'),
        outcomeUnknown: false,
      },
    ]);
    expect(log).toEqual(['warn: A notification could not be delivered yet.']);
  });

  it('gives up at once when trying again cannot help, and says so to operators', async () => {
    const { run, failures, log } = harness([claimOf('a')], () =>
      Promise.reject(new DeliveryFailure('410: gone.', false)),
    );
    await run();
    expect(failures).toEqual([{ error: '410: gone.', nextAttemptAt: null, outcomeUnknown: false }]);
    expect(log).toEqual(['error: A notification could not be delivered and was given up.']);
  });

  it('ends a send that hangs and does not heed the signal', async () => {
    const { run, failures } = harness([claimOf('a')], () => new Promise(() => undefined), { sendTimeoutMs: 5 });
    await run();
    expect(failures).toMatchObject([{ error: 'No answer within 0.005 s.', outcomeUnknown: true }]);
  });

  it('treats an error it does not know as passing, with an unknown outcome', async () => {
    const { run, failures } = harness([claimOf('a')], () => Promise.reject(new TypeError('x is undefined')));
    await run();
    expect(failures).toMatchObject([{ error: 'The channel failed: x is undefined', outcomeUnknown: true }]);
    expect(failures[0]?.nextAttemptAt).not.toBeNull();
  });

  it('sends for the last time on the last attempt', async () => {
    const { run, reports } = harness([claimOf('a', 8)], () => Promise.resolve());
    await run();
    expect(reports).toEqual(['delivered a']);
  });

  it('does not send a row whose attempts all ended without a report', async () => {
    let sent = 0;
    const { run, failures } = harness([claimOf('a', 9)], () => Promise.resolve(void (sent += 1)));
    await run();
    expect(sent).toBe(0);
    expect(failures).toEqual([
      { error: 'Given up: 8 attempts ended without a report.', nextAttemptAt: null, outcomeUnknown: true },
    ]);
  });

  it('claims nothing more after a stop, and lets a send that has begun end', async () => {
    const controller = new AbortController();
    const { run, reports } = harness(
      [claimOf('a'), claimOf('b')],
      async () => {
        controller.abort();
        await new Promise((resolve) => setImmediate(resolve));
      },
      { lanes: 1 },
    );
    await run(controller.signal);
    expect(reports).toEqual(['delivered a']);
  });
});
