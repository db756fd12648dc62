import type { SessionState } from '@tandem/contracts/access';
import type { InitiativeList, InitiativeRow, InitiativeSettingsAnswer } from '@tandem/contracts/initiatives';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { useParams } from '../../navigation/use-params.js';
import { NONE } from '../../text/number-text.js';
import { Choice } from '../../ui/choice.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { ExportMenu } from '../../ui/export-menu.js';
import { Loaded } from '../../ui/loaded.js';
import { Owners } from '../../ui/owners.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { BenefitMark, GateMark } from './gate-mark.js';
import { ImportPanel } from './import-panel.js';
import { InitiativeSections } from './initiative-sections.js';
import { AGENDAS, moneyText, monthText, shortFault, STAGES, VERDICTS, WORDS } from './initiative-words.js';
import { words } from './initiatives-page-words.js';
import { JiraPanel } from './jira-panel.js';
import { mayWrite } from './may-write.js';
import { RefusedPanel } from './refused-panel.js';

function columnsIn({ currency }: InitiativeSettingsAnswer): readonly Column<InitiativeRow>[] {
  return [
    {
      title: WORDS.initiative,
      cell: (row) => (
        <>
          <PageLink to={`/initiatives/${encodeURIComponent(row.id)}`} className="hit font-medium hover:underline">
            {row.title}
          </PageLink>
          <span className="block text-xs text-text-3">
            {AGENDAS[row.agenda]}
            {row.capability !== null && <> · {row.capability}</>} · {STAGES[row.stage]}
          </span>
        </>
      ),
    },
    {
      title: WORDS.gate,
      cell: ({ gate }) => (
        <>
          <GateMark verdict={gate.verdict} />
          {gate.faults.length > 0 && (
            <span className="block text-xs text-text-2">{gate.faults.map(shortFault).join(', ')}</span>
          )}
        </>
      ),
    },
    { title: WORDS.presentValue, align: 'right', cell: (row) => moneyText(row.netPresentValue, currency) },
    { title: WORDS.cost, align: 'right', cell: (row) => moneyText(row.cost, currency) },
    {
      title: WORDS.paysBack,
      align: 'right',
      cell: (row) => (row.netPresentValue === null ? NONE : monthText(row.paybackMonth)),
    },
    { title: words.teamWeeks, align: 'right', cell: (row) => row.teamWeeks ?? NONE },
    {
      title: WORDS.sinceLaunch,
      cell: ({ benefits }) => (benefits === null ? NONE : <BenefitMark verdict={benefits.verdict} />),
    },
    { title: WORDS.owners, cell: (row) => <Owners owners={row.owners} /> },
  ];
}

interface Option {
  readonly value: string;
  readonly label: string;
}

const agendaOptions = (): readonly Option[] => [
  { value: 'all', label: words.bothAgendas },
  ...(['it', 'businessTechnology'] as const).map((value) => ({ value, label: AGENDAS[value] })),
];
const gateOptions = (): readonly Option[] => [
  { value: 'all', label: words.whatever },
  ...(['pass', 'waived', 'fail'] as const).map((value) => ({ value, label: VERDICTS[value] })),
];

/** A choice that is a filter of the address. */
function Filter({ name, label, options }: { name: string; label: string; options: readonly Option[] }) {
  const { params, set } = useParams();
  const value = options.find((one) => one.value === params.get(name))?.value ?? 'all';
  return (
    <Choice
      label={label}
      value={value}
      options={options}
      onChange={(next) => set({ [name]: next === 'all' ? null : next })}
    />
  );
}

function List({ data }: { readonly data: InitiativeList }) {
  const { params } = useParams();
  const [agenda, gate] = [params.get('agenda'), params.get('gate')];
  const rows = data.initiatives.filter(
    (row) => (agenda === null || row.agenda === agenda) && (gate === null || row.gate.verdict === gate),
  );
  if (data.initiatives.length === 0) {
    return (
      <Empty title={WORDS.emptyTitle}>
        {WORDS.emptyText}{' '}
        <PageLink to="/initiatives/new" className="lnk">
          {words.take}
        </PageLink>
      </Empty>
    );
  }
  const { currency, discountRate, isRateStated, gate: limits } = data.settings;
  return (
    <>
      <p className="num mt-3 text-xs text-text-3">
        {words.shown(rows.length, data.initiatives.length)} · {currency} ·{' '}
        {isRateStated ? words.discounted(discountRate) : words.discountedUsual(discountRate)} ·{' '}
        {words.marginBy(limits.months)}
      </p>
      <div className="mt-2">
        <DataTable caption={WORDS.title} columns={columnsIn(data.settings)} rows={rows} rowKey={(row) => row.id} />
      </div>
    </>
  );
}

/** Which ideas are there, what does the gate say of them, what came of those that were launched? */
export default function InitiativesPage() {
  const { params, set } = useParams();
  const session = useResource<SessionState>('/session');
  const list = useResource<InitiativeList>('/initiatives');
  const isBringing = params.get('bring') === 'list';
  const controls = (
    <>
      <Filter name="agenda" label={words.whichAgenda} options={agendaOptions()} />
      <Filter name="gate" label={words.gateSays} options={gateOptions()} />
      {mayWrite(session.data) && (
        <>
          <button
            type="button"
            className="btn"
            aria-expanded={isBringing}
            onClick={() => set({ bring: isBringing ? null : 'list' })}
          >
            {words.bring}
          </button>
          <PageLink to="/initiatives/new" className="btn btn-primary">
            {words.take}
          </PageLink>
        </>
      )}
      <ExportMenu path="/initiatives" label={words.file} />
      <ShareButton />
    </>
  );
  return (
    <>
      <PageHeading title={WORDS.title} controls={controls}>
        <p className="mt-0.5 text-sm text-text-2">{words.lead}</p>
      </PageHeading>
      <InitiativeSections here="/initiatives" />
      {isBringing && mayWrite(session.data) && (
        <>
          <ImportPanel />
          <JiraPanel isAdministrator={session.data?.account?.role === 'administrator'} />
          <RefusedPanel />
        </>
      )}
      <Loaded resource={list} heights={[480]}>
        {(data) => <List data={data} />}
      </Loaded>
    </>
  );
}
