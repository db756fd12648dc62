import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Board } from '@tandem/contracts/board';
import type { Page } from '@playwright/test';
import { expect, settled, test } from './stage.js';

const built = path.resolve(import.meta.dirname, '../../apps/dashboard/dist');
const kB = 1_000;
/** Of the interface guide, in kB; scripts, style sheet and HTML compressed with gzip, the font as it is. */
const budget = { board: 85, goal: 130, metric: 130, review: 100, any: 130, css: 12, font: 50, firstLoad: 160 };

async function sizeOf(file: string): Promise<number> {
  const name = path.join(built, file);
  return (await stat(file.endsWith('.woff2') ? name : `${name}.gz`)).size;
}

/** What a first visit of an address loads of the built app. */
async function loaded(page: Page, address: string) {
  const files = new Set<string>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (/^\/assets\//.test(pathname)) files.add(pathname.slice(1));
  });
  await page.goto(address);
  await settled(page);
  const sizes = await Promise.all([...files].map(async (file) => ({ file, size: await sizeOf(file) })));
  const sum = (ending: string) =>
    sizes.filter(({ file }) => file.endsWith(ending)).reduce((total, { size }) => total + size, 0) / kB;
  return { js: sum('.js'), css: sum('.css'), font: sum('.woff2') };
}

const pages = {
  board: () => '/board',
  goal: ({ goals }: Board) => `/goals/${goals[0]?.id}`,
  metric: ({ goals }: Board) => `/metrics/${goals[0]?.keyResults[0]?.metric.key}`,
  review: () => '/reviews/next',
};

for (const [name, addressOf] of Object.entries(pages) as [keyof typeof pages, (board: Board) => string][]) {
  test(`what ${name} loads is within the budget`, async ({ page, demo }) => {
    const { js, css, font } = await loaded(page, addressOf(await demo.get<Board>('/api/v1/board')));
    process.stdout.write(
      `${name}: ${js.toFixed(1)} kB of scripts (${budget[name]}), ${css.toFixed(1)} of styles, ${font.toFixed(1)} of fonts\n`,
    );
    expect({ name, js, within: js <= budget[name] }).toEqual({ name, js, within: true });
    expect({ css, within: css <= budget.css }).toEqual({ css, within: true });
    expect({ font, within: font <= budget.font }).toEqual({ font, within: true });
    if (name !== 'board') return;
    const html = (await sizeOf('index.html')) / kB;
    const first = js + css + font + html;
    process.stdout.write(`first load of the board: ${first.toFixed(1)} kB (${budget.firstLoad})\n`);
    expect({ first, within: first <= budget.firstLoad }).toEqual({ first, within: true });
  });
}

/** Files that a file cannot do without, itself among them. */
async function needed(file: string, known = new Set<string>()): Promise<ReadonlySet<string>> {
  if (known.has(file)) return known;
  known.add(file);
  const code = await readFile(path.join(built, 'assets', file), 'utf8');
  for (const [, name = ''] of code.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+\.js)"/g)) await needed(name, known);
  return known;
}

test('no page of the built app needs more scripts than the widest budget', async () => {
  const files = await readdir(path.join(built, 'assets'));
  const pagesBuilt = files.filter((file) => /-page-[\w-]+\.js$/.test(file));
  const begin = files.filter((file) => /^(index|other-pages)-[\w-]+\.js$/.test(file));
  expect(pagesBuilt.length).toBeGreaterThan(30);
  expect(begin).toHaveLength(2);
  const heavy: string[] = [];
  for (const file of pagesBuilt) {
    const known = new Set<string>();
    for (const one of [...begin, file]) await needed(one, known);
    const sizes = await Promise.all([...known].map((one) => sizeOf(`assets/${one}`)));
    const size = sizes.reduce((total, one) => total + one, 0) / kB;
    expect(size).toBeGreaterThan(50);
    if (size > budget.any) heavy.push(`${file}: ${size.toFixed(1)} kB`);
  }
  expect(heavy).toEqual([]);
});
