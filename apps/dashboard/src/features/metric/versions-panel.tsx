import type { SessionState } from '@tandem/contracts/access';
import type { MetricPage } from '@tandem/contracts/metrics';
import type { MetricVersion, MetricVersionList, Proposal, ProposalList } from '@tandem/contracts/proposals';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { departmentName, DepartmentBox } from '../../ui/owners.js';
import { timeText, dateText } from '../../text/time-text.js';
import { mayPropose } from '../proposal/may-propose.js';
import { Unanswered } from '../../ui/loaded.js';
import { FieldChanges } from './field-changes.js';
import { ProposalPanel } from './proposal-panel.js';
import { VERSION_WORDS } from './versions-words.js';

function Signatures({ version, timeZone }: { readonly version: MetricVersion; readonly timeZone: string }) {
  if (version.signatures.length === 0) {
    const why = version.version === 1 ? VERSION_WORDS.first : VERSION_WORDS.notSigned;
    return <p className="mt-1 text-xs text-text-3">{why}</p>;
  }
  return (
    <ul className="mt-1 space-y-0.5 text-xs text-text-2">
      {version.signatures.map(({ side, by, at }) => (
        <li key={side} className="flex flex-wrap items-center gap-1.5">
          <DepartmentBox side={side} />
          <span>
            <span className="sr">{departmentName(side)}: </span>
            {by.name}, <span className="num">{timeText(at, timeZone)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Version({ version, timeZone }: { readonly version: MetricVersion; readonly timeZone: string }) {
  const upcoming = !version.inForce && version.validTo === null;
  const standing = version.inForce ? VERSION_WORDS.inForce : upcoming ? VERSION_WORDS.toCome : VERSION_WORDS.answers;
  return (
    <li className="border-t border-line py-2 first:border-t-0 first:pt-1">
      <p className="flex flex-wrap items-baseline justify-between gap-x-2 text-sm">
        <span className="num font-medium">{VERSION_WORDS.version(version.version)}</span>
        <span className="num text-xs text-text-3">
          {VERSION_WORDS.fromTo(
            standing,
            dateText(version.validFrom, timeZone),
            version.validTo === null ? null : dateText(version.validTo, timeZone),
          )}
        </span>
      </p>
      {version.reason !== null && <p className="mt-0.5 text-sm text-text-2">{version.reason}</p>}
      <FieldChanges fields={version.fields} />
      <Signatures version={version} timeZone={timeZone} />
    </li>
  );
}

/** Which definition answers for which time, who has signed it, and what waits for a signature. */
export default function VersionsPanel({ page }: { readonly page: MetricPage }) {
  const path = `/metrics/${encodeURIComponent(page.metric.key)}`;
  const list = useResource<MetricVersionList>(`${path}/versions`);
  const versions = list.data?.versions ?? [];
  const proposals = useResource<ProposalList>(`${path}/proposals`).data?.proposals ?? [];
  const session = useResource<SessionState>('/session').data;
  const open: Proposal | undefined = proposals.find(({ state }) => state === 'open');
  if (versions.length === 0) return <Unanswered resource={list} part={VERSION_WORDS.title} />;
  return (
    <section className="panel px-4 py-3" aria-labelledby="versions">
      <div className="flex items-baseline justify-between gap-2">
        <h2 id="versions" className="text-base font-semibold">
          {VERSION_WORDS.title}
        </h2>
        {session?.account?.role === 'administrator' && (
          <PageLink to={`${path}/edit`} className="lnk noprint ml-auto text-sm">
            {VERSION_WORDS.wordsAndUse}
          </PageLink>
        )}
        {open === undefined && mayPropose(session) && (
          <PageLink to={`${path}/propose`} className="lnk noprint text-sm">
            {VERSION_WORDS.propose}
          </PageLink>
        )}
      </div>
      {open && <ProposalPanel proposal={open} timeZone={page.timeZone} />}
      <ol className="mt-1" aria-label={VERSION_WORDS.label}>
        {versions.map((version) => (
          <Version key={version.version} version={version} timeZone={page.timeZone} />
        ))}
      </ol>
    </section>
  );
}
