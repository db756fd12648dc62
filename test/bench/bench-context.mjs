import { fork } from 'node:child_process';
import path from 'node:path';
import { openDatabase } from '@tandem/kpi-store/database';
import pg from 'pg';
import { benchKeys } from './bench-keys.mjs';

const serverReadyMs = 60_000;
const settingNames = ['shared_buffers', 'fsync', 'synchronous_commit', 'full_page_writes', 'max_wal_size'];

/** @typedef {Awaited<ReturnType<typeof benchContext>>} BenchContext */

/**
 * What a scenario is given: databases of its own on a durable PostgreSQL, servers as processes of their own, and measuring in turns.
 *
 * @param {{ quick: boolean, postgres: { url: string, pid: number }, directory: string }} options
 */
export async function benchContext({ quick, postgres, directory }) {
  /** @type {(() => Promise<unknown>)[]} */
  const closers = [];
  const admin = await ask(postgres.url, 'show server_version');
  const settings = [];
  for (const name of settingNames) settings.push(`${name} ${await ask(postgres.url, `show ${name}`)}`);
  return {
    quick,
    directory,
    rounds: 3,
    postgresVersion: admin,
    settings,
    postgresPid: postgres.pid,

    /** A migrated, empty database; closed and dropped after the scenario. @param {string} name */
    openDatabase: async (name) => {
      const url = new URL(postgres.url);
      url.pathname = `/bench_${name}`;
      await ask(postgres.url, `drop database if exists bench_${name} with (force)`);
      await ask(postgres.url, `create database bench_${name}`);
      const database = await openDatabase({ url: url.href, keys: benchKeys() });
      // What makes, empties and drops tables is not the product's to do.
      const owner = new pg.Pool({ connectionString: url.href, options: '-c tandem.workspace=main' });
      closers.push(async () => {
        await owner.end();
        await database.close();
        await ask(postgres.url, `drop database bench_${name} with (force)`);
      });
      return { ...database, url: url.href, owner };
    },

    /**
     * Starts a module of this folder as a process of its own; it answers with its port. Stopped after the scenario at the latest.
     *
     * @param {string} file
     * @param {readonly string[]} args
     */
    startServer: async (file, args = []) => {
      const server = await startServer(file, args);
      closers.push(server.stop);
      return server;
    },

    /** Ends servers and databases of a scenario, the latest first. */
    closeDatabases: async () => {
      for (const close of closers.splice(0).reverse()) await close();
    },
  };
}

/** @param {string} file @param {readonly string[]} args */
async function startServer(file, args) {
  const child = fork(path.join(import.meta.dirname, file), [...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const port = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${file} did not start.`)), serverReadyMs);
    child.once('message', ({ port: listening }) => {
      clearTimeout(timer);
      resolve(listening);
    });
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}.`)));
  });
  return {
    port: Number(port),
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** @param {string} url @param {string} statement @returns {Promise<string>} the first value of the first row */
async function ask(url, statement) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query({ text: statement, rowMode: 'array' });
    return String(rows[0]?.[0] ?? '');
  } finally {
    await client.end();
  }
}
