import { AccessStage, goodPassword } from '../access/access-stage.js';

describe('threat 22: a flood of sign-ins', () => {
  let stage: AccessStage;
  beforeAll(async () => {
    stage = await AccessStage.open();
  });
  afterAll(() => stage.close());

  it('leaves everything else served: others are answered while its own passwords still wait for their turn', async () => {
    const headers = await stage.person('lead@example.org', 'viewer');
    let waiting = 0;
    const flood = Array.from({ length: 60 }, async (_, index) => {
      waiting += 1;
      const { status } = await stage.signIn(`nobody-${index}@example.org`, goodPassword, `203.0.113.${index}`);
      waiting -= 1;
      return status;
    });
    const answered: { readonly status: number; readonly waiting: number }[] = [];
    for (let index = 0; index < 5; index += 1) {
      const { status } = await stage.ask('GET', '/goals', { headers });
      answered.push({ status, waiting });
    }
    expect(answered.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(answered.every((answer) => answer.waiting > 0)).toBe(true);
    // Two are checked at once and forty may wait; whoever comes on top is asked to come again, and nobody meets a fault.
    const statuses = await Promise.all(flood);
    expect(statuses.filter((status) => ![401, 429].includes(status))).toEqual([]);
    expect(statuses.filter((status) => status === 429).length).toBeLessThanOrEqual(18);
    expect((await stage.signIn('lead@example.org')).status).toBe(204);
  });
});
