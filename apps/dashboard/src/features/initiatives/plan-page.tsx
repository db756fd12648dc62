import type { SessionState } from '@tandem/contracts/access';
import type { InitiativePlan } from '@tandem/contracts/initiative-plan';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { useParams } from '../../navigation/use-params.js';
import { NONE } from '../../text/number-text.js';
import { Choice } from '../../ui/choice.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { ExportMenu } from '../../ui/export-menu.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { CapacityPanel } from './capacity-panel.js';
import { InitiativeSections } from './initiative-sections.js';
import { moneyText, WORDS } from './initiative-words.js';
import { mayWrite } from './may-write.js';
import { CAPACITY_EXAMPLE, cutText, words, type Titles } from './plan-words.js';
import { ScenariosPanel } from './scenarios-panel.js';

type Left = InitiativePlan['plan']['left'][number];
type Row = Pick<Left, 'id' | 'score'>;

const SCORINGS = ['wsjf', 'rice'] as const;
const PERCENTS = ['60', '80', '100', '120', '150', '200'];

function titlesOf({ titles, teams, settings }: InitiativePlan): Titles {
  const named = (things: readonly { readonly id: string; readonly title: string }[], id: string) =>
    things.find((one) => one.id === id)?.title ?? id;
  return { of: (id) => named(titles, id), team: (id) => named(teams, id), settings };
}

function columnsOf(titles: Titles): readonly Column<Row>[] {
  return [
    {
      title: WORDS.initiative,
      cell: ({ id }) => (
        <PageLink to={`/initiatives/${encodeURIComponent(id)}`} className="hit font-medium hover:underline">
          {titles.of(id)}
        </PageLink>
      ),
    },
    { title: words.score, align: 'right', cell: ({ score }) => (score === null ? NONE : scoreText(score.score)) },
  ];
}

function scoreText(score: number): string {
  return score.toFixed(score >= 100 ? 0 : 2);
}

function budgetText({ planned, limit, underWay }: InitiativePlan['plan']['budget'], currency: string): string | null {
  if (limit === null) return null;
  const [own, whole] = [moneyText(planned, currency), moneyText(limit, currency)];
  return /[1-9]/.test(underWay)
    ? words.budgetUnderWay(own, whole, moneyText(underWay, currency))
    : words.budgetPlanned(own, whole);
}

/** What the plan is worth, and how sure it is that there is none better. */
function Worth({ data }: { readonly data: InitiativePlan }) {
  const { plan, terms, settings } = data;
  const value = scoreText(plan.value);
  return (
    <p className="num mt-3 text-sm">
      {words.worth(plan.chosen.length, plan.left.length, value, words.worths[terms.scoring])}{' '}
      {plan.isBest ? words.best : words.bound(scoreText(plan.bound))} {budgetText(plan.budget, settings.currency)}
    </p>
  );
}

function Shown({ data, canKeep }: { readonly data: InitiativePlan; readonly canKeep: boolean }) {
  const titles = titlesOf(data);
  const columns = columnsOf(titles);
  const leftColumns: readonly Column<Left>[] = [
    ...columns,
    {
      title: words.cut,
      names: true,
      cell: ({ cuts }) => (
        <ul className="num space-y-0.5 text-text-2">
          {cuts.map((cut, index) => (
            <li key={index}>{cutText(cut, titles)}</li>
          ))}
        </ul>
      ),
    },
  ];
  if (data.settings.capacity.length === 0) {
    return (
      <>
        <Empty title={words.noCapacity}>
          {words.noCapacityText}{' '}
          <PageLink to="/settings/initiatives" className="lnk">
            {words.sayCapacity}
          </PageLink>
        </Empty>
        <pre className="panel mt-3 overflow-auto px-4 py-3 text-xs" tabIndex={0}>
          {CAPACITY_EXAMPLE}
        </pre>
      </>
    );
  }
  return (
    <>
      <Worth data={data} />
      <h2 className="mt-4 text-base font-semibold">{words.in}</h2>
      <div className="mt-2">
        <DataTable caption={words.in} columns={columns} rows={data.plan.chosen} rowKey={({ id }) => id} />
      </div>
      <h2 className="mt-4 text-base font-semibold">{words.out}</h2>
      <div className="mt-2">
        <DataTable caption={words.out} columns={leftColumns} rows={data.plan.left} rowKey={({ id }) => id} />
      </div>
      <CapacityPanel data={data} />
      <ScenariosPanel data={data} titles={titles} canKeep={canKeep} />
    </>
  );
}

/** What fits, and what would have to be different for the rest? */
export default function PlanPage() {
  const { params, set } = useParams();
  const session = useResource<SessionState>('/session');
  const query = new URLSearchParams(
    ['scoring', 'capacityPercent', 'budget'].flatMap((name) => {
      const value = params.get(name);
      return value === null || value === '' ? [] : [[name, value]];
    }),
  ).toString();
  const path = `/initiatives/plan${query === '' ? '' : `?${query}`}`;
  const plan = useResource<InitiativePlan>(path);
  const controls = (
    <>
      <Choice
        label={words.score}
        value={params.get('scoring') ?? 'wsjf'}
        options={SCORINGS.map((value) => ({ value, label: words.byScore[value] }))}
        onChange={(value) => set({ scoring: value === 'wsjf' ? null : value })}
      />
      <Choice
        label={words.capacity}
        value={params.get('capacityPercent') ?? '100'}
        options={PERCENTS.map((value) => ({ value, label: words.percent(value) }))}
        onChange={(value) => set({ capacityPercent: value === '100' ? null : value })}
      />
      <input
        className="field num w-32"
        aria-label={words.budgetLabel}
        placeholder={words.budget}
        inputMode="decimal"
        value={params.get('budget') ?? ''}
        onChange={(event) => set({ budget: event.target.value === '' ? null : event.target.value })}
      />
      <ExportMenu path={path} label={words.file} />
      <ShareButton />
    </>
  );
  return (
    <>
      <PageHeading title={words.title} controls={controls}>
        <p className="mt-0.5 text-sm text-text-2">{words.lead}</p>
      </PageHeading>
      <InitiativeSections here="/initiatives/plan" />
      <Loaded resource={plan} heights={[240, 240]}>
        {(data) => <Shown data={data} canKeep={mayWrite(session.data)} />}
      </Loaded>
    </>
  );
}
