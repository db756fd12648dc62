import { randomBytes } from 'node:crypto';

/** The administrator's token that every product under test is started with; the same for all starts of one test file. */
export const adminToken = randomBytes(32).toString('hex');

/** Sent with every request of a test that is not about who may do what. */
export const adminHeaders: Readonly<Record<string, string>> = { authorization: `Bearer ${adminToken}` };
