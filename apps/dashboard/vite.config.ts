import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import autoprefixer from 'autoprefixer';
import tailwindcss from 'tailwindcss';
import { defineConfig, type Plugin } from 'vite';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** The one font file is asked for together with the style sheet, so that text does not jump when it arrives. */
function preloadFont(): Plugin {
  return {
    name: 'tandem:preload-font',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const font = Object.keys(bundle ?? {}).find((file) => file.endsWith('.woff2'));
        if (font === undefined) return [];
        const attrs = { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${font}`, crossorigin: true };
        return [{ tag: 'link', attrs, injectTo: 'head' }];
      },
    },
  };
}

/** Pages that people begin with: which addresses are theirs, and the file that draws them. */
const firstPages = [
  ['^/(board)?$', 'board/board-page.tsx'],
  ['^/goals$', 'goals/goals-page.tsx'],
  ['^/goals/(?!new$)[^/]+$', 'goals/goal-page.tsx'],
  ['^/metrics$', 'metrics/metrics-page.tsx'],
  ['^/metrics/(?!new$)[^/]+$', 'metric/metric-page.tsx'],
  ['^/alerts$', 'alerts/alerts-page.tsx'],
  ['^/sources$', 'sources/sources-page.tsx'],
] as const;

/** What the opened page is drawn by is asked for together with what draws every page, not when that has come and run. */
function askForPage(): Plugin {
  return {
    name: 'tandem:ask-for-page',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((file) => file.type === 'chunk');
        if (chunks.length === 0) return html;
        const needed = (fileName: string, known = new Set<string>()): ReadonlySet<string> => {
          if (known.has(fileName) || html.includes(fileName)) return known;
          known.add(fileName);
          chunks.find((chunk) => chunk.fileName === fileName)?.imports.forEach((one) => needed(one, known));
          return known;
        };
        const pages = firstPages.map(([addresses, file]) => {
          const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/features/${file}`));
          if (chunk === undefined) throw new Error(`No page is built from ${file}: correct firstPages.`);
          return [addresses, ...needed(chunk.fileName)];
        });
        // First of all scripts: whatever stands before it takes one of the few connections of a browser.
        const script = `<script src="/ahead.js" data-pages='${JSON.stringify(pages)}'></script>`;
        return html.replace('<script src="/theme.js">', (theme) => `${script}\n    ${theme}`);
      },
    },
  };
}

/** The server sends these as they are, so that nothing is compressed while a reader waits. The font is compressed already. */
function compressBeforehand(): Plugin {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  return {
    name: 'tandem:compress-beforehand',
    apply: 'build',
    // What was written, not what is in memory: the last plugins change chunks after every hook before this one.
    async writeBundle({ dir = '' }, bundle) {
      for (const fileName of Object.keys(bundle).filter((name) => /\.(js|css|html|svg)$/.test(name))) {
        const written = await readFile(join(dir, fileName));
        await writeFile(join(dir, `${fileName}.gz`), gzipSync(written, { level: 9 }));
        await writeFile(join(dir, `${fileName}.br`), brotliCompressSync(written, quality));
      }
    },
  };
}

/**
 * @tremor/react declares no `sideEffects`, so one imported table would carry all of its charts: 229 kB instead of 8.
 * None of these packages does anything when it is merely loaded.
 */
const withoutSideEffects = /node_modules\/(@tremor|recharts|@floating-ui|@headlessui|react-day-picker|date-fns|lodash)/;

/** What the first pages share, as one file: a dozen small ones would compress worse and be asked for one by one. */
const onEveryPage =
  /dashboard\/src\/(navigation\/|api\/|text\/(catalogue|number-text|time-text|status-words|state-words|reading)\.|ui\/(choice|export-menu|current-export|loaded|share-button|glyph|skeleton|status-mark|guardrail-badge|progress|page-heading|ui-words|popover|owners|facts|use-media|use-near|use-task)\.|features\/(board\/(board-words|notices)|follow\/use-followed|notes\/use-notes|proposal\/may-propose)\.)/;
/** What board and goals draw their key results with. */
const keyResults =
  /dashboard\/src\/features\/board\/(bullet|bullet-geometry|bullet-sentence|sparkline|spark-geometry|reading-key)\./;
/** What the charts of goals and metrics share. */
const charts =
  /node_modules\/(d3-|internmap)|dashboard\/src\/(ui\/use-crosshair|features\/(metric\/(pace-facts|time-ticks)|proposal\/proposal-words))\./;

export default defineConfig({
  root: folder,
  plugins: [react(), preloadFont(), askForPage(), compressBeforehand()],
  resolve: {
    conditions: ['source', 'module', 'browser', 'development|production'],
    // Tremor brings a Headless UI of its own; tabs of the one do not find the group of the other.
    dedupe: ['@headlessui/react'],
  },
  css: { postcss: { plugins: [tailwindcss({ config: `${folder}tailwind.config.js` }), autoprefixer()] } },
  server: { host: '127.0.0.1', proxy: { '/api': 'http://127.0.0.1:3000' } },
  build: {
    target: 'es2022',
    outDir: `${folder}dist`,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'common', test: onEveryPage, priority: 3 },
            { name: 'key-results', test: keyResults, priority: 2 },
            { name: 'charts', test: charts, priority: 1 },
          ],
        },
      },
      treeshake: { moduleSideEffects: (id: string) => !withoutSideEffects.test(id) },
    },
  },
});
