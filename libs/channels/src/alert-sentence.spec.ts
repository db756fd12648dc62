import type { NotificationContent } from '@tandem/application/delivery-ports';
import type { Verdict } from '@tandem/domain/guardrail/guardrail';
import { alertSentence, alertSentences } from './alert-sentence.js';

const verdict: Verdict = {
  kind: 'breached',
  reason: 'belowFloor',
  value: '58.20',
  limit: '60',
  n: 1058,
  start: '2026-11-08T23:00:00.000Z',
  end: '2026-11-15T23:00:00.000Z',
};
const content: NotificationContent = {
  alertId: '7',
  kind: 'fired',
  severity: 'critical',
  guardrail: {
    id: 'floor',
    title: 'Attainment floor',
    kind: 'threshold',
    measure: 'value',
    side: 'floor',
    limit: '60',
  },
  dimensions: {},
  metric: { key: 'attainment', title: 'Service-level attainment', unit: '%', precision: 2, stream: 'slaCycle' },
  verdict,
  since: '2026-11-15T10:05:00.000Z',
  at: '2026-11-15T11:05:00.000Z',
  timeZone: 'Europe/Berlin',
  owners: { marketing: null, it: 'Head of Service Desk' },
  url: null,
};

describe('alertSentence', () => {
  it('says what was left, by how much, over which window and with how many events', () => {
    expect(alertSentence(content, 'it')).toBe(
      'Service-level attainment fell to 58.20%, below its floor of 60%, over 7 days to 15 Nov (1,058 cycles).',
    );
  });

  it('says of a ceiling that the value rose, in the unit of the metric', () => {
    const leadTime: NotificationContent = {
      ...content,
      guardrail: { ...content.guardrail, side: 'ceiling', limit: '48' },
      metric: { ...content.metric, title: 'Change lead time', unit: 'h', stream: 'change' },
      verdict: { ...verdict, value: '51.5', limit: '48', n: 1, start: '2026-11-14T23:00:00.000Z' },
    };
    expect(alertSentence(leadTime, 'it')).toBe(
      'Change lead time rose to 51.5\u202fh, above its ceiling of 48\u202fh, over 1 day to 15 Nov (1 change).',
    );
  });

  it('counts whole days over a change of the clock', () => {
    const acrossChange = { ...verdict, start: '2026-10-18T22:00:00.000Z', end: '2026-10-25T23:00:00.000Z' };
    expect(alertSentence({ ...content, verdict: acrossChange }, 'it')).toContain('over 7 days to 25 Oct');
  });

  it('says with a resolution since when the limit had been left', () => {
    expect(
      alertSentence(
        { ...content, kind: 'resolved', verdict: { ...verdict, kind: 'ok', value: '61.40', n: 1020 } },
        'it',
      ),
    ).toBe(
      'Service-level attainment is back at 61.40%, inside its floor of 60%, over 7 days to 15 Nov (1,020 cycles). ' +
        'It had left the limit on 15 Nov 2026, 11:05.',
    );
  });

  it('tells missing data from an error, and why', () => {
    const told = (kind: 'noData' | 'error', reason: Verdict['reason']) =>
      alertSentence({ ...content, kind, verdict: { ...verdict, kind, reason, value: null, n: 0 } }, 'it');
    expect(told('noData', 'metricStale')).toBe(
      'Service-level attainment cannot be judged against its floor of 60%: its source has sent nothing for longer than expected, ' +
        'and the data ends with 15 Nov.',
    );
    expect(told('noData', 'periodAbsent')).toMatch(/no data was collected for its window\.$/);
    expect(told('error', 'metricUnknown')).toMatch(
      /there is no metric "attainment"; give the guardrail one that exists\.$/,
    );
    expect(told('error', 'evaluationFailed')).toMatch(/reading its value failed; the log of the worker says why\.$/);
  });

  it('gives a side its own words, and both where the receiver is of both', () => {
    const marketing =
      'Service-level attainment is down to 58.20%, but at least 60% was agreed, over 7 days to 15 Nov (1,058 cycles).';
    const it = 'Service-level attainment fell to 58.20%, below its floor of 60%, over 7 days to 15 Nov (1,058 cycles).';
    expect(alertSentences(content, 'marketing')).toEqual([marketing]);
    expect(alertSentences(content, 'it')).toEqual([it]);
    expect(alertSentences(content, null)).toEqual([`For marketing: ${marketing}`, `For IT: ${it}`]);
    const missing: NotificationContent = {
      ...content,
      kind: 'noData',
      verdict: { ...verdict, kind: 'noData', value: null },
    };
    expect(alertSentences(missing, null)).toHaveLength(1);
  });

  it('says of a breach that was detected late when it was, and that it is over', () => {
    const late: NotificationContent = {
      ...content,
      kind: 'detectedLate',
      until: '2026-11-16T23:00:00.000Z',
      verdict: { ...verdict, late: true, began: content.since },
    };
    expect(alertSentence(late, 'marketing')).toContain(
      'It was detected late: the data came after these days had been judged. It was so from 15 Nov 2026, 11:05 to 17 Nov 2026, 00:00, and is over.',
    );
  });
});
