import { jsonRows } from './json-lines.js';

async function read(content: string, columns: readonly string[]) {
  async function* once(): AsyncGenerator<Buffer> {
    yield await Promise.resolve(Buffer.from(content));
  }
  const rows = [];
  for await (const batch of jsonRows(once(), columns)) rows.push(...batch.rows);
  return rows.map((row) => ('cells' in row ? row.cells : row.problem));
}

describe('jsonRows', () => {
  it('gives the cells of the wanted keys and paths, empty where there is no value', async () => {
    const content = '{"id":1,"team":{"name":"web"},"ok":true}\n{"id":"2","ok":null,"a.b":"dotted"}\n';
    expect(await read(content, ['id', 'team.name', 'ok', 'a.b'])).toEqual([
      ['1', 'web', 'true', ''],
      ['2', '', '', 'dotted'],
    ]);
  });

  it.each([
    ['{"id": 1', 'The line is not valid JSON.'],
    ['[{"id":1}]', 'The line is not a JSON object.'],
    ['[', 'The line is not a JSON object.'],
    ['7', 'The line is not a JSON object.'],
    ['{"id":[1]}', 'The value of "id" is a list, an object, or a number with more digits'],
    ['{"id":12345678901234567890}', 'The value of "id" is a list, an object, or a number with more digits'],
    ['{"id":"a\\u0000b"}', 'The value of "id" holds a NUL character or half of a character.'],
    ['{"id":"a\\ud800b"}', 'The value of "id" holds a NUL character or half of a character.'],
  ])('says of %s what is wrong', async (line, problem) => {
    expect(await read(line, ['id'])).toEqual([expect.stringContaining(problem)]);
  });

  it('refuses a line that nests without end, and reads the next', async () => {
    const nested = `{"id":1,"more":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(await read(`${nested}\n{"id":2,"more":[[[3]]]}\n`, ['id'])).toEqual([
      expect.stringContaining('nests deeper than 100 levels'),
      ['2'],
    ]);
  });

  it('takes own keys only', async () => {
    expect(await read('{"id":1}', ['constructor', '__proto__', 'toString.name'])).toEqual([['', '', '']]);
    expect(await read('{"__proto__":"x"}', ['__proto__'])).toEqual([['x']]);
  });

  it('gives equal content to equal objects, however their keys are ordered', async () => {
    async function* once(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(
        Buffer.from('{"a":1,"b":{"d":[2],"c":null}}\n{"b":{"c":null,"d":[2]},"a":1}\n{"a":1}\n'),
      );
    }
    const contents: string[] = [];
    for await (const batch of jsonRows(once(), ['a'])) {
      for (const row of batch.rows) if ('cells' in row) contents.push(row.content());
    }
    expect(contents[0]).toBe(contents[1]);
    expect(contents[2]).not.toBe(contents[0]);
  });
});
