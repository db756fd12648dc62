import type { GoalHistory as History, GoalPage } from '@tandem/contracts/goals';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { useParams } from '../../navigation/use-params.js';
import { numberText } from '../../text/number-text.js';
import { statusLabel } from '../../text/status-words.js';
import { dateText, timeText } from '../../text/time-text.js';
import { BRAND } from '../../ui/brand.js';
import { Loaded } from '../../ui/loaded.js';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { FieldChanges } from '../metric/field-changes.js';
import { words as checkIns } from './check-in-words.js';
import { actionText, words } from './goal-agreement-words.js';
import { fieldsInWords, words as shared } from './goal-words.js';

type Version = History['versions'][number];

function Moved({ version, goal }: { readonly version: Version; readonly goal: GoalPage }) {
  if (version.moved.length === 0) return null;
  return (
    <ul className="mt-1 space-y-0.5 text-xs">
      {version.moved.map((aim) => {
        const metric = goal.keyResults.find(({ id }) => id === aim.keyResult)?.metric.title ?? aim.keyResult;
        const stood = statusLabel(aim.status, aim.reason).toLowerCase();
        return (
          <li key={aim.keyResult} className={aim.missed ? 'font-medium text-warn' : 'text-text-3'}>
            {aim.missed ? words.movedAfterMiss(metric, stood) : words.stoodThen(metric, stood)}
            {aim.value !== null && aim.target !== null && (
              <span className="num"> {words.at(numberText(aim.value), numberText(aim.target))}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Versions({ history, goal }: { readonly history: History; readonly goal: GoalPage }) {
  return (
    <ol className="mt-2 space-y-3">
      {history.versions.map((version) => (
        <li key={version.version} className="text-sm">
          <p>
            <b className="font-semibold">{words.version(version.version)}</b>{' '}
            <span className="num text-text-3">
              {words.from(dateText(version.validFrom, goal.timeZone))}
              {version.inForce && ` · ${words.holdsNow}`}
            </span>
          </p>
          {version.reason !== null && <p className="text-text-2">{version.reason}</p>}
          {version.signatures.length > 0 && (
            <p className="text-xs text-text-2">
              {words.signatures(
                version.signatures.map(({ by, side }) => `${by.name} (${departmentName(side)})`).join(shared.and),
              )}
            </p>
          )}
          <FieldChanges fields={fieldsInWords(version.fields, goal)} />
          <Moved version={version} goal={goal} />
        </li>
      ))}
    </ol>
  );
}

function Entries({ history, goal }: { readonly history: History; readonly goal: GoalPage }) {
  return (
    <ol className="mt-2 space-y-1.5 text-xs">
      {history.entries.map((entry) => (
        <li key={entry.sequence} className="flex flex-wrap items-baseline gap-x-2">
          <span className="num text-text-3">{timeText(entry.at, goal.timeZone)}</span>
          {entry.side && <DepartmentBox side={entry.side} />}
          <span>
            {entry.by.name === 'apply' ? BRAND : entry.by.name} {actionText(entry.action)}
            {entry.confidence !== null && `: ${checkIns.of10(entry.confidence)}`}
          </span>
          {entry.said !== null && entry.said !== '' && <span className="text-text-2">“{entry.said}”</span>}
          <span className="num ml-auto text-text-3" title={entry.hash}>
            {words.number(entry.sequence, entry.hash.slice(0, 8))}
          </span>
          {entry.fields.length > 0 && (
            <div className="basis-full pl-3">
              <FieldChanges fields={fieldsInWords(entry.fields, goal)} />
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}

/** What was agreed and when, with every step; each step has its number and hash in the audit chain. */
export function GoalHistory({ goal }: { readonly goal: GoalPage }) {
  const { asOf } = useParams();
  const history = useResource<History>(apiPath(`/goals/${encodeURIComponent(goal.id)}/history`, { asKnownAt: asOf }));
  return (
    <section className="panel mt-4 px-4 py-3" aria-labelledby="history">
      <h2 id="history" className="text-base font-semibold">
        {words.history}
      </h2>
      <Loaded resource={history} heights={[80]}>
        {(data) => (
          <>
            <Versions history={data} goal={goal} />
            <details className="mt-3">
              <summary className="lnk cursor-pointer text-sm">{words.everyStep}</summary>
              <Entries history={data} goal={goal} />
              {data.more && <p className="mt-1 text-xs text-text-3">{words.earlier}</p>}
            </details>
          </>
        )}
      </Loaded>
    </section>
  );
}
