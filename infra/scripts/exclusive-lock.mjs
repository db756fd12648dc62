import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { execFileSync } from 'node:child_process';

const pollMs = 300;
const waitAtMostMs = 30 * 60_000;

/** @typedef {{ pid: number, start: string | null }} ProcessIdentity */
/** @typedef {ProcessIdentity & { children?: readonly ProcessIdentity[] }} Owner */

/**
 * Does `work` while no other process does: two starts at once would write into the same `node_modules`. Waits for a living owner, and
 * takes over from one that was killed, once the programs that it had started have ended too.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {(pid: number) => void} onWaiting called once, with the process that is waited for
 * @returns {Promise<T>}
 */
export async function withExclusiveLock(file, work, onWaiting) {
  const own = JSON.stringify(identify(process.pid));
  const end = performance.now() + waitAtMostMs;
  let told = false;
  while (!writeNew(file, own)) {
    const found = read(file);
    if (found === null) continue;
    const holder = holderOf(ownerOf(found));
    if (holder === null) {
      removeStale(file, found);
      continue;
    }
    if (!told) onWaiting(holder.pid);
    told = true;
    if (performance.now() > end)
      throw new Error(`Process ${holder.pid} still holds ${file}; giving up waiting for it.`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  try {
    return await work();
  } finally {
    releaseOwnLock(file);
  }
}

/** @param {string} file */
export function releaseOwnLock(file) {
  if (isOwn(file)) fs.unlinkSync(file);
}

/**
 * Writes down which programs work for the owner: killed, it leaves them behind, and they go on writing.
 *
 * @param {string} file @param {readonly number[]} pids
 */
export function noteChildren(file, pids) {
  if (!isOwn(file)) return;
  const draft = `${file}.${process.pid}.children`;
  fs.writeFileSync(draft, JSON.stringify({ ...identify(process.pid), children: pids.map(identify) }));
  fs.renameSync(draft, file);
}

/** @param {string} file */
function isOwn(file) {
  const found = read(file);
  const owner = found === null ? null : ownerOf(found);
  return owner !== null && owner.pid === process.pid && isAlive(owner);
}

/** Who still works under this lock: its owner, or a program that the owner left behind. @param {Owner | null} owner */
function holderOf(owner) {
  if (owner === null) return null;
  return [owner, ...(owner.children ?? [])].find(isAlive) ?? null;
}

/** The file appears whole or not at all. @param {string} file @param {string} text */
function writeNew(file, text) {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  fs.writeFileSync(draft, text);
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.unlinkSync(draft);
  }
}

/** Somebody else may have taken the lock between reading and renaming: then it is put back. @param {string} file @param {string} stale */
function removeStale(file, stale) {
  const aside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.stale`;
  try {
    fs.renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  try {
    if (read(aside) !== stale) fs.linkSync(aside, file);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  } finally {
    fs.unlinkSync(aside);
  }
}

/** @param {string} file */
function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

/** @param {string} text @returns {Owner | null} */
function ownerOf(text) {
  try {
    const value = JSON.parse(text);
    return typeof value?.pid === 'number' ? value : null;
  } catch {
    return null; // Damaged by a full disk, say: an owner that cannot be named is no owner.
  }
}

/** @param {number} pid @returns {ProcessIdentity} */
function identify(pid) {
  return { pid, start: processStart(pid) };
}

/** @param {ProcessIdentity} identity */
function isAlive({ pid, start }) {
  const found = processStart(pid);
  return found !== null && found === start;
}

/** A process number comes back after a while; together with its beginning it names one process. @param {number} pid */
function processStart(pid) {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    }
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return fields[0] === 'Z' ? null : `${boot}:${fields[19]}`;
  } catch {
    return null; // No such process.
  }
}
