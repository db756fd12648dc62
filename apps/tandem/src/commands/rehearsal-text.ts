import type { Rehearsal } from '@tandem/contracts/guardrails';

const hourMs = 3_600_000;
const most = 20;

/** A rehearsal as a terminal shows it: what would have fired, when, and for how long. */
export function rehearsalText({ guardrail, metric, from, to, timeZone, slices, left }: Rehearsal): string {
  const day = (instant: string) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(Date.parse(instant));
  const lines = [
    `${guardrail.id}: ${guardrail.title}`,
    `  on ${metric.title}, ${day(from)} to ${day(to)}, values as they stand now`,
  ];
  for (const { slice, episodes, lapsed, flaps, firingMs } of slices) {
    const name = guardrail.by === null ? '' : `${guardrail.by} "${slice}": `;
    const counts = `would have fired ${times(episodes.length)}, for ${lengthText(firingMs)} in all`;
    lines.push(`  ${name}${counts}; flapped ${times(flaps)}; ${lapsed} breaches were over before it fired`);
    for (const { firedAt, endedAt, flap, explanation } of episodes.slice(0, most)) {
      const end = endedAt === null ? 'still firing' : `to ${minuteText(endedAt, timeZone)}`;
      lines.push(
        `    ${minuteText(firedAt, timeZone)} ${end}${flap ? ', again within 7 days' : ''}: ${explanation.it}`,
      );
    }
    if (episodes.length > most) lines.push(`    and ${episodes.length - most} more; --json lists all`);
  }
  if (left > 0) lines.push(`  ${left} more values of ${guardrail.by ?? ''} were left out`);
  return `${lines.join('\n')}\n`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function lengthText(lengthMs: number): string {
  const hours = Math.round(lengthMs / hourMs);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days${hours % 24 === 0 ? '' : ` ${hours % 24} h`}`;
}

function minuteText(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return parts.format(Date.parse(instant));
}
