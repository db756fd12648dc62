/** Lets the requests of a measurement in; its servers live for minutes, on the loopback address, over invented data. */
const machineToken = 'a-token-of-the-servers-that-are-measured';

/** For `createApi`. */
export const benchAccess = {
  machineToken,
  publicUrl: null,
  origin: () => 'http://127.0.0.1',
  isOnLoopback: true,
  limits: { idleMs: 3_600_000, longestMs: 3_600_000 },
  providers: [],
};

/** Sent with every request to such a server. */
export const benchHeaders = { authorization: `Bearer ${machineToken}` };
