import net from 'node:net';
import type { Environment } from '@tandem/config/environment';
import { CommandFailure } from '../command.js';

const portsToTry = 20;

/**
 * The port to listen on. One that was asked for is taken or refused; the default gives way to the next free one.
 *
 * @throws {CommandFailure} when the asked port is taken, or the host is not an address of this machine
 */
export async function choosePort({
  host,
  port,
  portIsFixed,
}: Pick<Environment, 'host' | 'port' | 'portIsFixed'>): Promise<number> {
  const last = portIsFixed ? port : port + portsToTry - 1;
  for (let candidate = port; candidate <= last; candidate += 1) {
    const code = await tryPort(host, candidate);
    if (code === null) return candidate;
    if (code !== 'EADDRINUSE') throw new CommandFailure(refusal(code, host, candidate));
  }
  throw new CommandFailure(
    portIsFixed
      ? `Port ${port} on ${host} is in use by another program. Stop that one, or set PORT to another number.`
      : `The ports ${port} to ${last} on ${host} are all in use. Set PORT to a free one.`,
  );
}

function tryPort(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

function refusal(code: string, host: string, port: number): string {
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `HOST=${host} is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for all of its addresses.`;
  }
  if (code === 'EACCES') return `This user may not listen on port ${port}. Set PORT to a number above 1023.`;
  return `Port ${port} on ${host} cannot be listened on (${code}). Set PORT or HOST to something else.`;
}
