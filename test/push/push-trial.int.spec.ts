import type { EventsAnswer, SourceArrivals } from '@tandem/contracts/push';
import { SeededRandom } from '../agreement/seeded-random.js';
import { adminHeaders } from '../product/admin-access.js';
import { PushStage } from './push-stage.js';
import {
  secretOf,
  senders,
  signed,
  story,
  trialNow,
  type Sender,
  type TrialEvent,
  type TrialStory,
} from './trial-world.js';

/** `npm run push-trial` asks for 100,000. */
const wanted = Number(process.env['TANDEM_PUSHES'] ?? 400);
const random = new SeededRandom(Number(process.env['TANDEM_PUSHES_SEED'] ?? 1));
const lanes = 6;
const batchSize = 100;
const batched: readonly Sender[] = ['cdevents', 'records'];
/** Most of what comes in numbers comes in batches. */
const tellers = [...senders, ...Array<readonly Sender[]>(5).fill(batched).flat()];
const webhooks = senders.filter((sender) => !batched.includes(sender));

let stage: PushStage;
beforeAll(async () => {
  stage = await PushStage.open();
  stage.access.now = trialNow;
  const settings = (from: string) => (from === 'zendesk' ? { targets: { resolution: { high: '4h' } } } : {});
  await stage.apply(
    JSON.stringify({
      version: 1,
      connections: senders.map((id) => ({
        id,
        name: id,
        connector: 'push',
        expectedEvery: '1d',
        settings: batched.includes(id) ? {} : { webhook: { from: id }, ...settings(id) },
      })),
    }),
  );
  for (const sender of webhooks) {
    const body = { secret: secretOf(sender) };
    await stage.access.ask('POST', `/sources/${sender}/webhook-secret`, { headers: adminHeaders, body });
  }
});
afterAll(() => stage.close());

/** One request: an event of a webhook, or some of a sender that sends many at once. */
interface Sending {
  readonly events: readonly TrialEvent[];
  /** How a request was tampered with; null for one that must be taken. */
  readonly spoiled: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Of all events six in ten come once, three are repetitions, and one is tampered with or stale. */
function trial(): {
  readonly sendings: readonly Sending[];
  readonly stories: readonly TrialStory[];
  readonly bad: number;
} {
  const stories: TrialStory[] = [];
  const once: TrialEvent[] = [];
  for (let number = 1; once.length < wanted * 0.6; number += 1) {
    const told = story(tellers[number % tellers.length] ?? 'records', number, random);
    stories.push(told);
    once.push(...told.events);
  }
  const repeated = Array.from({ length: Math.round(wanted * 0.3) }, () => random.pick(once));
  const bad = Math.round(wanted * 0.1);
  const single = [...once, ...repeated].filter(({ sender }) => !batched.includes(sender));
  const many = batched.flatMap((sender) =>
    batches(shuffle([...once, ...repeated].filter((one) => one.sender === sender))),
  );
  const spoiled = Array.from({ length: bad }, () =>
    spoil(random.pick(once.filter(({ sender }) => !batched.includes(sender)))),
  );
  const good = single.map((event) => ({
    events: [event],
    spoiled: null,
    headers: { ...event.headers, ...signed(event.sender, event.body) },
    body: event.body,
  }));
  return { sendings: shuffle([...good, ...many, ...spoiled]), stories, bad };
}

function batches(events: readonly TrialEvent[]): Sending[] {
  return Array.from({ length: Math.ceil(events.length / batchSize) }, (_, index) => {
    const some = events.slice(index * batchSize, (index + 1) * batchSize);
    const isRecords = some[0]?.sender === 'records';
    return {
      events: some,
      spoiled: null,
      headers: {
        ...adminHeaders,
        'content-type': isRecords ? 'application/x-ndjson' : 'application/cloudevents-batch+json',
        ...(random.chance(50) ? { 'idempotency-key': `key-${some[0]?.sender}-${index}` } : {}),
      },
      body: isRecords ? some.map(({ body }) => body).join('\n') : `[${some.map(({ body }) => body).join(',')}]`,
    };
  });
}

/** The same event as somebody would send it who does not know the secret, or who kept an old delivery. */
function spoil(event: TrialEvent): Sending {
  const { sender, body, headers } = event;
  const stale = new Date(trialNow.getTime() - 301_000);
  const isTimed = sender === 'stripe' || sender === 'zendesk';
  const way = random.pick([
    'secret',
    'unsigned',
    ...(sender === 'gitlab' ? [] : ['body']),
    ...(isTimed ? ['stale', 'ahead'] : []),
  ]);
  const sent: Readonly<Record<string, () => readonly [signature: Record<string, string>, body: string]>> = {
    secret: () => [signed(sender, body, 'guessed'), body],
    unsigned: () => [{}, body],
    // Another event with the signature of this one: what it says must not get in.
    body: () => [signed(sender, body), body.replace(/\d/, (digit) => String((Number(digit) + 1) % 10))],
    stale: () => [signed(sender, body, secretOf(sender), stale), body],
    ahead: () => [signed(sender, body, secretOf(sender), new Date(trialNow.getTime() + 301_000)), body],
  };
  const [signature, changed] = (sent[way] ?? (() => [{}, body] as const))();
  return { events: [event], spoiled: way, headers: { ...headers, ...signature }, body: changed };
}

function shuffle<Thing>(things: readonly Thing[]): Thing[] {
  const shuffled = [...things];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    [shuffled[last], shuffled[other]] = [shuffled[other] as Thing, shuffled[last] as Thing];
  }
  return shuffled;
}

