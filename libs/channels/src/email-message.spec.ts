import type { NotificationContent } from '@tandem/application/delivery-ports';
import { emailMessage } from './email-message.js';

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
  verdict: {
    kind: 'breached',
    reason: 'belowFloor',
    value: '58.20',
    limit: '60',
    n: 1058,
    start: '2026-11-08T23:00:00.000Z',
    end: '2026-11-15T23:00:00.000Z',
  },
  since: '2026-11-15T10:05:00.000Z',
  at: '2026-11-15T11:05:00.000Z',
  timeZone: 'Europe/Berlin',
  owners: { marketing: null, it: 'Head of Service Desk' },
  url: 'https://tandem.example.org/alerts/7',
};

describe('emailMessage', () => {
  it('names state and metric in the subject', () => {
    const subject = (more: Partial<NotificationContent>) =>
      emailMessage({ content: { ...content, ...more }, possibleRepeat: false, route: { side: 'it' } }).subject;
    expect(subject({})).toBe('Firing, critical: Service-level attainment 58.20%');
    expect(subject({ severity: 'warning' })).toBe('Firing: Service-level attainment 58.20%');
    expect(subject({ kind: 'resolved' })).toBe('Resolved: Service-level attainment 58.20%');
    expect(subject({ kind: 'noData' })).toBe('No data: Service-level attainment');
    expect(subject({ kind: 'error' })).toBe('Cannot be judged: Service-level attainment');
  });

  it('says by which definition, and that a value may still change', () => {
    const verdict = content.verdict && { ...content.verdict, state: 'provisional' as const, version: 2 };
    const { text } = emailMessage({ content: { ...content, verdict }, possibleRepeat: false, route: { side: 'it' } });
    expect(text).toContain('(1,058 cycles, provisional).');
    expect(text).toContain('Value: 58.20%, provisional: late data may still change it\nDefinition: version 2\n');
  });

  it('says the same in text and HTML: sentence, facts, owners, link', () => {
    const { text, html } = emailMessage({ content, possibleRepeat: false, route: { side: 'it' } });
    expect(text).toBe(
      [
        'Service-level attainment fell to 58.20%, below its floor of 60%, over 7 days to 15 Nov (1,058 cycles).',
        '',
        'Guardrail: Attainment floor',
        'Value: 58.20%',
        'Floor: 60%',
        'Severity: critical',
        'Since: 15 Nov 2026, 11:05 (Europe/Berlin)',
        'Owners: marketing: nobody yet, IT: Head of Service Desk',
        '',
        'Open the alert: https://tandem.example.org/alerts/7',
        '',
      ].join('\n'),
    );
    for (const fact of [
      '58.20%',
      '1,058 cycles',
      'Head of Service Desk',
      'href="https://tandem.example.org/alerts/7"',
    ]) {
      expect(html).toContain(fact);
    }
  });

  it('leaves the link out when the public address is not known', () => {
    const { text, html } = emailMessage({
      content: { ...content, url: null },
      possibleRepeat: false,
      route: { side: 'it' },
    });
    expect(text).not.toContain('Open the alert');
    expect(html).not.toContain('<a ');
  });

  it('says when it may be a repeat, and only then', () => {
    expect(emailMessage({ content, possibleRepeat: true, route: { side: 'it' } }).text).toMatch(/^Possible repeat:/);
    expect(emailMessage({ content, possibleRepeat: true, route: { side: 'it' } }).html).toContain('Possible repeat:');
    expect(emailMessage({ content, possibleRepeat: false, route: { side: 'it' } }).text).not.toContain(
      'Possible repeat',
    );
  });

  it('makes line breaks and markup in names inert', () => {
    const title = 'Attainment\r\nBcc: everyone@example.org\u2028<script>alert(1)</script>';
    const { subject, text, html } = emailMessage({
      content: { ...content, metric: { ...content.metric, title }, guardrail: { ...content.guardrail, title } },
      possibleRepeat: false,
      route: { side: 'it' },
    });
    expect(subject).not.toMatch(/[\r\n\u2028]/);
    expect(text.split('\n').filter((line) => line.startsWith('Bcc:'))).toEqual([]);
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;');
  });

  it('speaks in the words of the side that it is sent to, and of both where it is sent to both', () => {
    const of = (side: 'marketing' | 'it' | undefined) =>
      emailMessage({ content, possibleRepeat: false, route: side === undefined ? {} : { side } });
    expect(of('marketing').text).toMatch(/down to .* was agreed/);
    expect(of('marketing').html).not.toContain('below its floor');
    expect(of('it').text).toContain('below its floor');
    for (const words of [of(undefined).text, of(undefined).html]) {
      expect(words).toMatch(/For marketing: .* was agreed/);
      expect(words).toMatch(/For IT: .* below its floor/);
    }
  });
});
