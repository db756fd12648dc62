import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { decodeExport, encodeExport } from '@tandem/connectors/push/otlp/otlp-messages';
import type { EventsAnswer, SourceArrivals } from '@tandem/contracts/push';
import { bearer } from '../access/access-stage.js';
import { adminHeaders } from '../product/admin-access.js';
import { PushStage, pushSource } from './push-stage.js';

let stage: PushStage;
beforeEach(async () => {
  stage = await PushStage.open();
  await stage.apply(pushSource('delivery', { tiers: { production: ['test123', 'prod1'] } }));
});
afterEach(() => stage.close());

interface CdEvent {
  readonly context: { readonly id: string; readonly source: string; readonly type: string };
}
const examples = JSON.parse(
  readFileSync(new URL('../../libs/connectors/src/push/recorded/cdevents.json', import.meta.url), 'utf8'),
) as { events: Record<string, CdEvent> };
const example = (name: string): CdEvent => {
  const found = examples.events[name];
  if (!found) throw new Error(`There is no example ${name}.`);
  return found;
};
const attributesOf = ({ context: { id, source, type } }: CdEvent) => ({ specversion: '1.0', id, source, type });
const envelope = (event: CdEvent) => ({ ...attributesOf(event), datacontenttype: 'application/json', data: event });
const answerOf = ({ status, text }: { status: number; text: string }) => {
  expect({ status, text }).toMatchObject({ status: 200 });
  const answer = JSON.parse(text) as EventsAnswer;
  expect(answer.received).toBe(answer.stored + answer.unchanged + answer.quarantined);
  return answer;
};
const structured = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
const batch = { 'content-type': 'application/cloudevents-batch+json' };
const send = (body: unknown, headers: Record<string, string> = structured, source = 'delivery') =>
  stage.sendAs(`/cdevents/${source}`, JSON.stringify(body), headers);
const tallies = async () =>
  (await stage.access.ask<SourceArrivals>('GET', '/sources/delivery/arrivals', { headers: adminHeaders })).body.tallies;

describe('CDEvents', () => {
  it('say the same in structured, binary and batch mode', async () => {
    const event = example('service_deployed');
    expect(answerOf(await send(envelope(event)))).toMatchObject({ received: 1, stored: 1 });
    const inHeaders = Object.entries(attributesOf(event)).map(([name, value]) => [`ce-${name}`, value]);
    expect(answerOf(await send(event, Object.fromEntries(inHeaders)))).toMatchObject({ received: 1, unchanged: 1 });
    expect(answerOf(await send([envelope(event)], batch))).toMatchObject({ received: 1, unchanged: 1 });
    expect(await stage.records('delivery')).toHaveLength(1);
  });

  it('of one batch are stored, known, in quarantine or not used, each with its verdict', async () => {
    await send(envelope(example('service_deployed')));
    const broken = { ...envelope(example('service_upgraded')), data: { context: {} } };
    const events = [
      envelope(example('incident_resolved')),
      envelope(example('service_deployed')),
      envelope(example('incident_detected')),
      broken,
      envelope(example('change_merged')),
      { ...envelope(example('service_rolledback')), specversion: '0.3' },
    ];
    const answer = answerOf(await send(events, batch));
    expect(answer).toMatchObject({ received: 5, stored: 2, unchanged: 1, quarantined: 2, notUsed: 1 });
    expect(answer.verdicts.map(({ verdict }) => verdict)).toEqual([
      'stored',
      'unchanged',
      'stored',
      'quarantined',
      'notUsed',
      'quarantined',
    ]);
    expect(await tallies()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'notUsed', reason: example('change_merged').context.type }),
      ]),
    );
    expect(await stage.records('delivery')).toMatchObject([
      { data: { finishedAt: '2023-03-20T14:27:05.315Z' } },
      { data: { service: 'myApp', openedAt: expect.any(String) as string, resolvedAt: expect.any(String) as string } },
    ]);
  });

  it('have one effect under an idempotency key, whose headers count in binary mode', async () => {
    const event = example('service_deployed');
    const headers = (id: string) => ({
      'ce-specversion': '1.0',
      'ce-id': id,
      'ce-source': '/ci',
      'ce-type': event.context.type,
      'idempotency-key': 'k',
    });
    const first = answerOf(await send(event, headers('1')));
    expect(answerOf(await send(event, headers('1')))).toEqual(first);
    expect(await send(event, headers('2'))).toMatchObject({ status: 409 });
  });

  it.each([
    ['JSON without their headers', 'application/json', 400],
    ['JSON lines', 'application/x-ndjson', 400],
    ['text', 'text/plain', 415],
  ])('are not taken as %s', async (_what, type, status) => {
    expect(await send(envelope(example('service_deployed')), { 'content-type': type })).toMatchObject({ status });
  });

  it('are not taken for a source that is not there, nor with a token for another', async () => {
    expect(await send(envelope(example('service_deployed')), structured, 'nobody')).toMatchObject({ status: 404 });
    expect(await send(envelope(example('change_merged')), structured, 'nobody')).toMatchObject({ status: 404 });
    const lead = await stage.access.person('lead@example.org', 'administrator');
    const { secret } = await stage.access.token(lead, {
      name: 'ci',
      scopes: ['push'],
      sources: ['delivery'],
      validDays: 1,
    });
    const sendWith = (source: string) =>
      stage.send(`/cdevents/${source}`, JSON.stringify(envelope(example('service_deployed'))), {
        ...structured,
        ...bearer(secret),
      });
    expect(await sendWith('other')).toMatchObject({ status: 403 });
    expect(await sendWith('delivery')).toMatchObject({ status: 200 });
  });
});