const pathOf = (sender: Sender) =>
  sender === 'records'
    ? '/deployment?source=records'
    : sender === 'cdevents'
      ? '/cdevents/cdevents'
      : `/webhook/${sender}`;

/** What was answered wrongly; null when nothing was. */
async function send({ events, spoiled, headers, body }: Sending): Promise<string | null> {
  const sender = events[0]?.sender ?? 'records';
  const answer = await stage.send(pathOf(sender), body, { 'content-type': 'application/json', ...headers });
  if (spoiled !== null)
    return answer.status === 401 ? null : `${sender} took what was spoiled by ${spoiled}: ${answer.text}`;
  if (answer.status !== 200) return `${sender} answered ${answer.status}: ${answer.text.slice(0, 300)}`;
  const { received, stored, unchanged, quarantined } = JSON.parse(answer.text) as EventsAnswer;
  const isWhole = received === events.length && received === stored + unchanged + quarantined;
  return isWhole ? null : `${sender} does not add up: ${answer.text.slice(0, 300)}`;
}

async function sendAll(sendings: readonly Sending[]): Promise<string[]> {
  const waiting = [...sendings].reverse();
  const faults: string[] = [];
  const lane = async () => {
    for (let next = waiting.pop(); next && faults.length < 5; next = waiting.pop()) {
      const fault = await send(next);
      if (fault !== null) faults.push(fault);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return faults;
}

async function refusedCount(): Promise<number> {
  const arrivals = await Promise.all(
    webhooks.map((sender) =>
      stage.access.ask<SourceArrivals>('GET', `/sources/${sender}/arrivals`, { headers: adminHeaders }),
    ),
  );
  const tallies = arrivals.flatMap(({ body }) => body.tallies).filter(({ kind }) => kind === 'refused');
  return tallies.reduce((sum, { count }) => sum + count, 0);
}

it(
  `${wanted} pushed events, shuffled, three in ten repeated and one in ten tampered with or stale, leave what their stories say`,
  async () => {
    const { sendings, stories, bad } = trial();
    expect(await sendAll(sendings)).toEqual([]);
    for (const sender of senders) {
      const expected = stories
        .flatMap((told) => told.expected.filter((record) => record.sender === sender))
        .map(({ key, data }) => ({ key, data }));
      const inOrder = <Row extends { readonly key: string }>(rows: readonly Row[]) =>
        [...rows].sort((one, other) => (one.key < other.key ? -1 : 1));
      const stored = (await stage.records(sender)).map(({ key, data }) => ({
        key,
        data: { ...data, dimensions: undefined },
      }));
      expect(inOrder(stored)).toEqual(inOrder(expected));
    }
    expect(await refusedCount()).toBe(bad);
    expect(await stage.count('quarantine')).toBe(0);
    const facts = stories.flatMap(({ events }) => events).filter(({ sender }) => sender !== 'records');
    expect(
      await stage.count(
        `(select distinct connection_id, split_part(event_id, ' checkout', 1) from push_fact where event_id not similar to '% (purchase|order)') f`,
      ),
    ).toBe(facts.length);
  },
  60_000 + wanted * 60,
);
