import fc from 'fast-check';
import type { Verdict } from '../guardrail/guardrail.js';
import type { AlertState, AlertStateName, AlertTransition, NotificationKind } from './alert.js';
import { decideNotification } from './decide-notification.js';
import { newAlertState, nextAlertState, type AlertRules } from './next-alert-state.js';

const minuteMs = 60_000;
const begin = Date.parse('2026-11-15T10:00:00.000Z');

/** One sign a verdict: . good, ! breached, ~ too few events, ? no data, x error, b first import running. */
const verdicts = {
  '.': ['ok', 'insideLimit'],
  '!': ['breached', 'belowFloor'],
  '~': ['tooFew', 'belowMinimumEvents'],
  '?': ['noData', 'metricStale'],
  x: ['error', 'evaluationFailed'],
  b: ['noData', 'backfillRunning'],
} as const;
type Sign = keyof typeof verdicts;
const signs = Object.keys(verdicts) as Sign[];
const isSign = (sign: string): sign is Sign => Object.hasOwn(verdicts, sign);

/** One letter a state: i inactive, p pending, F firing, r recovering, R resolved, n no data, e error. */
const letters: Record<AlertStateName, string> = {
  inactive: 'i',
  pending: 'p',
  firing: 'F',
  recovering: 'r',
  resolved: 'R',
  noData: 'n',
  error: 'e',
};

function verdictOf(sign: Sign): Verdict {
  const [kind, reason] = verdicts[sign];
  return { kind, reason, value: kind === 'noData' ? null : '58.20', limit: '60', n: 10, start: '', end: '' };
}

interface Rules {
  readonly forMin?: number;
  readonly keepMin?: number;
  readonly onNoData?: AlertRules['onNoData'];
}
const rulesOf = ({ forMin = 0, keepMin = 0, onNoData = 'keepLast' }: Rules): AlertRules => ({
  forMs: forMin * minuteMs,
  keepFiringForMs: keepMin * minuteMs,
  onNoData,
});

/** Plays one verdict a minute and answers the states as letters, the transitions and what people were told. */
function play(series: string, given: Rules = {}) {
  const rules = rulesOf(given);
  let state = newAlertState(new Date(begin));
  let states = '';
  const transitions: AlertTransition[] = [];
  const told: NotificationKind[] = [];
  Array.from(series).forEach((sign, minute) => {
    if (!isSign(sign)) throw new Error(`Unknown verdict sign "${sign}".`);
    const step = nextAlertState(state, verdictOf(sign), rules, new Date(begin + minute * minuteMs));
    for (const transition of step.transitions) {
      const decision = decideNotification(transition, rules);
      if (decision.notify) told.push(decision.kind);
    }
    transitions.push(...step.transitions);
    states += letters[step.state.state];
    // Through JSON, as the database keeps it: the hold must survive a restart between any two minutes.
    state = JSON.parse(JSON.stringify(step.state)) as AlertState;
  });
  return { states, transitions, told, state };
}

