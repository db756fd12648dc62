import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { leaveMachineToken, readMachineToken } from './machine-token.js';

describe('machine token', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(os.tmpdir(), 'tandem-machine-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('can be read by the owner of the data directory only, and is another one at every start', () => {
    writeFileSync(path.join(directory, 'machine-token'), 'older', { mode: 0o644 });
    const { token } = leaveMachineToken(directory);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(readMachineToken(directory)).toBe(token);
    expect(statSync(path.join(directory, 'machine-token')).mode & 0o777).toBe(0o600);
    expect(leaveMachineToken(directory).token).not.toBe(token);
    expect(readdirSync(directory)).toEqual(['machine-token']);
  });

  it('goes with its process, unless a newer one has left its own', () => {
    const first = leaveMachineToken(directory);
    const second = leaveMachineToken(directory);
    first.withdraw();
    expect(readMachineToken(directory)).toBe(second.token);
    second.withdraw();
    expect(readMachineToken(directory)).toBeNull();
  });
});
