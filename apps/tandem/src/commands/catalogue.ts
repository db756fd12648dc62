import { parseArgs } from 'node:util';
import { standardMetricNamed, standardMetrics } from '@tandem/domain/catalogue/standard-metrics';
import { CommandFailure, type CommandIo } from '../command.js';
import { catalogueList, catalogueMarkdown, metricToPaste } from './catalogue-text.js';

export const name = 'catalogue';
export const summary = 'list the ready-made metrics; with a key, print one as YAML to adopt it';

/** Prints what this edition of Tandem brings; whether the data for it has arrived is told by the running server, under Metrics → Ready-made. */
export function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { markdown: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [key, ...more] = positionals;
  if (more.length > 0 || (key !== undefined && values.markdown)) {
    io.stderr.write('Name one metric at most: tandem catalogue [<key> | --markdown].\n');
    return Promise.resolve(2);
  }
  if (key === undefined) {
    io.stdout.write(values.markdown ? catalogueMarkdown(standardMetrics) : catalogueList(standardMetrics));
    return Promise.resolve(0);
  }
  const metric = standardMetricNamed(key);
  if (metric === null) {
    throw new CommandFailure(`There is no ready-made metric "${key}". "npx tandem catalogue" lists them all.`);
  }
  io.stdout.write(metricToPaste(metric));
  return Promise.resolve(0);
}
