import { gradeEffect, nextGrade } from '@tandem/domain/decision/grade-effect';
import { endOfDate } from '@tandem/domain/metric/periods';
import type { Log } from '../ports.js';
import { readEachSeries } from '../read-each-series.js';
import { readingAt } from './effect-reading.js';
import type { DecisionDependencies } from './write-decision.js';

/**
 * Grades the decisions whose date has come by their metric, and grades again where a restatement has changed the number since. What is provisional waits
 * for the next look. A metric that cannot be read is logged and waits, too.
 */
export function gradeDecisions({
  configuration,
  observations,
  decisions,
  log,
}: Omit<DecisionDependencies, 'clock'> & { readonly log: Log }) {
  return async (now: Date): Promise<void> => {
    const due = await decisions.due(now);
    if (due.length === 0) return;
    const known = await configuration.known({ now, asKnownAt: null });
    const keys = [...new Set(due.flatMap(({ content }) => content.effect?.metric ?? []))];
    const series = await readEachSeries({ observations, log }, known, now)(keys, null);
    for (const { id, content, grades } of due) {
      const { effect } = content;
      if (effect === null) continue;
      const own = series.get(effect.metric);
      if (own === undefined && known.versions.has(effect.metric)) continue;
      const end = endOfDate(effect.by, known.organisation.timeZone);
      const reading = own ? readingAt(own, end, effect.baseline) : null;
      const next = nextGrade(grades.at(-1) ?? null, gradeEffect(effect, reading, { due: end, now }));
      if (next) await decisions.grade(id, next, now, grades.length);
    }
  };
}
