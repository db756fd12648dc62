import type { ThingList } from '@tandem/contracts/settings';
import type { Product } from '../product/start-product.js';
import { expect, onlyRefusals, settled, test } from './stage.js';
import { everyAddress, speakForMarketing } from './states-stored.js';

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

/** Tables that do not fit into what holds them, so that their last columns stand out of sight. */
const tooWide = `[...document.querySelectorAll('main *')]
  .filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth + 1)
  .flatMap((one) => [...one.querySelectorAll('caption, thead')].slice(0, 1).map(({ textContent }) => textContent))`;

test('names of 200 characters, with and without spaces, widen no page, and push no column out of its table', async ({
  page,
  context,
  stage,
  quiet,
}) => {
  // Sixty addresses in three widths: a limit against hanging for all of them together.
  test.setTimeout(480_000);
  await speakForMarketing(stage, context);
  const addresses = await everyAddress(stage, context);
  await nameAtLength(stage.product);
  const found: object[] = [];
  for (const address of addresses) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(address);
    await settled(page);
    const tables = await page.evaluate(tooWide);
    // A wall display is never that narrow.
    for (const width of address.includes('kiosk') ? [1440] : [1440, 390, 320]) {
      await page.setViewportSize({ width, height: 900 });
      await settled(page);
      const content = await page.evaluate('document.documentElement.scrollWidth');
      if (content !== width) found.push({ address, width, content });
    }
    if (JSON.stringify(tables) !== '[]') found.push({ address, tables });
  }
  onlyRefusals(quiet);
  expect(found).toEqual([]);
});