describe('metrics by OpenTelemetry', () => {
  const at = (minute: number) => `${new Date(Date.UTC(2026, 10, 9, 8, minute)).getTime()}000000`;
  const sum = (temporality: number, values: readonly number[]) => ({
    name: 'orders',
    sum: {
      aggregationTemporality: temporality,
      isMonotonic: true,
      dataPoints: values.map((asDouble, minute) => ({
        startTimeUnixNano: at(minute),
        timeUnixNano: at(minute + 1),
        asDouble,
        attributes: [{ key: 'shop', value: { stringValue: 'north' } }],
      })),
    },
  });
  const exported = (...metrics: object[]) => ({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
  const path = (source = 'delivery') => `/otlp/${source}/v1/metrics`;
  const protobuf = { 'content-type': 'application/x-protobuf' };
  const measured = async () => {
    const { rows } = await stage.access.database.pool.query<{ n: number }>(
      'select coalesce(sum(n), 0)::int as n from measurement',
    );
    return rows[0]?.n;
  };

  it('are the same as JSON and as protobuf, packed or not, and sent again they change nothing', async () => {
    const sent = exported(sum(1, [1, 2, 3]));
    expect(await stage.sendAs(path(), JSON.stringify(sent))).toMatchObject({ status: 200, text: '{}' });
    expect(await measured()).toBe(3);
    const bytes = encodeExport(sent);
    const answer = await stage.sendAs(path(), bytes, protobuf);
    expect(answer).toMatchObject({ status: 200, type: 'application/x-protobuf' });
    expect(answer.bytes).toHaveLength(0);
    expect(await stage.sendAs(path(), gzipSync(bytes), { ...protobuf, 'content-encoding': 'gzip' })).toMatchObject({
      status: 200,
    });
    expect(await measured()).toBe(3);
    const { rows } = await stage.access.database.pool.query<{ stored: number; unchanged: number }>(
      'select sum(stored)::int as stored, sum(unchanged)::int as unchanged from sync_run',
    );
    expect(rows).toEqual([{ stored: 3, unchanged: 6 }]);
  });

  it('are taken in part where some cannot be, and the answer says which', async () => {
    const sent = exported(sum(1, [1]), { ...sum(2, [5, 9]), name: 'total' });
    const { text } = await stage.sendAs(path(), JSON.stringify(sent));
    expect(JSON.parse(text)).toEqual({
      partialSuccess: { rejectedDataPoints: '2', errorMessage: expect.stringMatching(/delta temporality/) as string },
    });
    expect(await measured()).toBe(1);
    const answer = await stage.sendAs(path(), encodeExport(sent), protobuf);
    expect(answer.bytes.subarray(0, 1)).toEqual(Buffer.from([10]));
    expect(answer.text).toContain('delta temporality');
    expect(await tallies()).toMatchObject([{ kind: 'refused', count: 4 }]);
  });

  it('that are no such message are refused in the form of the sender', async () => {
    const json = await stage.sendAs(path(), '{"resourceMetrics": 5}');
    expect(json).toMatchObject({ status: 400, type: expect.stringContaining('json') as string });
    const bytes = await stage.sendAs(path(), Buffer.from([10, 200, 1]), protobuf);
    expect(bytes).toMatchObject({
      status: 400,
      type: 'application/x-protobuf',
      text: expect.stringContaining('no Export') as string,
    });
    expect(await stage.sendAs(path('nobody'), encodeExport(exported(sum(1, [1]))), protobuf)).toMatchObject({
      status: 404,
    });
    expect(await stage.sendAs(path(), 'x', { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
    expect(decodeExport(Buffer.alloc(0))).toEqual({});
  });

  it('are not taken without a token', async () => {
    expect(await stage.send(path(), '{}', { 'content-type': 'application/json' })).toMatchObject({ status: 401 });
  });
});
