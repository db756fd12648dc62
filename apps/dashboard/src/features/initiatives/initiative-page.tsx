import type { SessionState } from '@tandem/contracts/access';
import type { InitiativePage as Page } from '@tandem/contracts/initiatives';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { distanceText, NONE } from '../../text/number-text.js';
import { localDateText } from '../../text/time-text.js';
import { Facts } from '../../ui/facts.js';
import { Loaded } from '../../ui/loaded.js';
import { Owners } from '../../ui/owners.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { BenefitsPanel } from './benefits-panel.js';
import { CasePanel } from './case-panel.js';
import { GatePanel } from './gate-panel.js';
import { InitiativeCrumb } from './initiative-sections.js';
import { words } from './initiative-page-words.js';
import { AGENDAS, moneyText, monthText, STAGES, WORDS } from './initiative-words.js';
import { ISSUE } from './intake-words.js';
import { mayWrite } from './may-write.js';
import { WaiverPanel } from './waiver-panel.js';

function Links({ things, under }: { readonly things: Page['goals']; readonly under: string }) {
  if (things.length === 0) return <>{NONE}</>;
  return things.map(({ id, title }, index) => (
    <span key={id}>
      {index > 0 && ', '}
      <PageLink to={`/${under}/${encodeURIComponent(id)}`} className="lnk">
        {title}
      </PageLink>
    </span>
  ));
}

function Numbers({ page }: { readonly page: Page }) {
  const { currency } = page.settings;
  const facts = [
    [WORDS.presentValue, moneyText(page.netPresentValue, currency)],
    [words.costInAll, moneyText(page.cost, currency)],
    [WORDS.paysBack, page.case === null ? NONE : monthText(page.paybackMonth)],
    [words.scope, page.teamWeeks === null ? NONE : WORDS.teamWeeks(page.teamWeeks)],
  ] as const;
  return (
    <dl className="panel mt-4 grid grid-cols-2 gap-px overflow-hidden bg-line md:grid-cols-4">
      {facts.map(([term, detail]) => (
        <div key={term} className="bg-surface px-4 py-3">
          <dt className="text-xs text-text-3">{term}</dt>
          <dd className="num mt-0.5 text-xl font-semibold">{detail}</dd>
        </div>
      ))}
    </dl>
  );
}

function Issue({ issue: { key, url } }: { readonly issue: NonNullable<Page['issue']> }) {
  return url === null ? (
    key
  ) : (
    <a className="lnk" href={url} rel="noreferrer">
      {key}
    </a>
  );
}

function workText({ scope, durationMonths, start }: Page): string {
  const teams = scope.map(({ title, weeks }) => `${title} ${weeks}`).join(', ');
  if (durationMonths === null) return words.teamWeeks(teams);
  return start === null ? words.teamWeeksIn(teams, durationMonths) : words.teamWeeksFrom(teams, durationMonths, start);
}

function What({ page }: { readonly page: Page }) {
  const { effect, metric } = page;
  return (
    <section className="panel min-w-0 px-4 py-3" aria-labelledby="what">
      <h2 id="what" className="text-base font-semibold">
        {words.what}
      </h2>
      {page.description !== null && <p className="mt-1 whitespace-pre-line text-sm text-text-2">{page.description}</p>}
      <Facts
        facts={[
          { term: WORDS.agenda, detail: AGENDAS[page.agenda] },
          { term: WORDS.capability, detail: page.capability ?? NONE },
          { term: words.goals, detail: <Links things={page.goals} under="goals" /> },
          {
            term: words.promise,
            detail:
              effect === null || metric === null ? (
                NONE
              ) : (
                <span className="num">
                  <PageLink to={`/metrics/${encodeURIComponent(metric.key)}`} className="lnk">
                    {metric.title}
                  </PageLink>{' '}
                  {words[effect.direction](distanceText(effect.amount, metric.unit), localDateText(effect.by))}
                </span>
              ),
          },
          {
            term: words.work,
            detail: page.scope.length === 0 ? NONE : <span className="num">{workText(page)}</span>,
          },
          { term: words.needs, detail: <Links things={page.dependsOn} under="initiatives" /> },
          { term: WORDS.stage, detail: STAGES[page.stage] },
          ...(page.issue === null ? [] : [{ term: ISSUE.keptIn, detail: <Issue issue={page.issue} /> }]),
          { term: WORDS.owners, detail: <Owners owners={page.owners} /> },
        ]}
      />
    </section>
  );
}

function Shown({ page }: { readonly page: Page }) {
  return (
    <>
      <Numbers page={page} />
      <div className="mt-4 grid items-start gap-4 lg:grid-cols-2">
        <div className="min-w-0 space-y-4">
          <GatePanel page={page} />
          <WaiverPanel page={page} />
          <What page={page} />
        </div>
        <div className="min-w-0 space-y-4">
          <CasePanel page={page} />
          <BenefitsPanel page={page} />
        </div>
      </div>
    </>
  );
}

/** What does it take, what does it bring, may it go ahead, and did it keep its promise? */
export default function InitiativePage({ id }: { readonly id: string }) {
  const session = useResource<SessionState>('/session');
  const page = useResource<Page>(`/initiatives/${encodeURIComponent(id)}`);
  const controls = (
    <>
      {mayWrite(session.data) && (
        <PageLink to={`/initiatives/${encodeURIComponent(id)}/edit`} className="btn">
          {words.change}
        </PageLink>
      )}
      <ShareButton />
    </>
  );
  return (
    <>
      <PageHeading title={page.data?.title ?? WORDS.initiative} crumbs={<InitiativeCrumb />} controls={controls} />
      <Loaded resource={page} heights={[96, 320]}>
        {(data) => <Shown page={data} />}
      </Loaded>
    </>
  );
}
