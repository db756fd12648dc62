import type { InitiativePage } from '@tandem/contracts/initiatives';
import { useNow } from '../../navigation/use-now.js';
import { momentText } from '../../text/time-text.js';
import { CaseCurve, curveSentence } from './case-curve.js';
import { words } from './case-words.js';

interface CurveOfProps {
  readonly page: InitiativePage;
  readonly known: NonNullable<InitiativePage['case']>;
}

function CurveOf({ page, known }: CurveOfProps) {
  const now = useNow();
  const { id, title, forecast, settings } = page;
  const curve = { known, forecast, settings };
  return (
    <CaseCurve
      {...curve}
      file={(drawing) => ({
        path: `/initiatives/${encodeURIComponent(id)}`,
        label: words.file,
        image: {
          drawing,
          title: words.picture(title, curveSentence(curve)),
          source: words.source(settings.discountRate, momentText(now)),
          name: `${id}-case`,
        },
      })}
    />
  );
}

/** The economics: the curve, and the same as a table, a picture and a file. */
export function CasePanel({ page }: { readonly page: InitiativePage }) {
  const { discountRate, isRateStated } = page.settings;
  return (
    <section className="panel min-w-0 px-4 py-3" aria-labelledby="case">
      <h2 id="case" className="text-base font-semibold">
        {words.title}
      </h2>
      {page.case === null ? (
        <p className="mt-1 text-sm text-text-2">{words.none}</p>
      ) : (
        <CurveOf page={page} known={page.case} />
      )}
      <p className="num mt-1 text-xs text-text-3">
        {words.rate(discountRate)} {!isRateStated && words.usualRate}
      </p>
    </section>
  );
}
