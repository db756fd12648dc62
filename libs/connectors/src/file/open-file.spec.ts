import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { filesAt, uploadedFiles } from './open-file.js';
import { matchesWildcards } from '@tandem/connector-kit/wildcards';

describe('files by path', () => {
  let base: string;
  beforeEach(async () => {
    base = await mkdtemp(path.join(tmpdir(), 'tandem-files-'));
    await mkdir(path.join(base, 'data', 'b'), { recursive: true });
    for (const name of ['2.csv', '10.csv', 'notes.md', '.hidden.csv', 'c.jsonl.gz', 'b/1.csv']) {
      await writeFile(path.join(base, 'data', name), 'a\n');
    }
  });
  afterEach(() => rm(base, { recursive: true, force: true }));
  const everywhere = { files: 'any', repositories: [], taps: {} } as const;
  const names = async (location: string) =>
    (await filesAt(location, { baseDirectory: base, local: everywhere })).map((file) => file.name);

  it('takes one file, relative to the base or absolute', async () => {
    expect(await names('data/2.csv')).toEqual(['2.csv']);
    expect(await names(path.join(base, 'data/2.csv'))).toEqual(['2.csv']);
  });

  it('takes nothing from the data directory of the installation, whatever leads there', async () => {
    const closedDirectory = path.join(base, 'data', 'b');
    await symlink(path.join(closedDirectory, '1.csv'), path.join(base, 'data', 'link.csv'));
    const refused = { code: 'fileClosed' };
    for (const location of [
      'data/b',
      'data/b/1.csv',
      'data/b/*.csv',
      'data/./b/../b/1.csv',
      'data/link.csv',
      'data/*.csv',
    ])
      await expect(filesAt(location, { baseDirectory: base, closedDirectory })).rejects.toMatchObject(refused);
    expect(await filesAt('data/2.csv', { baseDirectory: base, closedDirectory })).toHaveLength(1);
  });

  it('takes nothing of what the system tells of its processes, whatever leads there', async () => {
    await symlink('/proc/self/environ', path.join(base, 'data', 'link.csv'));
    for (const location of ['/proc/self/environ', '/proc/1/../self/cmdline', 'data/link.csv', '/proc/*/environ'])
      await expect(names(location)).rejects.toMatchObject({
        // A system without /proc has nothing there.
        code: expect.stringMatching(/fileClosed|fileMissing/) as string,
      });
  });

  it('takes nothing from outside of the directories that the operator names, whatever leads there or lies there', async () => {
    const other = await mkdtemp(path.join(tmpdir(), 'tandem-other-'));
    await writeFile(path.join(other, 'secret.csv'), 'id\n1\n');
    await symlink(path.join(other, 'secret.csv'), path.join(base, 'data', 'outwards.csv'));
    const local = (files: 'any' | readonly string[]) => ({ files, repositories: [], taps: {} });
    const context = { baseDirectory: path.join(base, 'data'), local: local([path.join(base, 'data')]) };
    for (const location of [
      other,
      `${other}/secret.csv`,
      `${other}/nothing.csv`,
      `${other}/*.csv`,
      '../..',
      'outwards.csv',
      '*.csv',
    ])
      await expect(filesAt(location, context)).rejects.toMatchObject({
        code: 'fileClosed',
        message: expect.stringContaining('outside of the directories') as string,
      });
    expect(await filesAt('2.csv', context)).toHaveLength(1);
    expect(await filesAt('2.csv', { baseDirectory: context.baseDirectory })).toHaveLength(1);
    await expect(filesAt(other, { baseDirectory: context.baseDirectory })).rejects.toMatchObject({
      code: 'fileClosed',
    });
    expect(await filesAt(`${other}/*.csv`, { ...context, local: local([base, other]) })).toHaveLength(1);
    expect(await filesAt(`${other}/*.csv`, { ...context, local: local('any') })).toHaveLength(1);
    await rm(other, { recursive: true });
  });

  it('takes the data files of a directory in the byte order of their names', async () => {
    expect(await names('data')).toEqual(['10.csv', '2.csv', 'c.jsonl.gz']);
  });

  it('takes what wildcards match, in directories too', async () => {
    expect(await names('data/*.csv')).toEqual(['10.csv', '2.csv']);
    expect(await names('data/?.csv')).toEqual(['2.csv']);
    expect(await names('da*/*/1.csv')).toEqual(['data/b/1.csv']);
  });

  it.each([
    ['data/none.csv', 'fileMissing'],
    ['data/*.txt', 'fileMissing'],
    ['nowhere/*.csv', 'fileMissing'],
    ['/dev/null', 'notAFile'],
  ])('refuses %s as %s', async (location, code) => {
    await expect(names(location)).rejects.toMatchObject({ action: 'configuration', code });
  });

  it('refuses a link to a file that is gone', async () => {
    await symlink(path.join(base, 'gone.csv'), path.join(base, 'data', 'link.csv'));
    await expect(names('data')).rejects.toMatchObject({ code: 'fileMissing', message: 'link.csv does not exist.' });
  });

  it('tells when a file was written to', async () => {
    const [file] = await filesAt('data/2.csv', { baseDirectory: base });
    expect(await file?.isUnchanged()).toBe(true);
    await utimes(path.join(base, 'data/2.csv'), 1, 1);
    expect(await file?.isUnchanged()).toBe(false);
  });

  it('takes uploads in the order of their names, but not those that are still arriving', async () => {
    const uploads = path.join(base, 'data');
    expect((await uploadedFiles(uploads)).map((file) => file.name)).toEqual([
      '10.csv',
      '2.csv',
      'c.jsonl.gz',
      'notes.md',
    ]);
  });

  it('asks for an upload where there is none', async () => {
    const expected = { code: 'nothingUploaded', hint: expect.stringContaining('Upload a CSV') as unknown };
    await expect(uploadedFiles(path.join(base, 'never'))).rejects.toMatchObject(expected);
    await mkdir(path.join(base, 'empty'));
    await expect(uploadedFiles(path.join(base, 'empty'))).rejects.toMatchObject(expected);
  });
});

describe('matchesWildcards', () => {
  it.each([
    ['a.csv', '*.csv', true],
    ['a.csv', 'a?csv', true],
    ['a.csv', '*', true],
    ['', '*', true],
    ['a.csv', '*.cs', false],
    ['abcabc', '*abc', true],
    ['ab', 'a', false],
    ['a', 'ab', false],
    ['a'.repeat(250), `${'*a'.repeat(100)}*b`, false],
  ])('%s against %s: %s', (name, pattern, expected) => {
    expect(matchesWildcards(name, pattern)).toBe(expected);
  });
});
