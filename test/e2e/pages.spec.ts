import type { Board } from '@tandem/contracts/board';
import type { Product } from '../product/start-product.js';
import { accessible, expect, settled, test } from './stage.js';

/** The pages that people live in are looked at in every look, the others in two that differ in both. */
const everyLook = [
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 1440 },
  { theme: 'light', width: 390 },
  { theme: 'dark', width: 390 },
];
const twoLooks = [
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 390 },
];

async function addresses(product: Product): Promise<Readonly<Record<string, string>>> {
  const board = await product.get<Board>('/api/v1/board');
  const goal = board.goals[0];
  const keyResult = goal?.keyResults.at(-1);
  if (!goal || !keyResult) throw new Error('The demo has goals with key results.');
  const { metric, current } = keyResult;
  return {
    board: '/board',
    goals: '/goals',
    goal: `/goals/${goal.id}`,
    metrics: '/metrics',
    'ready-made': '/catalogue',
    'a ready-made metric': '/catalogue/session-conversion',
    metric: `/metrics/${metric.key}`,
    'metric as a table': `/metrics/${metric.key}?view=table`,
    records: `/metrics/${metric.key}/records?from=${current.start}&to=${current.end}`,
    alerts: '/alerts?state=all',
    sources: '/sources',
    source: '/sources/servicenow',
    'connect a source': '/connect?connector=github',
    'settings of a source': '/sources/servicenow/settings',
    'a page that does not exist': '/nowhere',
  };
}

const pages = [
  { name: 'board', looks: everyLook },
  { name: 'goals', looks: twoLooks },
  { name: 'goal', looks: twoLooks },
  { name: 'metrics', looks: twoLooks },
  { name: 'ready-made', looks: twoLooks },
  { name: 'a ready-made metric', looks: twoLooks },
  { name: 'metric', looks: everyLook },
  { name: 'metric as a table', looks: twoLooks },
  { name: 'records', looks: twoLooks },
  { name: 'alerts', looks: everyLook },
  { name: 'sources', looks: everyLook },
  { name: 'source', looks: twoLooks },
  { name: 'connect a source', looks: twoLooks },
  { name: 'settings of a source', looks: twoLooks },
  { name: 'a page that does not exist', looks: twoLooks },
];

for (const { name, looks } of pages) {
  test(`${name}: no finding of axe in light and dark, wide and narrow; nothing scrolls sideways`, async ({
    page,
    demo,
  }) => {
    const address = (await addresses(demo))[name];
    if (address === undefined) throw new Error(`There is no address of "${name}".`);
    for (const { theme, width } of looks) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${address}${address.includes('?') ? '&' : '?'}theme=${theme}`);
      await settled(page);
      await accessible(page, `${name}, ${theme}, ${width} wide`);
    }
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 900 });
      await settled(page);
      const content = await page.evaluate('document.documentElement.scrollWidth');
      expect({ width, content }).toEqual({ width, content: width });
    }
  });
}

test('the wall display fits and has no finding', async ({ page, demo }) => {
  expect(demo.url).toMatch(/^http/);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto('/board?kiosk=1&theme=dark');
  await settled(page);
  await accessible(page, 'the wall display');
  expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThanOrEqual(1080);
});
