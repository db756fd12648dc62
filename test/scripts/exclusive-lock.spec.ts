import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const module = path.resolve(import.meta.dirname, '../../infra/scripts/exclusive-lock.mjs');

/** A process that imports the lock and runs the given lines; `say` prints a line, `lock` is the file's path. */
function inProcess(lock: string, lines: string): { child: ChildProcess; said: () => string; ended: Promise<void> } {
  const program = `import fs from 'node:fs';
    import { spawn } from 'node:child_process';
    import { withExclusiveLock, noteChildren } from ${JSON.stringify(module)};
    const lock = process.argv[1];
    const say = (text) => fs.writeSync(1, text + '\\n');
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    ${lines}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, lock], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  return { child, said: () => output, ended };
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let i = 0; i < 600 && !isTrue(); i += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  if (!isTrue()) throw new Error('What the test waits for did not happen.');
}

describe('the lock of installing and building', () => {
  let directory: string;
  let lock: string;
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem prepare '));
    lock = path.join(directory, 'lock');
  });
  afterEach(() => {
    fs.rmSync(directory, { recursive: true, force: true });
  });

  it('lets one process work at a time and leaves nothing behind', async () => {
    const work = `await withExclusiveLock(lock, async () => { say('in'); await sleep(150); say('out'); }, () => say('waiting'));`;
    const log = path.join(directory, 'log');
    const appending = work.replaceAll('say(', `fs.appendFileSync(${JSON.stringify(log)}, '\\n' + `);
    await Promise.all([1, 2, 3].map(() => inProcess(lock, appending).ended));
    const entries = fs
      .readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .filter((entry) => entry !== 'waiting');
    expect(entries).toEqual(['in', 'out', 'in', 'out', 'in', 'out']);
    expect(fs.readdirSync(directory)).toEqual(['log']);
  });

  it('is taken over from a process that was killed', async () => {
    const first = inProcess(
      lock,
      `await withExclusiveLock(lock, async () => { say('in'); await sleep(60000); }, () => {});`,
    );
    await until(() => first.said().includes('in'));
    first.child.kill('SIGKILL');
    await first.ended;
    const second = inProcess(lock, `await withExclusiveLock(lock, async () => say('in'), () => say('waiting'));`);
    await second.ended;
    expect(second.said()).toBe('in\n');
  });

  it('waits for the programs that a killed process has left behind', async () => {
    const leaving = `await withExclusiveLock(lock, async () => {
        const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
        noteChildren(lock, [child.pid]);
        say(String(child.pid));
        await sleep(60000);
      }, () => {});`;
    const first = inProcess(lock, leaving);
    await until(() => first.said().endsWith('\n'));
    const left = Number(first.said());
    first.child.kill('SIGKILL');
    await first.ended;
    const second = inProcess(
      lock,
      `await withExclusiveLock(lock, async () => say('in'), (pid) => say('waiting for ' + pid));`,
    );
    await until(() => second.said() !== '');
    expect(second.said()).toBe(`waiting for ${left}\n`);
    process.kill(left, 'SIGKILL');
    await second.ended;
    expect(second.said()).toBe(`waiting for ${left}\nin\n`);
  });

  it('is free again when the work fails', async () => {
    const failing = inProcess(
      lock,
      `await withExclusiveLock(lock, async () => { throw new Error('no'); }, () => {}).catch((error) => say(error.message));`,
    );
    await failing.ended;
    expect(failing.said()).toBe('no\n');
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  it('is taken over when its file was cut off', async () => {
    fs.writeFileSync(lock, '{"pid":');
    const process = inProcess(lock, `await withExclusiveLock(lock, async () => say('in'), () => say('waiting'));`);
    await once(process.child, 'close');
    expect(process.said()).toBe('in\n');
  });
});