describe('nextAlertState, minute by minute', () => {
  const table: readonly [title: string, rules: Rules, verdicts: string, states: string, told: string][] = [
    ['stays inactive while all is well', {}, '....', 'iiii', ''],
    ['fires at once without a hold and resolves at once without a delay', {}, '.!.', 'iFR', 'fired resolved'],
    ['stays pending until the hold has passed', { forMin: 3 }, '.!!!!!', 'ipppFF', 'fired'],
    ['restarts the hold after one good verdict', { forMin: 3 }, '!!!.!!!!', 'pppipppF', 'fired'],
    ['tells nobody of a breach that ended before its hold', { forMin: 3 }, '!!..', 'ppii', ''],
    ['delays the recovery', { keepMin: 2 }, '!....', 'FrrRR', 'fired resolved'],
    ['returns to firing on a relapse and tells it once', { keepMin: 2 }, '!..!...', 'FrrFrrR', 'fired resolved'],
    ['starts the recovery again after missing data', { keepMin: 2 }, '!.?...', 'FrnrrR', 'fired resolved'],
    ['starts the recovery again after too few events', { keepMin: 2 }, '!.~...', 'FrrrrR', 'fired resolved'],
    ['fires a second episode after a resolved one', {}, '!.!.', 'FRFR', 'fired resolved fired resolved'],
    ['stays resolved while all is well', {}, '!...~', 'FRRRR', 'fired resolved'],
    [
      'never resolves on missing data, whatever the policy: keepLast',
      { onNoData: 'keepLast' },
      '!???',
      'Fnnn',
      'fired',
    ],
    ['never resolves on missing data, whatever the policy: ok', { onNoData: 'ok' }, '!???!', 'FnnnF', 'fired'],
    ['tells of missing data once when the policy is alert', { onNoData: 'alert' }, '.???.', 'innni', 'noData'],
    ['tells of a failed evaluation once when the policy is alert', { onNoData: 'alert' }, '.xx.', 'ieei', 'error'],
    [
      'returns to firing after missing data without telling again',
      { onNoData: 'alert' },
      '!?!.',
      'FnFR',
      'fired noData resolved',
    ],
    ['keeps the hold through missing data', { forMin: 3 }, '!?!!', 'pnpF', 'fired'],
    [
      'fires on the first breach after the data returns when the hold has passed',
      { forMin: 3 },
      '!???!',
      'pnnnF',
      'fired',
    ],
    [
      'lets a pending breach lapse in missing data when the policy is ok',
      { forMin: 2, onNoData: 'ok' },
      '!?!!!',
      'pnppF',
      'fired',
    ],
    ['keeps its place while there are too few events', { forMin: 1 }, '.~!~!~.', 'iippFFR', 'fired resolved'],
    ['takes too few events as the end of missing data', {}, '!?~.', 'FnFR', 'fired resolved'],
    ['is not moved by a running first import', { onNoData: 'alert' }, 'bb.bb!b.', 'iiiiiFFR', 'fired resolved'],
    ['tells of missing data after a first import', { onNoData: 'alert' }, 'bb??', 'iinn', 'noData'],
    ['moves between missing data and error without forgetting that it fired', {}, '!?x?.', 'FnenR', 'fired resolved'],
  ];
  it.each(table)('%s', (_title, rules, series, states, told) => {
    const played = play(series, rules);
    expect(played.states).toBe(states);
    expect(played.told.join(' ')).toBe(told);
  });

  it('lets no pending breach lapse by a policy that is changed while data are missing', () => {
    const step = (state: AlertState, sign: Sign, onNoData: 'keepLast' | 'ok', minute: number) =>
      nextAlertState(state, verdictOf(sign), rulesOf({ forMin: 5, onNoData }), new Date(begin + minute * minuteMs))
        .state;
    const pending = step(newAlertState(new Date(begin)), '!', 'keepLast', 0);
    const missing = step(pending, '?', 'keepLast', 1);
    expect(step(missing, '?', 'ok', 2)).toEqual({ ...missing, lastVerdict: verdictOf('?') });
    expect(step(pending, '?', 'ok', 1)).toMatchObject({ resumeState: 'inactive', breachedSince: null });
  });

  it('passes through pending in the same step when there is no hold, and through recovering when there is no delay', () => {
    expect(play('!.').transitions).toEqual([
      { from: 'inactive', to: 'pending', at: '2026-11-15T10:00:00.000Z', reason: 'belowFloor' },
      { from: 'pending', to: 'firing', at: '2026-11-15T10:00:00.000Z', reason: 'belowFloor' },
      { from: 'firing', to: 'recovering', at: '2026-11-15T10:01:00.000Z', reason: 'insideLimit' },
      { from: 'recovering', to: 'resolved', at: '2026-11-15T10:01:00.000Z', reason: 'insideLimit' },
    ]);
  });

  it('keeps the first breach of the episode and the start of its state', () => {
    expect(play('.!!!', { forMin: 1 }).state).toMatchObject({
      state: 'firing',
      since: '2026-11-15T10:02:00.000Z',
      breachedSince: '2026-11-15T10:01:00.000Z',
    });
    expect(play('!!.', { keepMin: 5 }).state).toMatchObject({
      state: 'recovering',
      breachedSince: '2026-11-15T10:00:00.000Z',
      recoveringSince: '2026-11-15T10:02:00.000Z',
    });
    expect(play('!!.').state).toMatchObject({ state: 'resolved', breachedSince: null, recoveringSince: null });
  });

  it('counts the hold anew from the present when the clock has jumped back', () => {
    const rules = rulesOf({ forMin: 2 });
    const at = (minute: number) => new Date(begin + minute * minuteMs);
    let state = nextAlertState(newAlertState(at(0)), verdictOf('!'), rules, at(0)).state;
    const seen = [-60, -59, -58].map((minute) => {
      state = nextAlertState(state, verdictOf('!'), rules, at(minute)).state;
      return state.state;
    });
    expect(seen).toEqual(['pending', 'pending', 'firing']);
  });
});

