import { Secret, TOTP } from 'otpauth';

const periodS = 30;
/** One step before and after: clocks differ, and typing takes time. */
const tolerance = 1;

/** A new secret of an authenticator app, in base32: 160 random bits. */
export function newCodeSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What an authenticator app reads from the QR code. */
export function enrolmentAddress(secret: string, account: string): string {
  return codes(secret, account).toString();
}

/** The time step (RFC 6238) that a code belongs to; null when it belongs to none near `now`. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const delta = codes(secret, '').validate({ token, timestamp: now.getTime(), window: tolerance });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / periodS) + delta;
}

function codes(secret: string, account: string): TOTP {
  return new TOTP({
    issuer: 'Tandem',
    label: account,
    algorithm: 'SHA1',
    digits: 6,
    period: periodS,
    secret: Secret.fromBase32(secret),
  });
}
