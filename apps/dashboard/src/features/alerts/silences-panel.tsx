import type { SilenceItem, SilenceList } from '@tandem/contracts/alert-handling';
import { useResource } from '../../api/use-resource.js';
import { momentText } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Unanswered } from '../../ui/loaded.js';
import { sliceText } from './alert-words.js';
import { ALERT_LIST } from './alert-list-words.js';

function silencedText({ guardrail, metric, slice }: SilenceItem): string {
  const what = guardrail?.title ?? ALERT_LIST.everyGuardrail(metric?.title ?? null);
  return slice === null ? what : ALERT_LIST.only(what, sliceText(slice) ?? '');
}

function columns(): readonly Column<SilenceItem>[] {
  return [
    { title: ALERT_LIST.silenced, cell: silencedText },
    {
      title: ALERT_LIST.until,
      cell: ({ endsAt }) => <span className="num whitespace-nowrap">{momentText(endsAt)}</span>,
    },
    { title: ALERT_LIST.why, cell: ({ reason }) => <span className="text-text-2">{reason}</span> },
    { title: ALERT_LIST.by, cell: ({ madeBy }) => <span className="text-text-2">{madeBy}</span> },
  ];
}

/** What nobody is told of at present, and until when; nothing is shown where nothing is silenced. */
export function SilencesPanel() {
  const resource = useResource<SilenceList>('/silences');
  const holding = (resource.data?.silences ?? []).filter(({ endedAt }) => endedAt === null);
  if (holding.length === 0) return <Unanswered resource={resource} part={ALERT_LIST.silences} />;
  return (
    <section className="mt-6" aria-labelledby="silences">
      <h2 id="silences" className="text-lg font-semibold">
        {ALERT_LIST.silences}
      </h2>
      <p className="mb-2 text-sm text-text-2">{ALERT_LIST.meanwhile}</p>
      <DataTable caption={ALERT_LIST.holding} columns={columns()} rows={holding} rowKey={({ id }) => id} />
    </section>
  );
}