describe('nextAlertState under any history', () => {
  const legal: Record<AlertStateName, readonly AlertStateName[]> = {
    inactive: ['pending', 'noData', 'error'],
    pending: ['firing', 'inactive', 'noData', 'error'],
    firing: ['recovering', 'noData', 'error'],
    recovering: ['resolved', 'firing', 'noData', 'error'],
    resolved: ['pending', 'noData', 'error'],
    noData: ['inactive', 'pending', 'firing', 'recovering', 'error'],
    error: ['inactive', 'pending', 'firing', 'recovering', 'noData'],
  };
  const minutes = fc.integer({ min: 0, max: 5 });
  const anyRules = fc.record({
    forMin: minutes,
    keepMin: minutes,
    onNoData: fc.constantFrom<AlertRules['onNoData']>('keepLast', 'alert', 'ok'),
  });
  const anySign = fc.constantFrom(...signs);
  const steady = fc.array(fc.record({ sign: anySign, passed: fc.integer({ min: 0, max: 4 }) }), { maxLength: 60 });
  const jumpy = fc.array(fc.record({ sign: anySign, passed: fc.integer({ min: -30, max: 30 }) }), { maxLength: 60 });

  interface Played {
    readonly now: number;
    readonly sign: Sign;
    readonly before: AlertState;
    readonly after: AlertState;
    readonly transitions: readonly AlertTransition[];
  }
  function run(rules: AlertRules, events: readonly { sign: Sign; passed: number }[]): Played[] {
    let now = begin;
    let state = newAlertState(new Date(now));
    return events.map(({ sign, passed }) => {
      now += passed * minuteMs;
      const before = state;
      const step = nextAlertState(before, verdictOf(sign), rules, new Date(now));
      state = JSON.parse(JSON.stringify(step.state)) as AlertState;
      return { now, sign, before, after: state, transitions: step.transitions };
    });
  }

  it('makes only legal transitions, each from where the last one ended, even when the clock jumps', () => {
    fc.assert(
      fc.property(anyRules, jumpy, (given, events) => {
        for (const { before, after, transitions } of run(rulesOf(given), events)) {
          let last = before.state;
          for (const { from, to } of transitions) {
            expect(from).toBe(last);
            expect(legal[from]).toContain(to);
            last = to;
          }
          expect(after.state).toBe(last);
        }
      }),
    );
  });

  it('tells firings and resolutions in turn, beginning with a firing, and no two of a kind in one step', () => {
    fc.assert(
      fc.property(anyRules, jumpy, (given, events) => {
        const rules = rulesOf(given);
        const steps = run(rules, events).map(({ transitions }) =>
          transitions.flatMap((transition) => {
            const decision = decideNotification(transition, rules);
            return decision.notify ? [decision.kind] : [];
          }),
        );
        for (const step of steps) expect(step.length).toBeLessThanOrEqual(1);
        const episodes = steps.flat().filter((kind) => kind === 'fired' || kind === 'resolved');
        episodes.forEach((kind, index) => expect(kind).toBe(index % 2 === 0 ? 'fired' : 'resolved'));
      }),
    );
  });

  it('ends an episode only on a good verdict, so missing data never resolves', () => {
    fc.assert(
      fc.property(anyRules, jumpy, (given, events) => {
        const inEpisode = (state: AlertState) => ['firing', 'recovering'].includes(state.resumeState ?? state.state);
        for (const { sign, before, after } of run(rulesOf(given), events)) {
          if (sign !== '.' && inEpisode(before)) expect(inEpisode(after)).toBe(true);
          if (sign === '!') expect(['pending', 'firing']).toContain(after.state);
        }
      }),
    );
  });

  it('leaves nothing firing once good verdicts have lasted longer than the recovery', () => {
    fc.assert(
      fc.property(anyRules, jumpy, (given, events) => {
        const calm = Array.from({ length: given.keepMin + 1 }, () => ({ sign: '.' as const, passed: 1 }));
        const last = run(rulesOf(given), [...events, ...calm]).at(-1);
        expect(['inactive', 'resolved']).toContain(last?.after.state);
      }),
    );
  });

  it('fires no earlier than the hold after the first breach since the last good verdict', () => {
    fc.assert(
      fc.property(anyRules, steady, (given, events) => {
        const rules = rulesOf(given);
        let firstBreach: number | null = null;
        for (const { now, sign, transitions } of run(rules, events)) {
          if (sign === '.') firstBreach = null;
          if (sign === '!') firstBreach ??= now;
          if (transitions.some(({ from, to }) => from === 'pending' && to === 'firing')) {
            expect(firstBreach === null ? -1 : now - firstBreach).toBeGreaterThanOrEqual(rules.forMs);
          }
        }
      }),
    );
  });
});

describe('decideNotification', () => {
  it('answers with the reason for telling people or not', () => {
    const policy = { onNoData: 'alert' } as const;
    expect(decideNotification({ from: 'pending', to: 'firing' }, policy)).toEqual({
      notify: true,
      kind: 'fired',
      reason: 'limitLeft',
    });
    expect(decideNotification({ from: 'recovering', to: 'firing' }, policy)).toEqual({
      notify: false,
      reason: 'alreadyTold',
    });
    expect(decideNotification({ from: 'noData', to: 'firing' }, policy)).toEqual({
      notify: false,
      reason: 'alreadyTold',
    });
    expect(decideNotification({ from: 'recovering', to: 'resolved' }, policy)).toMatchObject({ kind: 'resolved' });
    expect(decideNotification({ from: 'pending', to: 'inactive' }, policy)).toEqual({
      notify: false,
      reason: 'breachLapsed',
    });
    expect(decideNotification({ from: 'firing', to: 'noData' }, { onNoData: 'keepLast' })).toEqual({
      notify: false,
      reason: 'policyKeepsQuiet',
    });
  });

  it('never tells of a resolution that no firing went before', () => {
    for (const from of ['inactive', 'pending', 'firing', 'noData', 'error'] as const) {
      expect(decideNotification({ from, to: 'resolved' }, { onNoData: 'alert' })).toEqual({
        notify: false,
        reason: 'neverFired',
      });
    }
  });
});
