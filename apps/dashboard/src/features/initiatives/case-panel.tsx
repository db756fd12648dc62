import type { InitiativePage } from '@tandem/contracts/initiatives';
import { useParams } from '../../navigation/use-params.js';
import { valueText } from '../../text/number-text.js';
import { CaseCurve } from './case-curve.js';
import { words } from './case-words.js';
import { WORDS } from './initiative-words.js';

function CaseTable({ page }: { readonly page: InitiativePage }) {
  const { currency } = page.settings;
  const money = (amount: string) => valueText(amount, currency);
  return (
    <div className="mt-2 max-h-[420px] overflow-auto" role="region" aria-label={words.table} tabIndex={0}>
      <table className="w-full text-sm">
        <caption className="sr">{words.caption(currency)}</caption>
        <thead className="sticky top-0 bg-surface text-xs text-text-3">
          <tr>
            {[words.month, WORDS.cost, WORDS.benefit, words.net, words.cumulative].map((title, index) => (
              <th
                key={title}
                scope="col"
                className={`px-2 py-1 font-medium ${index === 0 ? 'text-left' : 'text-right'}`}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.case?.months.map(({ month, cost, benefit, net, cumulative }) => (
            <tr key={month} className="border-t border-line">
              <th scope="row" className="num px-2 py-1 text-left font-normal">
                {month}
              </th>
              {[cost, benefit, net, cumulative].map((amount, index) => (
                <td key={index} className="num whitespace-nowrap px-2 py-1 text-right">
                  {money(amount)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The economics: the curve, and the same as a table. */
export function CasePanel({ page }: { readonly page: InitiativePage }) {
  const { params, set } = useParams();
  const asTable = params.get('view') === 'table';
  const { discountRate, isRateStated } = page.settings;
  return (
    <section className="panel min-w-0 px-4 py-3" aria-labelledby="case">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="case" className="text-base font-semibold">
          {words.title}
        </h2>
        {page.case && (
          <button
            type="button"
            className="btn"
            aria-pressed={asTable}
            onClick={() => set({ view: asTable ? null : 'table' })}
          >
            {words.asTable}
          </button>
        )}
      </div>
      {page.case === null ? (
        <p className="mt-1 text-sm text-text-2">{words.none}</p>
      ) : asTable ? (
        <CaseTable page={page} />
      ) : (
        <CaseCurve known={page.case} forecast={page.forecast} settings={page.settings} />
      )}
      <p className="num mt-1 text-xs text-text-3">
        {words.rate(discountRate)} {!isRateStated && words.usualRate}
      </p>
    </section>
  );
}
