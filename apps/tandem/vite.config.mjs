import fs from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';

const target = path.join(import.meta.dirname, 'dist', 'bundle');

/**
 * The built server as a few files: looking up and linking two thousand modules one by one takes longer than all else that a start does.
 * Packages in CommonJS stay where they are; Node.js loads those in no time.
 */
export default {
  build: {
    ssr: 'dist/main.js',
    outDir: target,
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    copyPublicDir: false,
    rolldownOptions: { output: { keepNames: true, chunkFileNames: '[name]-[hash].js' } },
  },
  ssr: { noExternal: [/^@tandem\//, /^@nestjs\//, 'es-toolkit', 'zod', 'csv-parse', 'luxon', 'big.js'] },
  plugins: [samePackages()],
};

/** What stays outside is looked up from another place than before: it must be the same package there. */
function samePackages() {
  return {
    name: 'tandem:same-packages',
    enforce: 'pre',
    /** @param {string} source @param {string | undefined} importer */
    resolveId(source, importer) {
      const name = /^(?:@[\w.-]+\/)?[\w.-]+/.exec(source)?.[0];
      if (name === undefined || name.startsWith('.') || isBuiltin(source) || !importer || !path.isAbsolute(importer))
        return null;
      const [before, after] = [placeOf(name, importer), placeOf(name, target)];
      if (before !== after)
        throw new Error(
          `${importer} takes ${name} from ${before}, the bundle would take it from ${after}. Let npm place both in one folder.`,
        );
      return null;
    },
  };
}

/** The folder that Node.js takes a package from; null where it is not installed. @param {string} name @param {string} from @returns {string | null} */
function placeOf(name, from) {
  const folder = path.join(from, 'node_modules', name);
  if (fs.existsSync(folder)) return fs.realpathSync(folder);
  const above = path.dirname(from);
  return above === from ? null : placeOf(name, above);
}
