import { createHmac } from 'node:crypto';
import { webhookSenders, type WebhookSender } from './push-settings.js';
import { signatureFault, signedTimeToleranceMs, type SignedDelivery } from './signatures.js';

const secret = 'It is a secret to everybody';
const now = new Date('2026-11-10T08:00:00Z');
const hmac = (text: string | Buffer, encoding: 'hex' | 'base64', key = secret) =>
  createHmac('sha256', key).update(text).digest(encoding);

/** The headers that each sender documents, for a body that is signed at a time. */
function headersOf(sender: WebhookSender, body: string, key = secret, at = now): Record<string, string> {
  const seconds = Math.floor(at.getTime() / 1000);
  switch (sender) {
    case 'github':
      return { 'x-hub-signature-256': `sha256=${hmac(body, 'hex', key)}` };
    case 'gitlab':
      return { 'x-gitlab-token': key };
    case 'pagerduty':
      return { 'x-pagerduty-signature': `v1=${hmac(body, 'hex', key)}` };
    case 'zendesk':
      return {
        'x-zendesk-webhook-signature': hmac(at.toISOString() + body, 'base64', key),
        'x-zendesk-webhook-signature-timestamp': at.toISOString(),
      };
    case 'stripe':
      return { 'stripe-signature': `t=${seconds},v1=${hmac(`${seconds}.${body}`, 'hex', key)},v0=${'0'.repeat(64)}` };
  }
}
const body = '{"name":"ü"}';
const faultOf = (sender: WebhookSender, more: Partial<SignedDelivery> = {}) =>
  signatureFault(sender, {
    headers: headersOf(sender, body),
    bytes: Buffer.from(body),
    secrets: [secret],
    now,
    ...more,
  });

describe.each(webhookSenders)('a delivery of %s', (sender) => {
  it('is let in with the secret, with either of two while one replaces the other, and with no other', () => {
    expect(faultOf(sender)).toBeNull();
    expect(faultOf(sender, { secrets: ['another one', secret] })).toBeNull();
    expect(faultOf(sender, { secrets: ['another one'] })).toMatch(/not that|another/);
    expect(faultOf(sender, { secrets: [] })).toMatch(/no secret/);
  });

  it('without its headers is refused, and the header is named', () => {
    expect(faultOf(sender, { headers: {} })).toMatch(/X-|Stripe-Signature/);
  });

  it('says nothing of the secret when it is refused', () => {
    const reasons = [
      faultOf(sender, { secrets: ['other'] }),
      faultOf(sender, { headers: headersOf(sender, 'x', 'y') }),
    ];
    expect(reasons.join()).not.toContain(secret);
  });
});

describe.each(webhookSenders.filter((sender) => sender !== 'gitlab'))('a body of %s', (sender) => {
  it('of which one byte was changed is refused', () => {
    const bytes = Buffer.from(body);
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(faultOf(sender, { bytes: changed })).not.toBeNull();
    }
  });
});

describe.each(['zendesk', 'stripe'] as const)('a time that %s signs', (sender) => {
  it.each([-1, 1])('may lie five minutes away and no second more (%d)', (direction) => {
    const at = (ms: number) => ({ headers: headersOf(sender, body, secret, new Date(now.getTime() + direction * ms)) });
    expect(faultOf(sender, at(signedTimeToleranceMs))).toBeNull();
    expect(faultOf(sender, at(signedTimeToleranceMs + 1_000))).toMatch(/5 minutes/);
  });

  it('cannot be made newer without the secret', () => {
    const old = headersOf(sender, body, secret, new Date(now.getTime() - 3_600_000));
    const fresh = headersOf(sender, body, 'guessed');
    const mixed =
      sender === 'stripe'
        ? {
            'stripe-signature': `${fresh['stripe-signature']?.split(',')[0]},${old['stripe-signature']?.split(',')[1]}`,
          }
        : { ...old, 'x-zendesk-webhook-signature-timestamp': now.toISOString() };
    expect(faultOf(sender, { headers: mixed })).toMatch(/not that/);
  });
});

describe('several signatures', () => {
  it('of PagerDuty and Stripe let in where one of them fits, and not many more are looked at', () => {
    const [, wrong] = [hmac(body, 'hex'), hmac(body, 'hex', 'other')];
    const sign = (signatures: string[]) => ({
      headers: { 'x-pagerduty-signature': signatures.map((one) => `v1=${one}`).join(',') },
    });
    expect(faultOf('pagerduty', sign([wrong, hmac(body, 'hex')]))).toBeNull();
    expect(faultOf('pagerduty', sign([wrong]))).not.toBeNull();
    expect(faultOf('pagerduty', sign([...Array<string>(10).fill(wrong), hmac(body, 'hex')]))).not.toBeNull();
    const t = Math.floor(now.getTime() / 1000);
    const signatures = [`t=${t}`, `v1=${wrong}`, `v1=${hmac(`${t}.${body}`, 'hex')}`].join(',');
    expect(faultOf('stripe', { headers: { 'stripe-signature': signatures } })).toBeNull();
  });

  it('in another scheme count for nothing', () => {
    const t = Math.floor(now.getTime() / 1000);
    const old = `t=${t},v0=${hmac(`${t}.${body}`, 'hex')}`;
    expect(faultOf('stripe', { headers: { 'stripe-signature': old } })).not.toBeNull();
    expect(faultOf('github', { headers: { 'x-hub-signature': `sha1=${hmac(body, 'hex')}` } })).not.toBeNull();
  });
});
