import AxeBuilder from '@axe-core/playwright';
import type { Board } from '@tandem/contracts/board';
import type { Product } from '../product/start-product.js';
import { expect, settled, test } from './stage.js';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const themes = ['light', 'dark'] as const;
const widths = [1440, 390] as const;

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
    metric: `/metrics/${metric.key}`,
    'metric as a table': `/metrics/${metric.key}?view=table`,
    records: `/metrics/${metric.key}/records?from=${current.start}&to=${current.end}`,
    alerts: '/alerts?state=all',
    sources: '/sources',
    source: '/sources/servicenow',
    'a page that does not exist': '/nowhere',
  };
}

const names = [
  'board',
  'goals',
  'goal',
  'metrics',
  'metric',
  'metric as a table',
  'records',
  'alerts',
  'sources',
  'source',
  'a page that does not exist',
];

for (const name of names) {
  test(`${name}: no finding of axe in light and dark, wide and narrow, and nothing scrolls sideways`, async ({
    page,
    demo,
  }) => {
    const address = (await addresses(demo))[name];
    if (address === undefined) throw new Error(`There is no address of "${name}".`);
    for (const theme of themes) {
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`${address}${address.includes('?') ? '&' : '?'}theme=${theme}`);
        await settled(page);
        const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
        const found = violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
        );
        expect({ theme, width, found }).toEqual({ theme, width, found: [] });
      }
    }
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 900 });
      await settled(page);
      const content = await page.evaluate('document.documentElement.scrollWidth');
      expect({ width, content }).toEqual({ width, content: width });
    }
  });
}

test('the empty wall display fits and has no finding', async ({ page, demo }) => {
  expect(demo.url).toMatch(/^http/);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto('/board?kiosk=1&theme=dark');
  await settled(page);
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThanOrEqual(1080);
});
