import type { Catalogue, StandardMetric } from '@tandem/contracts/catalogue';
import { useResource } from '../../api/use-resource.js';
import { directionText } from '../../text/status-words.js';
import { Empty } from '../../ui/empty.js';
import { Facts } from '../../ui/facts.js';
import { Loaded } from '../../ui/loaded.js';
import { MetricListLinks } from '../../ui/metric-list-links.js';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { AdoptPanel } from './adopt-panel.js';
import { CatalogueCrumbs } from './catalogue-page.js';
import { DataState } from './data-state.js';
import { NeedsList } from './needs-list.js';
import { CATALOGUE } from './catalogue-words.js';

function Source({ source: { name, url } }: Pick<StandardMetric, 'source'>) {
  return url === null ? (
    <>{name}</>
  ) : (
    <a href={url} className="lnk" rel="noreferrer" target="_blank">
      {name}
    </a>
  );
}

function Definition({ metric }: { readonly metric: StandardMetric }) {
  const { formula, settlingDays } = metric;
  return (
    <section className="panel px-4 py-3" aria-labelledby="definition">
      <h2 id="definition" className="text-base font-semibold">
        {CATALOGUE.definition}
      </h2>
      <p className="mt-2 rounded bg-sunken px-2.5 py-2 text-xs leading-5">{formula.text}</p>
      <Facts
        facts={[
          { term: CATALOGUE.leavesOut, detail: formula.exclusions.length === 0 ? null : formula.exclusions.join('; ') },
          { term: CATALOGUE.trap, detail: metric.trap },
          { term: CATALOGUE.unit, detail: `${metric.unit}, ${CATALOGUE.decimals(metric.precision)}` },
          { term: CATALOGUE.better, detail: directionText(metric) },
          { term: CATALOGUE.window, detail: CATALOGUE.days(metric.windowDays) },
          {
            term: CATALOGUE.settles,
            detail: settlingDays === 0 ? CATALOGUE.atEndOfDay : CATALOGUE.later(settlingDays),
          },
          { term: CATALOGUE.slicedBy, detail: metric.dimensions.length === 0 ? null : metric.dimensions.join(', ') },
          { term: CATALOGUE.definedBy, detail: <Source source={metric.source} /> },
        ]}
      />
      <ul className="mt-3 space-y-1.5 border-t border-line pt-2.5 text-sm">
        {(['marketing', 'it'] as const).map((side) => (
          <li key={side} className="flex items-start gap-2">
            <span className="mt-0.5">
              <DepartmentBox side={side} />
            </span>
            <span>
              <span className="sr">{CATALOGUE.inWordsOf(departmentName(side))} </span>
              {metric.wording[side]}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Content({ metric, catalogue }: { readonly metric: StandardMetric; readonly catalogue: Catalogue }) {
  return (
    <div className="mt-4 grid items-start gap-4 lg:grid-cols-2">
      <Definition metric={metric} />
      <div className="space-y-4">
        <section className="panel px-4 py-3" aria-labelledby="needs">
          <div className="flex flex-wrap items-baseline justify-between gap-2">
            <h2 id="needs" className="text-base font-semibold">
              {CATALOGUE.whatItNeeds}
            </h2>
            <span className="text-sm">
              <DataState data={metric.data} />
            </span>
          </div>
          <NeedsList needs={metric.needs} />
        </section>
        {(metric.adopted.length > 0 || metric.namesakes.length > 0) && (
          <section className="panel px-4 py-3" aria-labelledby="in-use">
            <h2 id="in-use" className="text-base font-semibold">
              {CATALOGUE.hereAlready}
            </h2>
            <Facts
              facts={[
                {
                  term: CATALOGUE.adoptedAs,
                  detail: metric.adopted.length === 0 ? null : <MetricListLinks metrics={metric.adopted} />,
                },
                {
                  term: CATALOGUE.sameName,
                  detail:
                    metric.namesakes.length === 0 ? null : (
                      <>
                        <MetricListLinks metrics={metric.namesakes} />
                        {CATALOGUE.otherFormula}
                      </>
                    ),
                },
              ]}
            />
          </section>
        )}
        <AdoptPanel metric={metric} metricKeys={catalogue.metricKeys} owners={catalogue.owners} />
      </div>
    </div>
  );
}

/** One ready-made metric: what it says, what it needs, and the way to take it over. */
export default function StandardMetricPage({ metricKey }: { readonly metricKey: string }) {
  const catalogue = useResource<Catalogue>('/catalogue');
  const metric = catalogue.data?.metrics.find(({ key }) => key === metricKey);
  return (
    <>
      <PageHeading
        title={metric?.title ?? CATALOGUE.readyMadeMetric}
        crumbs={<CatalogueCrumbs inside />}
        controls={<ShareButton />}
      >
        {metric && <p className="max-w-[80ch] text-sm text-text-2">{metric.description}</p>}
      </PageHeading>
      <Loaded resource={catalogue} heights={[420, 320]}>
        {(data) =>
          metric === undefined ? (
            <Empty title={CATALOGUE.noSuch}>{CATALOGUE.noSuchText}</Empty>
          ) : (
            <Content key={metric.key} metric={metric} catalogue={data} />
          )
        }
      </Loaded>
    </>
  );
}
