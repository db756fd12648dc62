import type { Catalogue, StandardMetric } from '@tandem/contracts/catalogue';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { useParams } from '../../navigation/use-params.js';
import { Choice } from '../../ui/choice.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { MetricListLinks } from '../../ui/metric-list-links.js';
import { Namesakes } from '../../ui/namesakes.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { DataState } from './data-state.js';
import { NeedsSummary } from './needs-list.js';
import { CATALOGUE } from './catalogue-words.js';
import { optionsOf } from '../../ui/options-of.js';
const families = ['service', 'conversion', 'delivery'] as const;

function columns(): readonly Column<StandardMetric>[] {
  return [
    {
      title: CATALOGUE.metric,
      cell: ({ key, title, description, namesakes }) => (
        <>
          <PageLink to={`/catalogue/${encodeURIComponent(key)}`} className="hit font-medium hover:underline">
            {title}
          </PageLink>
          <span className="block max-w-[70ch] text-xs text-text-3">{description}</span>
          <Namesakes metrics={namesakes} />
        </>
      ),
    },
    { title: CATALOGUE.unit, cell: ({ unit }) => <span className="text-text-2">{unit}</span> },
    { title: CATALOGUE.needs, names: true, cell: ({ needs }) => <NeedsSummary needs={needs} /> },
    { title: CATALOGUE.data, cell: ({ data }) => <DataState data={data} /> },
    {
      title: CATALOGUE.adoptedAs,
      names: true,
      cell: ({ adopted }) =>
        adopted.length === 0 ? (
          <span className="text-text-3">{CATALOGUE.notAdopted}</span>
        ) : (
          <MetricListLinks metrics={adopted} />
        ),
    },
  ];
}

export function CatalogueCrumbs({ inside = false }: { readonly inside?: boolean }) {
  return (
    <>
      <PageLink to="/metrics" className="hover:underline">
        {CATALOGUE.metrics}
      </PageLink>
      {inside && (
        <>
          {' '}
          <span aria-hidden="true">/</span>{' '}
          <PageLink to="/catalogue" className="hover:underline">
            {CATALOGUE.readyMade}
          </PageLink>
        </>
      )}
    </>
  );
}

function Families({ metrics }: { readonly metrics: readonly StandardMetric[] }) {
  if (metrics.length === 0) {
    return <Empty title={CATALOGUE.noneOfThese}>{CATALOGUE.noneText}</Empty>;
  }
  return families
    .filter((family) => metrics.some((metric) => metric.family === family))
    .map((family) => (
      <section key={family} className="mt-5" aria-labelledby={`family-${family}`}>
        <h2 id={`family-${family}`} className="mb-2 text-lg font-semibold">
          {CATALOGUE.families[family]}
        </h2>
        <DataTable
          caption={CATALOGUE.caption(CATALOGUE.families[family])}
          columns={columns()}
          rows={metrics.filter((metric) => metric.family === family)}
          rowKey={({ key }) => key}
        />
      </section>
    ));
}

/** Metrics whose definitions are written already: what each needs, whether that is here, and who uses it. */
export default function CataloguePage() {
  const { params, set } = useParams();
  const catalogue = useResource<Catalogue>('/catalogue');
  const family = params.get('family');
  const here = params.get('data') === 'here';
  return (
    <>
      <PageHeading
        title={CATALOGUE.readyMadeMetrics}
        crumbs={<CatalogueCrumbs />}
        controls={
          <>
            <Choice
              label={CATALOGUE.family}
              value={family ?? ''}
              options={optionsOf({ '': CATALOGUE.allFamilies, ...CATALOGUE.families })}
              onChange={(value) => set({ family: value === '' ? null : value })}
            />
            <Choice
              label={CATALOGUE.data}
              value={here ? 'here' : ''}
              options={[
                { value: '', label: CATALOGUE.withOrWithout },
                { value: 'here', label: CATALOGUE.states.arrived },
              ]}
              onChange={(value) => set({ data: value === '' ? null : value })}
            />
            <ShareButton />
          </>
        }
      >
        <p className="text-sm text-text-2">{CATALOGUE.intro}</p>
      </PageHeading>
      <Loaded resource={catalogue} heights={[420, 420]}>
        {({ metrics }) => (
          <Families
            metrics={metrics.filter(
              (metric) => (family === null || metric.family === family) && (!here || metric.data === 'arrived'),
            )}
          />
        )}
      </Loaded>
    </>
  );
}
