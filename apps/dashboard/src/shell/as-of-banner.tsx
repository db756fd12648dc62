import { useLocation } from 'wouter';
import { PageLink } from '../navigation/page-link.js';
import { useParams } from '../navigation/use-params.js';
import { fullMomentText } from '../text/time-text.js';
import { Glyph } from '../ui/glyph.js';
import { words } from './shell-words.js';

/** What can be read as it was known; everything else says that it knows only the present. */
const LOOKING_BACK = /^\/(board|goals|metrics)(\/|$)|^\/(alerts)?$/;
const NEVER = /\/(new|edit|propose)$/;

/** Nobody may take an earlier state of knowledge for the present one. */
export function AsOfBanner() {
  const { asOf, set } = useParams();
  const [path] = useLocation();
  if (asOf === null) return null;
  const moment = Number.isNaN(Date.parse(asOf)) ? asOf : fullMomentText(asOf);
  const isComparing = path === '/restatements';
  const looksBack = LOOKING_BACK.test(path) && !NEVER.test(path);
  return (
    <div role="status" className="border-b-2 border-warn bg-warn-bg text-sm text-warn">
      <p className="mx-auto flex max-w-[1440px] flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 lg:px-6">
        <Glyph name="stale" />
        <span>
          {looksBack && <b className="font-semibold">{words.asOf.notNow} </b>}
          {looksBack
            ? words.asOf.banner(moment)
            : isComparing
              ? words.asOf.comparing(moment)
              : words.asOf.presentOnly(moment)}
        </span>
        {!isComparing && (
          <PageLink to="/restatements" className="noprint underline underline-offset-2">
            {words.asOf.since}
          </PageLink>
        )}
        <button type="button" className="btn noprint" onClick={() => set({ asOf: null }, false)}>
          {words.asOf.back}
        </button>
      </p>
    </div>
  );
}
