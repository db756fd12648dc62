import { createHash, randomBytes } from 'node:crypto';

/** The administrator's token that every product under test is started with; the same for all that share a server, so that a copied database knows it. */
export const adminToken = createHash('sha256')
  .update(process.env['TANDEM_TEST_DATABASE_URL'] ?? randomBytes(32))
  .digest('hex');

/** Sent with every request of a test that is not about who may do what. */
export const adminHeaders: Readonly<Record<string, string>> = { authorization: `Bearer ${adminToken}` };

/** For an API that a test makes by itself: `adminHeaders` let in. */
export const apiAccess = {
  machineToken: adminToken,
  publicUrl: null,
  origin: () => 'http://127.0.0.1',
  isOnLoopback: true,
  limits: { idleMs: 3_600_000, longestMs: 86_400_000 },
  providers: [],
} as const;
