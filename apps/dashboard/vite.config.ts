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
  /dashboard\/src\/(navigation\/|api\/(request|resource-store|use-resource)|text\/(catalogue|number-text|time-text|status-words|state-words|reading)\.|ui\/(choice|export-menu|current-export|loaded|share-button|glyph|skeleton|status-mark|guardrail-badge|progress|page-heading|ui-words|popover)\.)/;

export default defineConfig({
  root: folder,
  plugins: [react(), preloadFont(), compressBeforehand()],
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
          groups: [{ name: 'common', test: onEveryPage }],
        },
      },
      treeshake: { moduleSideEffects: (id: string) => !withoutSideEffects.test(id) },
    },
  },
});
