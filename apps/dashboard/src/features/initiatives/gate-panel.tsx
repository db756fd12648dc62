import type { InitiativePage } from '@tandem/contracts/initiatives';
import { timeText } from '../../text/time-text.js';
import { GateMark } from './gate-mark.js';
import { faultText, groundText, words } from './gate-words.js';
import { shortFault, VERDICTS, WORDS } from './initiative-words.js';

/** Why the gate says what it says, and what would mend it. */
export function GateReasons({ page }: { readonly page: Pick<InitiativePage, 'gate' | 'goals' | 'settings'> }) {
  const { gate, goals, settings } = page;
  return (
    <ul className="mt-2 space-y-2 text-sm">
      {gate.grounds.map((ground) => (
        <li key={ground.code} className="num">
          {groundText(ground, goals)}
        </li>
      ))}
      {gate.faults.map((fault) => {
        const { wrong, mend } = faultText(fault, settings.currency);
        return (
          <li key={fault.code} className="num">
            <span className={gate.verdict === 'waived' ? '' : 'font-medium text-bad'}>{wrong}</span>
            <span className="block text-text-2">{mend}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** What the gate says now, why, and what it said before. */
export function GatePanel({ page }: { readonly page: InitiativePage }) {
  return (
    <section className="panel min-w-0 px-4 py-3" aria-labelledby="gate">
      <div className="flex flex-wrap items-center gap-3">
        <h2 id="gate" className="text-base font-semibold">
          {WORDS.gate}
        </h2>
        <GateMark verdict={page.gate.verdict} />
      </div>
      <GateReasons page={page} />
      {page.history.length > 0 && (
        <>
          <h3 className="mt-3 text-sm font-medium">{words.history}</h3>
          <ol className="mt-1 divide-y divide-line text-sm">
            {page.history.slice(0, 10).map((entry) => (
              <li key={entry.id} className="py-1.5">
                <b className="font-medium">{VERDICTS[entry.verdict]}</b>
                {entry.faults.length > 0 && `: ${entry.faults.map(shortFault).join(', ')}`}
                <span className="num block text-xs text-text-3">
                  {words.because(timeText(entry.at, 'UTC'), words.occasions[entry.occasion])}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
