import type { DeliveryBands, MetricPage } from '@tandem/contracts/metrics';
import { counted, valueText } from '../../text/number-text.js';
import { monthText } from '../../text/time-text.js';

type Edition = DeliveryBands['editions'][number];

/** The sentence that a screen reader and a hurried eye need: where the value lies, or why it lies nowhere. */
function standing({ clusters, note }: Edition, value: string | null): string {
  if (note !== null) return note;
  if (value === null) return 'There is no value to place.';
  const names = clusters.filter(({ holdsValue }) => holdsValue).map(({ name }) => name);
  if (names.length === 0) return 'The present value lies between the published levels.';
  return `The present value lies where the ${names.join(' and ')} ${names.length === 1 ? 'cluster' : 'clusters'} reported to be.`;
}

function EditionPart({ edition, page }: { readonly edition: Edition; readonly page: MetricPage }) {
  const { current, metric } = page;
  return (
    <section className="mt-2.5 border-t border-line pt-2.5 first-of-type:border-t-0 first-of-type:pt-0">
      <h3 className="text-sm font-medium">
        <a href={edition.source} className="lnk" target="_blank" rel="noreferrer">
          {edition.edition}
        </a>
      </h3>
      <p className="text-xs text-text-3">Edition of {monthText(`${edition.date}-15`, 'UTC')}</p>
      <p className="mt-0.5 text-sm text-text-2">{standing(edition, current.value)}</p>
      {edition.clusters.length > 0 && (
        <table className="mt-1.5 w-full text-sm">
          <caption className="sr">Levels that the clusters of this edition reported</caption>
          <thead>
            <tr className="text-left text-xs text-text-3">
              <th scope="col" className="font-medium">
                Cluster
              </th>
              <th scope="col" className="font-medium">
                Level
              </th>
              <th scope="col" className="text-right font-medium">
                Teams
              </th>
            </tr>
          </thead>
          <tbody>
            {edition.clusters.map(({ name, level, share, holdsValue }) => (
              <tr key={name} className={`border-t border-line ${holdsValue ? 'bg-sunken font-medium' : 'text-text-2'}`}>
                <th scope="row" className="py-1 pr-2 text-left font-[inherit]">
                  {name}
                </th>
                <td className="py-1 pr-2">
                  {level}
                  {holdsValue && (
                    <span className="num whitespace-nowrap"> · {valueText(current.value, metric.unit)}</span>
                  )}
                </td>
                <td className="num py-1 text-right">{share}%</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** What a survey found of the same measure, edition by edition: bands move every year, so each stands beside its date. */
export default function BandsPanel({ page, bands }: { readonly page: MetricPage; readonly bands: DeliveryBands }) {
  return (
    <section className="panel px-4 py-3" aria-labelledby="bands">
      <h2 id="bands" className="text-base font-semibold">
        Among surveyed teams
      </h2>
      {bands.withheld === 'formulaChanged' && (
        <p className="mt-1 text-sm text-text-2">
          No band: the formula was changed since it was adopted, and measures something else than the survey.
        </p>
      )}
      {page.services.length > 1 && bands.withheld === null && (
        <p className="mt-1 text-sm text-warn">
          The survey asked about one service; this value is that of {counted(page.services.length, 'service')} together.
        </p>
      )}
      {bands.editions.map((edition) => (
        <EditionPart key={edition.date} edition={edition} page={page} />
      ))}
    </section>
  );
}
