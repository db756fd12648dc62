import type { InitiativeMap } from '@tandem/contracts/initiatives';
import type { ReactNode } from 'react';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { NONE, shareText } from '../../text/number-text.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { InitiativeSections } from './initiative-sections.js';
import { AGENDAS, moneyText, WORDS } from './initiative-words.js';
import { words } from './map-words.js';

type Cell = InitiativeMap['map']['cells'][number];
type Sum = Pick<Cell, 'ids' | 'spend' | 'withoutCost'>;

const DEEPEST = 0.12;

/** The spend as text; the tone behind it is the same once more, for a quick look. */
function SpendCell({
  sum,
  most,
  data,
}: {
  readonly sum: Sum | undefined;
  readonly most: number;
  readonly data: InitiativeMap;
}) {
  if (sum === undefined) return <td className="border-l border-line px-3 py-2 align-top text-text-3">{NONE}</td>;
  const share = most === 0 || sum.spend === null ? 0 : Number(sum.spend) / most;
  const background = `color-mix(in srgb, var(--accent) ${Math.round(share * DEEPEST * 100)}%, transparent)`;
  return (
    <td className="num names border-l border-line px-3 py-2 align-top" style={{ background }}>
      <b className="font-semibold">{moneyText(sum.spend, data.settings.currency)}</b>
      <span className="block text-xs text-text-2">
        {sum.ids.map((id) => (
          <span key={id} className="block">
            <PageLink to={`/initiatives/${encodeURIComponent(id)}`} className="lnk">
              {data.initiatives.find((one) => one.id === id)?.title ?? id}
            </PageLink>
          </span>
        ))}
        {sum.withoutCost > 0 && words.withoutCost(sum.withoutCost)}
      </span>
    </td>
  );
}

function HeatMap({ data }: { readonly data: InitiativeMap }) {
  const { map, goals } = data;
  const most = Math.max(0, ...map.cells.map(({ spend }) => Number(spend ?? '0')));
  const goalTitle = (id: string | null) =>
    id === null ? words.noGoal : (goals.find((goal) => goal.id === id)?.title ?? id);
  return (
    <div className="panel mt-4 overflow-x-auto" role="region" aria-label={words.region} tabIndex={0}>
      <table className="w-full text-sm">
        <caption className="sr">{words.caption}</caption>
        <thead className="text-left text-xs text-text-3">
          <tr>
            <th scope="col" className="min-w-[140px] px-4 py-2 font-medium">
              {WORDS.capability}
            </th>
            {map.goals.map((goal) => (
              <th key={goal ?? ''} scope="col" className="names border-l border-line px-3 py-2 font-medium">
                {goalTitle(goal)}
              </th>
            ))}
            <th scope="col" className="border-l border-line px-3 py-2 font-medium">
              {words.inAll}
            </th>
          </tr>
        </thead>
        <tbody>
          {map.byCapability.map(({ capability, spend }) => (
            <tr key={capability ?? ''} className="border-t border-line">
              <th scope="row" className="px-4 py-2 text-left align-top font-medium">
                {capability ?? words.noCapability}
              </th>
              {map.goals.map((goal) => (
                <SpendCell
                  key={goal ?? ''}
                  sum={map.cells.find((cell) => cell.capability === capability && cell.goal === goal)}
                  most={most}
                  data={data}
                />
              ))}
              <td className="num border-l border-line px-3 py-2 align-top">
                {moneyText(spend, data.settings.currency)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How the money divides between the two agendas, as numbers with a bar. */
function Agendas({ data }: { readonly data: InitiativeMap }) {
  const { byAgenda } = data.map;
  const whole = byAgenda.reduce((sum, { spend }) => sum + Number(spend ?? '0'), 0);
  return (
    <Panel title={words.agendas}>
      <dl className="mt-2 space-y-2 text-sm">
        {byAgenda.map(({ agenda, ids, spend, withoutCost }) => {
          const share = whole === 0 ? 0 : Number(spend ?? '0') / whole;
          return (
            <div key={agenda}>
              <dt className="font-medium">{AGENDAS[agenda]}</dt>
              <dd className="num text-text-2">
                {moneyText(spend, data.settings.currency)}, {shareText(share)} · {words.count(ids.length)}
                {withoutCost > 0 && `, ${words.withoutCost(withoutCost)}`}
                <span className="mt-1 block h-2 rounded bg-sunken" aria-hidden="true">
                  <span className="block h-2 rounded" style={{ width: `${share * 100}%`, background: 'var(--ink)' }} />
                </span>
              </dd>
            </div>
          );
        })}
      </dl>
    </Panel>
  );
}

function Panel({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="panel min-w-0 px-4 py-3">
      <h2 className="text-base font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Without({
  title,
  ids,
  things,
  under,
  none,
}: {
  title: string;
  ids: readonly string[];
  things: InitiativeMap['goals'];
  under: string;
  none: string;
}) {
  return (
    <Panel title={title}>
      {ids.length === 0 && <p className="mt-1 text-sm text-text-2">{none}</p>}
      <ul className="mt-1 space-y-1 text-sm">
        {ids.map((id) => (
          <li key={id}>
            <PageLink to={`/${under}/${encodeURIComponent(id)}`} className="lnk">
              {things.find((thing) => thing.id === id)?.title ?? id}
            </PageLink>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Shown({ data }: { readonly data: InitiativeMap }) {
  if (data.initiatives.length === 0) return <Empty title={WORDS.emptyTitle}>{WORDS.emptyText}</Empty>;
  return (
    <>
      <HeatMap data={data} />
      <p className="mt-1 text-xs text-text-3">{words.rule}</p>
      <div className="mt-4 grid items-start gap-4 lg:grid-cols-3">
        <Agendas data={data} />
        <Without
          title={words.goalsWithout}
          ids={data.map.goalsWithout}
          things={data.goals}
          under="goals"
          none={words.everyGoal}
        />
        <Without
          title={words.initiativesWithout}
          ids={data.map.initiativesWithout}
          things={data.initiatives}
          under="initiatives"
          none={words.everyInitiative}
        />
      </div>
    </>
  );
}

/** Where does the money go, and what has neither money nor aim? */
export default function MapPage() {
  const map = useResource<InitiativeMap>('/initiatives/map');
  return (
    <>
      <PageHeading title={words.title} controls={<ShareButton />}>
        <p className="mt-0.5 text-sm text-text-2">{words.lead}</p>
      </PageHeading>
      <InitiativeSections here="/initiatives/map" />
      <Loaded resource={map} heights={[320, 160]}>
        {(data) => <Shown data={data} />}
      </Loaded>
    </>
  );
}
