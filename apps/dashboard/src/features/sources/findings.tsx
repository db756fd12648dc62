import type { SourceFindings } from '@tandem/contracts/sources';
import { useResource } from '../../api/use-resource.js';
import { momentText } from '../../text/time-text.js';
import { Unanswered } from '../../ui/loaded.js';
import { SOURCE } from './source-page-words.js';

/** What was noticed beside the rows: fields that came, went or changed. Nothing is said while there is nothing. */
export function Findings({ path }: { readonly path: string }) {
  const resource = useResource<SourceFindings>(`${path}/findings`);
  const findings = resource.data?.findings ?? [];
  if (findings.length === 0) return <Unanswered resource={resource} part={SOURCE.noticed} />;
  return (
    <section className="panel mt-3 px-4 py-3" aria-labelledby="noticed">
      <h2 id="noticed" className="text-base font-semibold">
        {SOURCE.noticed}
      </h2>
      <ul className="mt-1 max-h-72 overflow-y-auto text-sm" tabIndex={0} aria-labelledby="noticed">
        {findings.map(({ run, kind, stream, field, message, seenAt }) => (
          <li key={`${run} ${kind} ${stream} ${field ?? ''} ${message}`} className="break-words py-0.5">
            {message} <span className="num text-xs text-text-3">{momentText(seenAt)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
