import { readFileSync } from 'node:fs';
import { foldFacts } from '@tandem/domain/record/fold-facts';
import { pushSettings } from '../push-settings.js';
import { readCdEvent } from './cd-events.js';
import { binaryEnvelope, cloudEventMode, structuredEnvelope } from './cloud-events.js';

interface Example {
  readonly context: { readonly id: string; readonly source: string; readonly type: string };
  readonly subject: { readonly content: object };
}
const { events } = JSON.parse(readFileSync(new URL('../recorded/cdevents.json', import.meta.url), 'utf8')) as {
  events: Record<string, Example>;
};
const settings = pushSettings.parse({ tiers: { production: ['test123', 'prod1'] } });
const example = (name: string): Example => {
  const found = events[name];
  if (!found) throw new Error(`There is no example ${name}.`);
  return found;
};
const read = (event: Example) =>
  readCdEvent({ id: event.context.id, source: event.context.source, type: event.context.type, data: event }, settings);

describe('the conformance examples', () => {
  it.each(Object.keys(events))('%s is read, or not used', (name) => {
    const { fault, facts, notUsed } = read(example(name));
    expect(fault).toBeNull();
    const isUsed = /^(service_(deployed|upgraded|rolledback)|incident_)/.test(name);
    expect({ facts: facts.length, isNotUsed: notUsed !== null }).toEqual({ facts: isUsed ? 1 : 0, isNotUsed: !isUsed });
  });

  it.each(['deployed', 'upgraded', 'rolledback'])('make a deployment of a service that was %s', (what) => {
    const { facts } = read(example(`service_${what}`));
    const folded = foldFacts(facts, '1');
    expect(folded).toMatchObject({
      ok: true,
      record: {
        fields: {
          service: 'mySubject123',
          environment: 'test123',
          tier: 'production',
          outcome: 'succeeded',
          ref: expect.stringMatching(/^pkg:oci\/myapp@sha256/) as string,
          finishedAt: '2023-03-20T14:27:05.315Z',
        },
      },
    });
    expect(folded.ok && 'record' in folded && folded.record.fields['planned']).toBe(
      what === 'rolledback' ? false : undefined,
    );
  });

  it('make one incident of those that were detected, reported and resolved, although they share an id', () => {
    const facts = ['resolved', 'reported', 'detected'].flatMap((what) => read(example(`incident_${what}`)).facts);
    expect(new Set(facts.map(({ eventId }) => eventId)).size).toBe(3);
    expect(new Set(facts.map(({ naturalKey }) => naturalKey)).size).toBe(1);
    expect(foldFacts(facts, '3')).toMatchObject({
      ok: true,
      record: { fields: { service: 'myApp', openedAt: '2022-11-11T13:52:20.079Z' } },
    });
  });
});

describe('an event that does not keep to its schema', () => {
  const deployed = example('service_deployed');
  const { content } = deployed.subject as { content: { environment: object; artifactId: string } };
  const withContent = (changed: object) => ({ ...deployed, subject: { ...deployed.subject, content: changed } });
  const withContext = (changed: object) => ({ ...deployed, context: { ...deployed.context, ...changed } });

  it.each([
    ['no environment', withContent({ artifactId: content.artifactId }), 'data.subject.content'],
    ['an unknown member', withContent({ ...content, colour: 'red' }), 'data.subject.content'],
    ['a time that is none', withContext({ timestamp: 'yesterday' }), 'data.context.timestamp'],
    ['a source that is none', withContext({ source: '' }), 'data.context.source'],
    ['a link of another kind', withContext({ links: [{ linkType: 'NONE' }] }), 'data.context.links.0'],
  ])('for %s is told where', (_what, event, field) => {
    expect(read(event).fault).toMatchObject({
      stream: 'deployment',
      field: expect.stringContaining(field) as string,
    });
  });

  it('because it is another kind than its envelope says is told so', () => {
    const { id, source } = deployed.context;
    const reading = readCdEvent(
      { id, source, type: deployed.context.type, data: example('incident_detected') },
      settings,
    );
    expect(reading.fault).toMatchObject({ field: expect.stringContaining('context') as string });
    expect(readCdEvent({ id, source, type: deployed.context.type, data: 'text' }, settings).fault).not.toBeNull();
  });

  it('is read all the same when only the version of its type is another', () => {
    const older = withContext({ type: 'dev.cdevents.service.deployed.0.2.0' });
    expect(read(older as Example)).toMatchObject({
      fault: null,
      facts: [{ naturalKey: expect.any(String) as string }],
    });
  });
});

describe('an envelope', () => {
  const attributes = { specversion: '1.0', id: '1', source: '/ci/ü', type: 't' };

  it('is told by content type and headers', () => {
    expect(cloudEventMode('application/cloudevents+json', {})).toBe('structured');
    expect(cloudEventMode('application/cloudevents-batch+json', {})).toBe('batch');
    expect(cloudEventMode('application/json', { 'ce-specversion': '1.0' })).toBe('binary');
    expect(cloudEventMode('application/json', {})).toBeNull();
  });

  it('says the same in every mode', () => {
    const event = { id: '1', source: '/ci/ü', type: 't', data: { a: 1 } };
    const headers = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/ci/%C3%BC', 'ce-type': 't' };
    expect(binaryEnvelope(headers, { a: 1 })).toEqual({ ok: true, event });
    expect(structuredEnvelope({ ...attributes, data: { a: 1 } })).toEqual({ ok: true, event });
    const packed = Buffer.from('{"a":1}').toString('base64');
    expect(structuredEnvelope({ ...attributes, data_base64: packed })).toEqual({ ok: true, event });
  });

  it.each(['specversion', 'id', 'source', 'type'])('without %s is told so', (name) => {
    expect(structuredEnvelope({ ...attributes, [name]: undefined })).toMatchObject({ ok: false, field: name });
    expect(structuredEnvelope({ ...attributes, [name]: '' })).toMatchObject({ ok: false, field: name });
  });

  it('of another version, or that is no object, is told so', () => {
    expect(structuredEnvelope({ ...attributes, specversion: '0.3' })).toMatchObject({
      ok: false,
      field: 'specversion',
    });
    expect(structuredEnvelope([])).toMatchObject({ ok: false });
  });
});
