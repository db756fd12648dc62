import Sequencer from '@jest/test-sequencer';

/**
 * Files that need services come first, the largest of them before the others, and units after them: a fresh clone remembers no times to
 * order by, and a file of minutes that begins last keeps the other core waiting.
 */
export default class ServicesFirst extends Sequencer {
  /** @type {Sequencer['sort']} */
  async sort(tests) {
    const needsServices = (/** @type {{ path: string }} */ { path }) => path.endsWith('.int.spec.ts');
    const sorted = await super.sort(tests);
    return [...sorted.filter(needsServices), ...sorted.filter((test) => !needsServices(test))];
  }
}
