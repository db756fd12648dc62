import type { Behaviour, MetricPage } from '@tandem/contracts/metrics';
import { apiPath } from '../../navigation/address.js';
import { useParams } from '../../navigation/use-params.js';
import { valueText } from '../../text/number-text.js';
import { dateText } from '../../text/time-text.js';
import { ChartTable } from '../../ui/chart-table.js';
import { ChartTools, useTableView } from '../../ui/chart-tools.js';
import { BEHAVIOUR_HEIGHT, BehaviourChart } from './behaviour-chart.js';
import { behaviourMessage, pointsText, signalText } from './behaviour-message.js';
import { BEHAVIOUR_WORDS, CHART_WORDS } from './chart-words.js';
import { sourceLine } from './source-line.js';
import { useWidth } from './use-width.js';

const TABLE_HEIGHT = 240;

interface BehaviourTableProps {
  readonly behaviour: Behaviour;
  readonly unit: string;
  readonly timeZone: string;
}

function BehaviourTable({ behaviour, unit, timeZone }: BehaviourTableProps) {
  return (
    <ChartTable
      label={BEHAVIOUR_WORDS.asTable}
      caption={BEHAVIOUR_WORDS.caption}
      columns={[
        { title: BEHAVIOUR_WORDS.period, cell: ({ end }) => dateText(Date.parse(end) - 1, timeZone) },
        { title: BEHAVIOUR_WORDS.value, align: 'right', cell: ({ value }) => valueText(value, unit) },
        { title: BEHAVIOUR_WORDS.signal, cell: ({ signal }) => signalText(signal) },
      ]}
      rows={behaviour.points}
      rowKey={({ end }) => end}
      height={TABLE_HEIGHT}
    />
  );
}

function Drawn({ page, behaviour }: { readonly page: MetricPage; readonly behaviour: Behaviour }) {
  const { ref, width } = useWidth();
  const { asOf } = useParams();
  const asTable = useTableView('behaviour');
  const { metric, timeZone } = page;
  const { unit } = metric;
  const title = behaviourMessage(behaviour);
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <h2 id="behaviour" className="min-w-[12rem] flex-1 text-base font-semibold">
          {title}
        </h2>
        <ChartTools
          view="behaviour"
          file={{
            path: apiPath(`/metrics/${encodeURIComponent(metric.key)}/behaviour`, { asKnownAt: asOf }),
            label: BEHAVIOUR_WORDS.label(metric.title),
            image: {
              drawing: () => ref.current?.querySelector<SVGSVGElement>('figure > svg') ?? null,
              title: `${metric.title}: ${title}`,
              source: sourceLine(page),
              name: `${metric.key}-behaviour`,
            },
          }}
        />
      </div>
      <p className="text-xs text-text-3">
        {BEHAVIOUR_WORDS.limits(pointsText(behaviour), behaviour.baselinePoints)} {CHART_WORDS.rings}
      </p>
      <div ref={ref} className="mt-1" style={{ minHeight: BEHAVIOUR_HEIGHT }}>
        {asTable ? (
          <BehaviourTable behaviour={behaviour} unit={unit} timeZone={timeZone} />
        ) : (
          width > 0 && <BehaviourChart behaviour={behaviour} unit={unit} timeZone={timeZone} width={width} />
        )}
      </div>
    </>
  );
}

/** Real or noise? */
export function BehaviourPanel({ page }: { readonly page: MetricPage }) {
  return (
    <section className="panel px-4 py-3" aria-labelledby="behaviour">
      {page.behaviour === null ? (
        <>
          <h2 id="behaviour" className="text-base font-semibold">
            {BEHAVIOUR_WORDS.tooLittle}
          </h2>
          <p className="mt-1 text-sm text-text-2">{BEHAVIOUR_WORDS.needs}</p>
        </>
      ) : (
        <Drawn page={page} behaviour={page.behaviour} />
      )}
    </section>
  );
}
