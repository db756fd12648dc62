import { OpenParts } from './open-parts.js';

describe('what a start has opened', () => {
  let told: string[];
  let closed: string[];
  let parts: OpenParts;
  const closes = (name: string) => () => Promise.resolve(void closed.push(name));

  beforeEach(() => {
    told = [];
    closed = [];
    const tell = (message: string) => void told.push(message);
    parts = new OpenParts({ warn: tell, error: tell });
  });

  it('is closed in the opposite order, once', async () => {
    parts.add('PostgreSQL', 1_000, closes('PostgreSQL'));
    parts.add('the workers', 1_000, closes('the workers'));
    parts.add('HTTP', 1_000, closes('HTTP'));
    await Promise.all([parts.close(), parts.close()]);
    expect(closed).toEqual(['HTTP', 'the workers', 'PostgreSQL']);
    expect(told).toEqual([]);
  });

  it('is closed whatever happens to one part, and that is told', async () => {
    parts.add('PostgreSQL', 1_000, closes('PostgreSQL'));
    parts.add('the queue', 20, () => new Promise(() => undefined));
    parts.add('HTTP', 1_000, () => Promise.reject(new Error('no')));
    await parts.close();
    expect(closed).toEqual(['PostgreSQL']);
    expect(told).toEqual(['Stopping HTTP failed; going on.', 'Stopping the queue failed; going on.']);
  });
});
