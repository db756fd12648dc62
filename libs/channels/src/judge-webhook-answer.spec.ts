import { DeliveryFailure } from '@tandem/application/delivery-ports';
import { judgeAnswer, retryAfterMs } from './judge-webhook-answer.js';

const now = new Date('2026-11-15T10:00:00.000Z');

function judge(status: number, retryAfter: string | null = null): DeliveryFailure | 'delivered' {
  try {
    judgeAnswer({ status, retryAfter }, now);
    return 'delivered';
  } catch (error) {
    if (error instanceof DeliveryFailure) return error;
    throw error;
  }
}

describe('judgeAnswer', () => {
  it.each([200, 201, 202, 204, 299])('takes %d as delivered', (status) => expect(judge(status)).toBe('delivered'));

  it.each([301, 302, 307, 408, 409, 425, 429, 500, 502, 503, 504])('asks for another attempt after %d', (status) =>
    expect(judge(status)).toMatchObject({ retry: true, outcomeUnknown: false }),
  );

  it.each([400, 401, 403, 404, 405, 410, 413, 415, 422])('gives up after %d', (status) =>
    expect(judge(status, '60')).toMatchObject({ retry: false, retryAfterMs: null }),
  );

  it('obeys Retry-After, in seconds or as a date', () => {
    expect(judge(429, '120')).toMatchObject({ retryAfterMs: 120_000 });
    expect(judge(503, 'Sun, 15 Nov 2026 10:05:00 GMT')).toMatchObject({ retryAfterMs: 300_000 });
    expect(retryAfterMs('Sun, 15 Nov 2026 09:00:00 GMT', now)).toBe(0);
    expect(retryAfterMs('soon', now)).toBeNull();
    expect(retryAfterMs(null, now)).toBeNull();
  });

  it('says what to do about a redirect and a receiver that is gone', () => {
    expect(judge(302)).toMatchObject({
      message: expect.stringContaining('put the final address into the route') as string,
    });
    expect(judge(410)).toMatchObject({ message: expect.stringContaining('Remove the route') as string });
  });
});
