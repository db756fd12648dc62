import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { announceInstance, readInstance } from './instance-file.js';

describe('the announcement of a running Tandem', () => {
  let directory: string;
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem instance '));
  });
  afterEach(() => {
    fs.rmSync(directory, { recursive: true, force: true });
  });

  it('can be read while it runs and is gone afterwards', () => {
    const data = path.join(directory, 'not yet made');
    const withdraw = announceInstance(data, { url: 'http://127.0.0.1:3000', pid: 7 });
    expect(readInstance(data)).toEqual({ url: 'http://127.0.0.1:3000', pid: 7 });
    expect(fs.readdirSync(data)).toEqual(['tandem.json']);
    withdraw();
    expect(readInstance(data)).toBeNull();
  });

  it('of a later process is not withdrawn by an earlier one', () => {
    const withdraw = announceInstance(directory, { url: 'http://127.0.0.1:3000', pid: 7 });
    announceInstance(directory, { url: 'http://127.0.0.1:3001', pid: 8 });
    withdraw();
    expect(readInstance(directory)?.pid).toBe(8);
  });

  it.each(['', '{', 'null', '{"url":1,"pid":2}'])('that cannot be understood is none: %s', (text) => {
    fs.writeFileSync(path.join(directory, 'tandem.json'), text);
    expect(readInstance(directory)).toBeNull();
  });
});
