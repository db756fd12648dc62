import net from 'node:net';
import { choosePort } from './choose-port.js';

describe('the port', () => {
  let server: net.Server;
  let taken: number;
  beforeEach(async () => {
    server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    taken = (server.address() as net.AddressInfo).port;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('gives way to the next free one when nobody asked for it', async () => {
    const port = await choosePort({ host: '127.0.0.1', port: taken, portIsFixed: false });
    expect(port).toBeGreaterThan(taken);
    expect(port).toBeLessThan(taken + 20);
  });

  it('is refused with what to do when it was asked for and is taken', async () => {
    await expect(choosePort({ host: '127.0.0.1', port: taken, portIsFixed: true })).rejects.toThrow(
      `Port ${taken} on 127.0.0.1 is in use by another program. Stop that one, or set PORT to another number.`,
    );
  });

  it('may be left to the operating system', async () => {
    expect(await choosePort({ host: '127.0.0.1', port: 0, portIsFixed: true })).toBe(0);
  });

  it('is refused on an address that this machine does not have', async () => {
    await expect(choosePort({ host: '192.0.2.1', port: 0, portIsFixed: true })).rejects.toThrow(
      'HOST=192.0.2.1 is not an address of this machine.',
    );
  });
});
