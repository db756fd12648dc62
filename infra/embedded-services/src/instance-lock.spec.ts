import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AlreadyRunning, takeInstanceLock } from './instance-lock.js';
import { processStart } from './process-identity.js';

describe('instance lock', () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem lock '));
    file = path.join(directory, 'lock');
  });
  afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

  it('is held until it is released, and leaves nothing behind', () => {
    const release = takeInstanceLock(file, 'The directory');
    expect(fs.readdirSync(directory)).toEqual(['lock']);
    release();
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  it('refuses while its owner lives, and names the owner', () => {
    const release = takeInstanceLock(file, 'The directory');
    expect(() => takeInstanceLock(file, 'The directory')).toThrow(AlreadyRunning);
    expect(() => takeInstanceLock(file, 'The directory')).toThrow(`process ${process.pid}`);
    release();
  });

  it('is taken over from a process that is gone', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    const pid = child.pid ?? 0;
    try {
      fs.writeFileSync(file, JSON.stringify({ pid, start: processStart(pid) }));
      expect(() => takeInstanceLock(file, 'The directory')).toThrow(`process ${pid}`);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    takeInstanceLock(file, 'The directory')();
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  it('is taken over when the number of a dead owner belongs to another process now', () => {
    fs.writeFileSync(file, JSON.stringify({ pid: process.pid, start: 'before the machine was restarted' }));
    takeInstanceLock(file, 'The directory')();
    expect(fs.existsSync(file)).toBe(false);
  });

  it.each(['', '{"pid":', '[]', 'null'])('is taken over when its file is damaged: %s', (text) => {
    fs.writeFileSync(file, text);
    takeInstanceLock(file, 'The directory')();
    expect(fs.existsSync(file)).toBe(false);
  });

  it('does not release what somebody else has taken meanwhile', () => {
    const release = takeInstanceLock(file, 'The directory');
    fs.writeFileSync(file, 'another owner');
    release();
    expect(fs.readFileSync(file, 'utf8')).toBe('another owner');
  });
});
