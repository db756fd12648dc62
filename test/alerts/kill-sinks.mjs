// Receivers with a key, which sometimes fail: before they have taken a message, or after, without saying so.
import http from 'node:http';

/** @returns {Promise<{ url: string, close(): Promise<void>, hooks: Map<string, { type: string, body: string, times: number }>, incidents: { opened: number, open: Set<string> }, changed: number, wellFromNow(): void }>} */
export async function startSinks() {
  const hooks = new Map();
  const incidents = { opened: 0, open: new Set() };
  const state = { changed: 0, well: false };
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const luck = state.well ? 1 : Math.random();
      if (luck < 0.08) return response.writeHead(503).end();
      const body = Buffer.concat(chunks).toString();
      if (request.url === '/hook') takeHook(String(request.headers['webhook-id']), body);
      else takeEvent(JSON.parse(body));
      // Taken, and nobody hears of it: the sender cannot know.
      if (luck < 0.16) return request.socket.destroy();
      // Late, past the patience of the sender now and then.
      if (luck < 0.2) return setTimeout(() => response.writeHead(202).end(), 400);
      return response.writeHead(202).end();
    });
  });
  const takeHook = (id, body) => {
    const known = hooks.get(id);
    if (known === undefined) hooks.set(id, { type: JSON.parse(body).type, body, times: 1 });
    else {
      // A repeat under one key must say the same: a receiver that has it already throws it away.
      if (known.body !== body) state.changed += 1;
      known.times += 1;
    }
  };
  const takeEvent = ({ event_action: action, dedup_key: key }) => {
    if (action === 'trigger' && !incidents.open.has(key)) {
      incidents.open.add(key);
      incidents.opened += 1;
    }
    if (action === 'resolve') incidents.open.delete(key);
  };
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    hooks,
    incidents,
    get changed() {
      return state.changed;
    },
    wellFromNow: () => {
      state.well = true;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
