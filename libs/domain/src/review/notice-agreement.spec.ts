import fc from 'fast-check';
import {
  holdAgreement,
  latestNotice,
  type HappenedEvent,
  type Notice,
  type NoticeAgreement,
} from './notice-agreement.js';

const hourMs = 3_600_000;
const zone = 'Europe/Berlin';
const agreement: NoticeAgreement = {
  id: 'release-notice',
  title: 'Release notice',
  event: 'release',
  side: 'it',
  lead: { unit: 'hours', count: 48 },
};
const at = new Date('2026-11-12T10:00:00Z');
const release = (id: string, more: object = {}) => ({ id, what: 'shop', at, ...more });
const notice = (id: string, hoursBefore: number, more: Partial<Notice> = {}): Notice => ({
  id,
  event: 'release',
  side: 'it',
  what: 'Shop',
  startsAt: at,
  givenAt: new Date(at.getTime() - hoursBefore * hourMs),
  ...more,
});
const time = { since: new Date('2026-11-01T00:00:00Z'), now: new Date('2026-11-30T00:00:00Z'), timeZone: zone };
const delivered = (...events: HappenedEvent[]) => ({ events, toldTo: null });
const verdictOf = (notices: readonly Notice[], own = agreement) => {
  const { events } = holdAgreement(own, notices, delivered(release('1')), time);
  return [events[0]?.verdict, events[0]?.hours];
};

describe('an agreement of notice', () => {
  it.each([
    [[notice('a', 48)], ['inTime', 48]],
    [[notice('a', 47.9)], ['tooLate', 47.9]],
    [[notice('a', -2)], ['tooLate', -2]],
    [[], ['unannounced', null]],
    [[notice('a', 60, { what: 'desk' })], ['unannounced', null]],
    [[notice('a', 60, { side: 'marketing' })], ['unannounced', null]],
    [[notice('a', 60, { startsAt: new Date(at.getTime() + 25 * hourMs) })], ['unannounced', null]],
    [[notice('a', 60, { startsAt: new Date(at.getTime() + 24 * hourMs) })], ['inTime', 60]],
    [
      [notice('a', 10), notice('b', 50)],
      ['inTime', 50],
    ],
    [
      [notice('a', 50, { startsAt: new Date(at.getTime() + 20 * hourMs) }), notice('b', 10)],
      ['tooLate', 10],
    ],
  ])('holds %j as %j', (notices, expected) => {
    expect(verdictOf(notices)).toEqual(expected);
  });

  it('counts working days back over weekends and a change of clocks, at the same time of day', () => {
    const five = { unit: 'workingDays', count: 5 } as const;
    // Monday, 2 November; clocks went back on Sunday, 25 October.
    expect(latestNotice(new Date('2026-11-02T09:00:00Z'), five, zone).toISOString()).toBe('2026-10-26T09:00:00.000Z');
    expect(latestNotice(new Date('2026-10-29T09:00:00Z'), five, zone).toISOString()).toBe('2026-10-22T08:00:00.000Z');
    expect(latestNotice(new Date('2026-11-01T09:00:00Z'), { unit: 'workingDays', count: 1 }, zone).toISOString()).toBe(
      '2026-10-30T09:00:00.000Z',
    );
  });

  it('is about the services that it names', () => {
    const { events } = holdAgreement(
      { ...agreement, services: ['desk'] },
      [],
      delivered(release('1'), release('2', { what: 'Desk' })),
      time,
    );
    expect(events.map(({ event }) => event.id)).toEqual(['2']);
  });

  it('counts what took place without any notice, and neither as kept nor as missed what nobody saw take place', () => {
    const unseen = notice('b', 72, { what: 'desk' });
    const coming = notice('c', 500, { what: 'desk', startsAt: new Date(time.now.getTime() - 23 * hourMs) });
    const early = release('0', { at: new Date(time.since.getTime() - 1) });
    const held = holdAgreement(agreement, [unseen, coming], delivered(release('1'), early), time);
    expect(held).toMatchObject({ basis: 'delivered', missed: 1, medianHours: null, unconfirmed: [{ id: 'b' }] });
    expect(held.events.map(({ event, verdict }) => [event.id, verdict])).toEqual([['1', 'unannounced']]);
  });

  it('knows only what was announced where no source tells of such events, or tells not whose they are', () => {
    const notices = [notice('a', 50), notice('b', 10, { side: 'marketing' })];
    const own = { basis: 'announced', unconfirmed: [], toldTo: null };
    const held = holdAgreement(agreement, notices, null, time);
    expect(held).toMatchObject({ ...own, events: [{ event: { id: 'a' }, verdict: 'inTime' }] });
    const ofMarketing = { ...agreement, side: 'marketing' } as const;
    const released = delivered(release('1'));
    expect(holdAgreement(ofMarketing, notices, released, time)).toMatchObject({ ...own, missed: 1 });
    const named = holdAgreement({ ...ofMarketing, services: ['shop'] }, notices, released, time);
    expect(named).toMatchObject({ basis: 'delivered', events: [{ event: { id: '1' }, hours: 10 }] });
  });

  it('says since when sources are silent, once it is more than a day', () => {
    const toldTo = (hours: number) =>
      holdAgreement(agreement, [], { events: [], toldTo: new Date(time.now.getTime() - hours * hourMs) }, time).toldTo;
    expect([toldTo(24), toldTo(25)]).toEqual([null, new Date('2026-11-28T23:00:00Z')]);
  });

  const hours = fc.integer({ min: -30, max: 120 });
  const given = fc.array(fc.record({ hours, shift: fc.integer({ min: -30, max: 30 }) }), { maxLength: 12 });

  it('does not depend on the order of what is known, and misses exactly what is not in time', () => {
    fc.assert(
      fc.property(given, fc.array(hours, { maxLength: 12 }), (notices, events) => {
        const known = notices.map((one, index) =>
          notice(`n${index}`, one.hours, { startsAt: new Date(at.getTime() + one.shift * hourMs) }),
        );
        const happened = events.map((shift, index) =>
          release(`e${index}`, { at: new Date(at.getTime() + shift * hourMs) }),
        );
        const record = holdAgreement(agreement, known, delivered(...happened), time);
        const shuffled = holdAgreement(agreement, [...known].reverse(), delivered(...happened.reverse()), time);
        expect(shuffled.events.map(({ event, verdict, hours: lead }) => [event.id, verdict, lead])).toEqual(
          record.events.map(({ event, verdict, hours: lead }) => [event.id, verdict, lead]),
        );
        expect(record.missed).toBe(record.events.filter(({ verdict }) => verdict !== 'inTime').length);
        for (const { verdict, notice: own, latestAt } of record.events) {
          expect(verdict === 'inTime').toBe(own !== null && own.givenAt <= latestAt);
        }
      }),
      { endOnFailure: true },
    );
  });
});
