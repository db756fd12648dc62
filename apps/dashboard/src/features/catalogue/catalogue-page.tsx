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

const FAMILIES: Record<StandardMetric['family'], string> = {
  service: 'Service levels',
  conversion: 'Conversion',
  delivery: 'Delivery',
};
const families = ['service', 'conversion', 'delivery'] as const;

const COLUMNS: readonly Column<StandardMetric>[] = [
  {
    title: 'Metric',
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
  { title: 'Unit', cell: ({ unit }) => <span className="text-text-2">{unit}</span> },
  { title: 'Needs', cell: ({ needs }) => <NeedsSummary needs={needs} /> },
  { title: 'Data', cell: ({ data }) => <DataState data={data} /> },
  {
    title: 'Adopted as',
    cell: ({ adopted }) =>
      adopted.length === 0 ? <span className="text-text-3">not adopted</span> : <MetricListLinks metrics={adopted} />,
  },
];

export function CatalogueCrumbs({ inside = false }: { readonly inside?: boolean }) {
  return (
    <>
      <PageLink to="/metrics" className="hover:underline">
        Metrics
      </PageLink>
      {inside && (
        <>
          {' '}
          <span aria-hidden="true">/</span>{' '}
          <PageLink to="/catalogue" className="hover:underline">
            Ready-made
          </PageLink>
        </>
      )}
    </>
  );
}

function Families({ metrics }: { readonly metrics: readonly StandardMetric[] }) {
  if (metrics.length === 0) {
    return (
      <Empty title="None of these">
        No ready-made metric fits this choice. As soon as a source delivers what one needs, it stands here.
      </Empty>
    );
  }
  return families
    .filter((family) => metrics.some((metric) => metric.family === family))
    .map((family) => (
      <section key={family} className="mt-5" aria-labelledby={`family-${family}`}>
        <h2 id={`family-${family}`} className="mb-2 text-lg font-semibold">
          {FAMILIES[family]}
        </h2>
        <DataTable
          caption={`Ready-made metrics: ${FAMILIES[family]}`}
          columns={COLUMNS}
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
        title="Ready-made metrics"
        crumbs={<CatalogueCrumbs />}
        controls={
          <>
            <Choice
              label="Family"
              value={family ?? ''}
              options={[
                { value: '', label: 'All families' },
                ...families.map((value) => ({ value, label: FAMILIES[value] })),
              ]}
              onChange={(value) => set({ family: value === '' ? null : value })}
            />
            <Choice
              label="Data"
              value={here ? 'here' : ''}
              options={[
                { value: '', label: 'With or without data' },
                { value: 'here', label: 'Data is there' },
              ]}
              onChange={(value) => set({ data: value === '' ? null : value })}
            />
            <ShareButton />
          </>
        }
      >
        <p className="text-sm text-text-2">
          Definitions that avoid the known traps. Whether their data is there is told of today, by the newest records.
        </p>
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
