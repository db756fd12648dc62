import { DeliveryFailure, isNotice, type Channel, type ClaimedNotification } from '@tandem/application/delivery-ports';
import { createTransport } from 'nodemailer';
import { emailMessage } from './email-message.js';

export interface EmailChannelSettings {
  /** null: no mail server was named, so e-mail routes fail with what to do. */
  readonly smtpUrl: string | null;
  /** A mailbox such as `Tandem <alerts@example.org>`. */
  readonly from: string;
  readonly timeoutMs?: number;
}

const timeoutMs = 10_000;

/**
 * Sends notifications over SMTP. The Message-ID comes from the outbox row, so that a repeat after a crash can be recognised; mails of
 * one alert refer to the same thread.
 */
export function emailChannel(settings: EmailChannelSettings): Channel {
  return {
    send: async (notification, signal) => {
      const { route } = notification;
      if (route.channel !== 'email') throw new DeliveryFailure(`Route "${route.id}" is no e-mail route.`, false);
      if (settings.smtpUrl === null) {
        throw new DeliveryFailure(
          `Route "${route.id}" cannot send e-mail, because no mail server is named: set SMTP_URL, for example ` +
            'smtp://user:password@mail.example.org:587, and restart.',
          false,
        );
      }
      if (route.to.length === 0) {
        throw new DeliveryFailure(
          `Route "${route.id}" has no recipients: give it at least one address in "to".`,
          false,
        );
      }
      await sendMail(settings.smtpUrl, settings, notification, route.to, signal);
    },
  };
}

async function sendMail(
  smtpUrl: string,
  settings: EmailChannelSettings,
  notification: ClaimedNotification,
  to: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const limitMs = settings.timeoutMs ?? timeoutMs;
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: limitMs,
    greetingTimeout: limitMs,
    socketTimeout: limitMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = domainOf(settings.from);
  const alertId = isNotice(notification.content) ? null : notification.content.alertId;
  const thread = `<alert-${alertId}@${domain}>`;
  try {
    const answer = await transport.sendMail({
      from: settings.from,
      to: to.map((address) => ({ name: '', address })),
      ...emailMessage(notification),
      messageId: `<${notification.id}@${domain}>`,
      ...(alertId === null ? {} : { inReplyTo: thread, references: [thread] }),
      date: new Date(notification.content.at),
      headers: { 'Auto-Submitted': 'auto-generated', ...(alertId === null ? {} : { 'X-Tandem-Alert': alertId }) },
      signal,
    });
    if (answer.rejected.length > 0) throw partlyRefused(answer.accepted, answer.rejected);
  } catch (error) {
    throw mailFailure(error);
  } finally {
    transport.close();
  }
}

/** Trying again would reach those a second time who have the message already. */
function partlyRefused(accepted: readonly string[], rejected: readonly string[]): DeliveryFailure {
  return new DeliveryFailure(
    `The mail server refused ${rejected.join(', ')}; ${accepted.join(', ')} got the message. Correct the addresses of the route.`,
    false,
  );
}

/** Failures before a message is handed over: no connection, no encryption, no sign-in. */
const neverSent = new Set(['EDNS', 'ETLS', 'EAUTH', 'ENOAUTH', 'ECONFIG']);

function mailFailure(error: unknown): DeliveryFailure {
  if (error instanceof DeliveryFailure) return error;
  const { code = 'no code', responseCode, syscall, permanent } = error as MailError;
  const told = responseCode === undefined ? `(${code})` : `and answered ${responseCode} (${code})`;
  if (code === 'EAUTH') {
    // Credentials can be mended while the message waits.
    return new DeliveryFailure(
      `The mail server refused to sign us in ${told}: check user and password in SMTP_URL.`,
      true,
    );
  }
  const unknown = responseCode === undefined && syscall !== 'connect' && !neverSent.has(code);
  return new DeliveryFailure(`The mail server did not take the message ${told}.`, permanent !== true, null, unknown);
}

interface MailError extends NodeJS.ErrnoException {
  readonly responseCode?: number;
  /** The server refused this message for good. */
  readonly permanent?: boolean;
}

function domainOf(mailbox: string): string {
  return /@([^<>@\s]+)>?\s*$/.exec(mailbox)?.[1] ?? 'localhost';
}
