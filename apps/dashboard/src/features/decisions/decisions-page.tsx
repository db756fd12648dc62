import type { SessionState } from '@tandem/contracts/access';
import type { Decision, DecisionList } from '@tandem/contracts/decisions';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { useParams } from '../../navigation/use-params.js';
import { localDateText } from '../../text/time-text.js';
import { Choice } from '../../ui/choice.js';
import { Empty } from '../../ui/empty.js';
import { ExportMenu } from '../../ui/export-menu.js';
import { Glyph } from '../../ui/glyph.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { mayPropose } from '../proposal/may-propose.js';
import { GapsPanel } from '../talk/gaps-panel.js';
import { ActionsPanel } from './actions-panel.js';
import { GRADE_GLYPHS, GRADES, KINDS, LIST, promiseText, STATUS_GLYPHS, STATUSES, WORDS } from './decision-words.js';
import { SignatureMarks } from './signature-marks.js';

const FILTERS = ['current', 'waiting', 'all'] as const;

function isShown({ status }: Decision, filter: string): boolean {
  if (filter === 'all') return true;
  if (filter === 'waiting') return status === 'waiting' || status === 'draft';
  return status === 'waiting' || status === 'draft' || status === 'inForce';
}

function Row({ decision }: { readonly decision: Decision }) {
  const grade = decision.grades.at(-1);
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-[280px]">
        <PageLink to={`/decisions/${decision.id}`} className="font-semibold hover:underline">
          {decision.title}
        </PageLink>
        <p className="text-sm text-text-2">
          {KINDS[decision.kind]}
          {decision.about !== null && ` ${LIST.on(decision.about.title)}`}
          {decision.expiresOn !== null && `, ${LIST.until(localDateText(decision.expiresOn))}`}
        </p>
        {decision.effect && <p className="num text-sm text-text-2">{promiseText(decision.effect)}</p>}
      </div>
      <div className="flex flex-col gap-1 text-sm">
        <span className="inline-flex items-center gap-1.5">
          <Glyph name={STATUS_GLYPHS[decision.status]} />
          {STATUSES[decision.status]}
        </span>
        {grade && (
          <span className="inline-flex items-center gap-1.5 font-medium">
            <Glyph name={GRADE_GLYPHS[grade.grade]} />
            {GRADES[grade.grade]}
          </span>
        )}
        <SignatureMarks decision={decision} />
      </div>
    </li>
  );
}

function Decisions({ list }: { readonly list: DecisionList }) {
  const { params, set } = useParams();
  const filter = params.get('show') ?? 'current';
  const shown = list.decisions.filter((decision) => isShown(decision, filter));
  return (
    <section className="mt-4" aria-labelledby="decisions">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 id="decisions" className="text-base font-semibold">
          {WORDS.title}
        </h2>
        <Choice
          label={LIST.shown}
          value={filter}
          options={FILTERS.map((one) => ({ value: one, label: LIST.filters[one] }))}
          onChange={(value) => set({ show: value === 'current' ? null : value })}
        />
      </div>
      {shown.length === 0 ? (
        <p className="panel px-4 py-3 text-sm text-text-2">{LIST.noneMatches}</p>
      ) : (
        <ul className="panel divide-y divide-line" aria-label={WORDS.title}>
          {shown.map((decision) => (
            <Row key={decision.id} decision={decision} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** What both sides have decided and what came of it, who does what, and where they have stopped talking. */
export default function DecisionsPage() {
  const session = useResource<SessionState>('/session');
  const list = useResource<DecisionList>('/decisions');
  const may = mayPropose(session.data);
  const controls = (
    <>
      {may && (
        <PageLink to="/decisions/new" className="btn btn-primary">
          {WORDS.draft}
        </PageLink>
      )}
      <ExportMenu path="/decisions" label={LIST.file} />
      <ShareButton />
    </>
  );
  return (
    <>
      <PageHeading title={WORDS.title} controls={controls}>
        <p className="text-sm text-text-2">{LIST.lead}</p>
      </PageHeading>
      <Loaded resource={list} heights={[240]}>
        {(data) =>
          data.decisions.length === 0 ? <Empty title={LIST.none}>{LIST.noneHint}</Empty> : <Decisions list={data} />
        }
      </Loaded>
      <ActionsPanel mayAct={may} />
      <GapsPanel />
    </>
  );
}
