import { describeFormula } from '@tandem/domain/metric/describe-formula';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { wholeWeeksBefore } from '@tandem/domain/metric/periods';
import { otherNumbersOfName } from '@tandem/domain/metric/same-name';
import { currentWindow, observationOf, observationsOf } from '@tandem/domain/metric/series';
import { checkConfiguration } from '@tandem/domain/organisation/check-configuration';
import { withClockSet } from '@tandem/domain/organisation/with-opening-times';
import { ConfigurationRejected } from './apply-configuration.js';
import { thingDocument } from './export-configuration.js';
import { InvalidInput } from './input-errors.js';
import type { ReadingDependencies } from './metric-reading.js';
import { CountingTookTooLong } from './proposal-ports.js';

const previewedWeeks = 26;
const everBefore = new Date(0);

/**
 * What a metric that is not there yet would show: its value now and week by week over the records that there are, by the engine that answers
 * every other reader. Nothing is stored. Throws `ConfigurationRejected` for one that cannot be counted, `InvalidInput` for a key that is taken
 * and for one that takes too long to count while somebody waits.
 */
export function previewNewMetric({ configuration, observations, clock }: ReadingDependencies) {
  return async (written: MetricDefinition) => {
    const now = clock();
    const [current, known] = await Promise.all([
      configuration.load(),
      configuration.known({ now, asKnownAt: null, withGuardrails: false }),
    ]);
    if (current.metrics.some(({ key }) => key === written.key))
      throw new InvalidInput([
        { field: 'key', reason: `There is a metric "${written.key}" already. Choose another key.` },
      ]);
    const definition = withClockSet(written, current.calendars);
    const issues = checkConfiguration(current, { metrics: [definition] });
    if (issues.length) throw new ConfigurationRejected(issues);
    const { organisation, versions } = known;
    const version = { id: '', countedBy: null, version: 1, validFrom: everBefore, definition };
    const metrics = new Map([...versions, [definition.key, [version]]]);
    const series = await observations
      .series({ versions: [version], metrics, organisation, asKnownAt: null, now })
      .catch(tooLong);
    const window = currentWindow(series);
    const weeks = wholeWeeksBefore(window.end, previewedWeeks, organisation);
    return {
      thing: { ...thingDocument.metric(definition) },
      timeZone: organisation.timeZone,
      formula: describeFormula(definition).text,
      current: observationOf(series, window),
      weeks: [...observationsOf(series, weeks)],
      namesakes: otherNumbersOfName(definition, current.metrics).map(({ key, title }) => ({ key, title })),
    };
  };
}

function tooLong(error: unknown): never {
  if (!(error instanceof CountingTookTooLong)) throw error;
  const reason = `${error.message} It is too large for a preview; once it is made it is counted in the background.`;
  throw new InvalidInput([{ field: 'formula', reason }]);
}
