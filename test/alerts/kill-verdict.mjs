// What came of a trial of kills: the tables held against the receivers.
import pg from 'pg';

/**
 * @param {string} url @param {Awaited<ReturnType<typeof import('./kill-sinks.mjs').startSinks>>} sinks @param {number} guardrails
 */
export async function held(url, sinks, guardrails) {
  const client = new pg.Client({ connectionString: url, options: '-c tandem.workspace=main -c role=tandem_app' });
  await client.connect();
  const rows = async (/** @type {string} */ text) => (await client.query(text)).rows;
  try {
    const told = await rows(
      `select t.id, a.id as alert, t.to_state, r.id as route, o.id as message, o.state
         from alert_transition t join alert a on a.id = t.alert_id cross join route r
         left join outbox o on o.transition_id = t.id and o.route_id = r.id
        where (t.from_state, t.to_state) in (('pending', 'firing'), ('recovering', 'resolved')) order by t.id`,
    );
    const messages = await rows(`select id, kind, route_id from outbox`);
    const open = await rows(`select 1 from alert where state not in ('resolved', 'inactive')`);
    const audited = await rows(`select 1 from audit_log where subject_kind = 'alert' and actor = 'system'`);
    const transitions = await rows('select 1 from alert_transition');
    const hooks = messages.filter(({ route_id: route }) => route === 'hook');
    const fired = hooks.filter(({ kind }) => kind === 'fired').length;
    return {
      alerts: guardrails,
      transitions: transitions.length,
      messages: messages.length,
      repeatsAtSinks: [...sinks.hooks.values()].reduce((sum, { times }) => sum + times - 1, 0),
      // A transition without its message, a message that did not arrive, an incident that was never opened.
      lost:
        told.filter(({ message }) => message === null).length +
        told.filter(({ message, state }) => message !== null && state !== 'delivered').length +
        hooks.filter(({ id }) => !sinks.hooks.has(id)).length +
        Math.max(0, fired - sinks.incidents.opened),
      // A message of no transition or the second of one, a key that nobody gave, a repeat that says something else, an incident too many.
      doubled:
        messages.length -
        new Set(told.flatMap(({ message }) => message ?? [])).size +
        [...sinks.hooks.keys()].filter((id) => !hooks.some((message) => message.id === id)).length +
        sinks.changed +
        Math.max(0, sinks.incidents.opened - fired),
      outOfOrder: outOfOrder(told, sinks),
      leftOpen: open.length + sinks.incidents.open.size,
      unaudited: transitions.length - audited.length,
    };
  } finally {
    await client.end();
  }
}

/** Of each alert the receiver first hears of a firing, then of its end, and so on. */
function outOfOrder(told, sinks) {
  const arrivals = [...sinks.hooks.keys()];
  const alerts = new Map();
  for (const { alert, route, message } of told) {
    if (route === 'hook' && message !== null) alerts.set(alert, [...(alerts.get(alert) ?? []), message]);
  }
  let wrong = 0;
  for (const written of alerts.values()) {
    const heard = arrivals.filter((id) => written.includes(id));
    wrong += heard.filter((id, index) => id !== written[index]).length;
  }
  return wrong;
}

/** @param {Awaited<ReturnType<typeof held>>} verdict */
export function report({ messages, lost, doubled, outOfOrder, leftOpen, unaudited }) {
  return messages > 0 && [lost, doubled, outOfOrder, leftOpen, unaudited].every((count) => count === 0);
}
