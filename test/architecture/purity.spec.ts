import { purityViolations } from './purity.js';
import { readManifest, readSources } from './read-workspace.js';
import { projectExample, workspaceExample } from './workspace-example.js';

const violationsIn = (text: string, file = 'src/a.ts', folder = 'libs/domain') =>
  purityViolations(workspaceExample([projectExample(folder, { [file]: text })]));

describe('the domain', () => {
  it('is pure', () => {
    const projects = ['libs/domain', 'libs/connectors'].map((folder) => ({
      folder,
      manifest: readManifest(`${folder}/package.json`),
      files: readSources(folder),
    }));
    for (const { files } of projects) expect(files.length).toBeGreaterThan(20);
    expect(purityViolations(workspaceExample(projects))).toEqual([]);
  });

  it.each([
    `import { readFileSync } from 'node:fs';`,
    `import { readFileSync } from 'fs';`,
    `import { Injectable } from '@nestjs/common';`,
    `import type { Repository } from 'typeorm';`,
    `const now = Date.now();`,
    `const now = new Date();`,
    `const now = new Date;`,
    `const luck = Math.random();`,
    `const now = DateTime.now();`,
    `const now = DateTime.utc();`,
    `const since = performance.now();`,
    `const zone = process.env.TZ;`,
    `setTimeout(() => undefined, 10);`,
    `await fetch(url);`,
  ])('would be noticed with %s', (text) => {
    expect(violationsIn(text)).toHaveLength(1);
  });

  it.each([
    `const at = new Date(atMs);`,
    `const at = DateTime.utc(2026, 11, 22);`,
    `// Never Date.now() here.`,
    `const text = 'new Date()';`,
    `import Big from 'big.js';`,
    `import { a } from './a.js';`,
  ])('may say %s', (text) => {
    expect(violationsIn(text)).toEqual([]);
  });

  it('is not alone: what maps rows of a vendor has no clock either, though libraries', () => {
    const normalize = ['src/file/file.normalize.ts', 'libs/connectors'] as const;
    expect(violationsIn(`const now = Date.now();`, ...normalize)).toHaveLength(1);
    expect(violationsIn(`import { createHash } from 'node:crypto';`, ...normalize)).toEqual([]);
    expect(violationsIn(`const now = Date.now();`, 'src/file/open-url.ts', 'libs/connectors')).toEqual([]);
  });
});
