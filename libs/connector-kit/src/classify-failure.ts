import { ConnectorFailure, type FailureAction } from './connector-failure.js';

interface FailureRule {
  readonly action: FailureAction;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

const missing: FailureRule = {
  action: 'configuration',
  code: 'fileMissing',
  message: 'does not exist.',
  hint: 'Correct the path in the settings of the connection, or put the file there, and sync again.',
};
const denied: FailureRule = {
  action: 'configuration',
  code: 'accessDenied',
  message: 'may not be read by the account that Tandem runs under.',
  hint: 'Grant that account the right to read it and sync again.',
};
const busy: FailureRule = {
  action: 'retry',
  code: 'machineBusy',
  message: 'could not be read because the machine is short of open files, memory or disk.',
  hint: 'The sync is tried again; look at the load of the machine if this stays.',
};
const lost: FailureRule = {
  action: 'retry',
  code: 'connectionLost',
  message: 'broke off the connection before everything had arrived.',
  hint: 'The sync is tried again from the last committed page.',
};
const slow: FailureRule = {
  action: 'retry',
  code: 'timeout',
  message: 'did not answer in time.',
  hint: 'The sync is tried again; ask the owner of the source if this stays.',
};
const untrusted: FailureRule = {
  action: 'configuration',
  code: 'certificateRefused',
  message: 'shows a TLS certificate that cannot be trusted.',
  hint: 'Install a valid certificate on the source, or make its authority known to Node.js with NODE_EXTRA_CA_CERTS.',
};
const damaged: FailureRule = {
  action: 'sourceChanged',
  code: 'gzipBroken',
  message: 'holds gzip data that is cut off or damaged.',
  hint: 'Export or copy the file again, whole, and sync again. Pages that were committed before the damage stay.',
};

/** Error codes of Node.js and of undici, each with what the owner of a source can do about it. */
const rules: Readonly<Record<string, FailureRule>> = {
  ENOENT: missing,
  ENOTDIR: missing,
  ENAMETOOLONG: missing,
  EACCES: denied,
  EPERM: denied,
  EISDIR: {
    action: 'configuration',
    code: 'notAFile',
    message: 'is a directory, not a file.',
    hint: 'Name a file in the settings of the connection.',
  },
  EMFILE: busy,
  ENFILE: busy,
  ENOMEM: busy,
  ENOSPC: busy,
  EIO: busy,
  EBUSY: busy,
  ECONNREFUSED: {
    action: 'retry',
    code: 'connectionRefused',
    message: 'refuses connections.',
    hint: 'Check that the source is running and that host and port are right; the sync is tried again.',
  },
  ECONNRESET: lost,
  ECONNABORTED: lost,
  EPIPE: lost,
  ERR_STREAM_PREMATURE_CLOSE: lost,
  HPE_INVALID_CONSTANT: lost,
  UND_ERR_SOCKET: lost,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: lost,
  UND_ERR_CONNECT_TIMEOUT: slow,
  UND_ERR_HEADERS_TIMEOUT: slow,
  UND_ERR_BODY_TIMEOUT: slow,
  ETIMEDOUT: slow,
  ESOCKETTIMEDOUT: slow,
  EHOSTUNREACH: slow,
  ENETUNREACH: slow,
  EAI_AGAIN: slow,
  ENOTFOUND: {
    action: 'configuration',
    code: 'hostUnknown',
    message: 'has a host name that no name server knows.',
    hint: 'Correct the host in the settings of the connection.',
  },
  CERT_HAS_EXPIRED: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: untrusted,
  Z_DATA_ERROR: damaged,
  Z_BUF_ERROR: damaged,
};

/**
 * Sorts any error into a failure that its owner can act on. A ConnectorFailure passes through unchanged.
 *
 * @param subject what was being read, as the beginning of a sentence: a file name or an address without secrets
 */
export function classifyFailure(error: unknown, subject = 'The source'): ConnectorFailure {
  if (error instanceof ConnectorFailure) return error;
  if (isAbort(error)) {
    return new ConnectorFailure(
      'retry',
      'stopped',
      `Reading ${subject === 'The source' ? 'the source' : subject} was stopped before its end.`,
      'The next sync goes on after the last committed page.',
      { cause: error },
    );
  }
  const rule = rules[codeOf(error) ?? ''];
  if (rule)
    return new ConnectorFailure(rule.action, rule.code, `${subject} ${rule.message}`, rule.hint, { cause: error });
  return new ConnectorFailure(
    'retry',
    'unexpected',
    `${subject} could not be read: ${messageOf(error)}`,
    'The sync is tried again; if it fails in the same way, report this sentence.',
    { cause: error },
  );
}

// Told by their properties, not by their class: errors of the runtime may come from another realm than this code.
function isAbort(error: unknown): boolean {
  const name = propertyOf(error, 'name');
  return name === 'AbortError' || name === 'TimeoutError';
}

/** An error that wraps others (several addresses tried, fetch) keeps the telling code inside. */
function codeOf(error: unknown, depth = 0): string | null {
  if (typeof error !== 'object' || error === null || depth > 4) return null;
  const code = propertyOf(error, 'code');
  if (typeof code === 'string' && Object.hasOwn(rules, code)) return code;
  const several = propertyOf(error, 'errors');
  return codeOf(Array.isArray(several) ? several[0] : propertyOf(error, 'cause'), depth + 1);
}

function messageOf(error: unknown): string {
  const message = propertyOf(error, 'message');
  return typeof message === 'string' ? message : String(error);
}

function propertyOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}
