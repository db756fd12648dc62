import type { DeliveryBands, MetricPage } from '@tandem/contracts/metrics';
import { valueText } from '../../text/number-text.js';
import { monthText } from '../../text/time-text.js';
import { BANDS_WORDS } from './bands-words.js';

type Edition = DeliveryBands['editions'][number];

/** The sentence that a screen reader and a hurried eye need: where the value lies, or why it lies nowhere. */
function standing({ clusters, note }: Edition, value: string | null): string {
  if (note !== null) return note;
  if (value === null) return BANDS_WORDS.noValue;
  const names = clusters.filter(({ holdsValue }) => holdsValue).map(({ name }) => name);
  if (names.length === 0) return BANDS_WORDS.between;
  return BANDS_WORDS.at(names);
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
      <p className="text-xs text-text-3">{BANDS_WORDS.edition(monthText(`${edition.date}-15`, 'UTC'))}</p>
      <p className="mt-0.5 text-sm text-text-2">{standing(edition, current.value)}</p>
      {edition.clusters.length > 0 && (
        <table className="mt-1.5 w-full text-sm">
          <caption className="sr">{BANDS_WORDS.caption}</caption>
          <thead>
            <tr className="text-left text-xs text-text-3">
              <th scope="col" className="font-medium">
                {BANDS_WORDS.cluster}
              </th>
              <th scope="col" className="font-medium">
                {BANDS_WORDS.level}
              </th>
              <th scope="col" className="text-right font-medium">
                {BANDS_WORDS.teams}
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
        {BANDS_WORDS.title}
      </h2>
      {bands.withheld === 'formulaChanged' && <p className="mt-1 text-sm text-text-2">{BANDS_WORDS.formulaChanged}</p>}
      {page.services.length > 1 && bands.withheld === null && (
        <p className="mt-1 text-sm text-warn">{BANDS_WORDS.together(page.services.length)}</p>
      )}
      {bands.editions.map((edition) => (
        <EditionPart key={edition.date} edition={edition} page={page} />
      ))}
    </section>
  );
}
