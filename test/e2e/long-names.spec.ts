import type { ThingList } from '@tandem/contracts/settings';
import type { Product } from '../product/start-product.js';
import { expect, settled, test } from './stage.js';
import { allAddresses } from './states-addresses.js';

test.use({ set: 'long names' });

const LONGEST = 200;
const unbroken = 'Conversionofvisitsintobookingskept'.repeat(6).slice(0, LONGEST);
const manyWords = 'of bookings that were kept by guests of all hotels in '.repeat(4).slice(0, LONGEST).trim();

const kinds = [
  { kind: 'metric', list: 'metrics', named: 'title' },
  { kind: 'goal', list: 'goals', named: 'title' },
  { kind: 'guardrail', list: 'guardrails', named: 'title' },
  { kind: 'initiative', list: 'initiatives', named: 'title' },
  { kind: 'team', list: 'teams', named: 'title' },
  { kind: 'person', list: 'people', named: 'name' },
  { kind: 'connection', list: 'connections', named: 'name' },
] as const;

/** Every thing of the demo under a name as long as a name may be: one without a space to break at, the next in many words. */
async function nameAtLength(product: Product): Promise<void> {
  for (const { kind, list, named } of kinds) {
    const { things } = await product.get<ThingList>(`/api/v1/configuration/things/${kind}`);
    const renamed = things.map(({ thing }, at) => ({ ...thing, [named]: at % 2 === 0 ? unbroken : manyWords }));
    await product.post('/api/v1/configuration', { text: JSON.stringify({ version: 1, [list]: renamed }) });
  }
}

test('names of 200 characters, with and without spaces, widen no page', async ({ page, demo }) => {
  const addresses = await allAddresses(demo);
  await nameAtLength(demo);
  const found: object[] = [];
  for (const address of addresses) {
    await page.setViewportSize({ width: 390, height: 900 });
    await page.goto(address);
    await settled(page);
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 900 });
      const content = await page.evaluate('document.documentElement.scrollWidth');
      if (content !== width) found.push({ address, width, content });
    }
  }
  expect(found).toEqual([]);
});
