import type { StandardMetric } from '@tandem/contracts/catalogue';
import { PageLink } from '../../navigation/page-link.js';
import { Glyph } from '../../ui/glyph.js';
import { CATALOGUE } from './catalogue-words.js';

type Need = StandardMetric['needs'][number];
type StreamNeed = Extract<Need, { stream: string }>;
type Field = StreamNeed['fields'][number];

function fieldText({ field, value }: Field): string {
  return value === undefined ? field : `${field}: ${value}`;
}

/** Whether records that count were looked at: of a field of others nothing is known. */
function isKnown({ fields }: StreamNeed, { value }: Field): boolean {
  return value !== undefined || fields.some((other) => other.value === undefined && other.arrived);
}

function Sources({ sources }: { readonly sources: StreamNeed['sources'] }) {
  if (sources.length === 0) return <>{CATALOGUE.need.noSource}</>;
  return (
    <>
      {CATALOGUE.need.from}{' '}
      {sources.map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <PageLink to={`/sources/${encodeURIComponent(id)}`} className="lnk">
            {name}
          </PageLink>
        </span>
      ))}
    </>
  );
}

function FieldMark({ field, known }: { readonly field: Field; readonly known: boolean }) {
  const missing =
    field.optional === true ? CATALOGUE.need.notNeeded : known ? CATALOGUE.need.missing : CATALOGUE.need.notSeen;
  return (
    <li className="flex items-center gap-1.5">
      <Glyph name={field.arrived ? 'onTrack' : 'none'} size={12} />
      <code className={field.arrived ? '' : 'text-text-3'}>{fieldText(field)}</code>
      <span className={field.arrived ? 'sr' : 'text-xs text-text-3'}>
        {field.arrived ? CATALOGUE.need.arrived : missing}
      </span>
    </li>
  );
}

/** What a metric needs, field by field, with what has arrived. */
export function NeedsList({ needs }: { readonly needs: readonly Need[] }) {
  return (
    <ul className="mt-2 space-y-3 text-sm">
      {needs.map((need) =>
        'metrics' in need ? (
          need.metrics.map(({ key, exists }) => (
            <li key={key} className="flex items-center gap-1.5">
              <Glyph name={exists ? 'onTrack' : 'none'} size={12} />
              <span>
                {CATALOGUE.need.theMetric} <code>{key}</code>,{' '}
                {exists ? CATALOGUE.need.isThere : CATALOGUE.need.isNotThere}
              </span>
            </li>
          ))
        ) : (
          <li key={`${need.stream} ${need.fields.map(fieldText).join()}`}>
            <p>
              {CATALOGUE.need.stream} <code>{need.stream}</code>, <Sources sources={need.sources} />
            </p>
            <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 pl-1">
              {need.fields.map((field) => (
                <FieldMark key={fieldText(field)} field={field} known={isKnown(need, field)} />
              ))}
            </ul>
          </li>
        ),
      )}
    </ul>
  );
}

/** What of a stream is not there, in a few words; null when all of it is. */
function lacking({ sources, fields, met }: StreamNeed): string | null {
  if (met) return null;
  if (sources.length === 0) return CATALOGUE.need.fromNone;
  const missing = fields.filter(({ arrived, optional }) => !arrived && optional !== true);
  const values = missing.filter(({ value }) => value !== undefined);
  const chosen = fields.filter(({ value }) => value !== undefined);
  // Records of other values say nothing about the fields of those that are not there.
  if (values.length > 0) return CATALOGUE.need.lacks(values.map(fieldText).join(', '));
  const none =
    chosen.length > 1 && missing.length === fields.filter(({ value, optional }) => !value && !optional).length;
  return none
    ? CATALOGUE.need.noneWith(chosen.map(fieldText))
    : CATALOGUE.need.lacks(missing.map(fieldText).join(', '));
}

/** The same in a few words, for a list: what is missing, or where it comes from. */
export function NeedsSummary({ needs }: { readonly needs: readonly Need[] }) {
  return (
    <ul className="space-y-0.5 text-text-2">
      {needs.map((need) => {
        if ('metrics' in need) {
          const keys = need.metrics.map(({ key }) => key).join(', ');
          return (
            <li key={keys}>
              <code>{keys}</code>
              {!need.met && <span className="text-text-3"> {CATALOGUE.need.notThereYet}</span>}
            </li>
          );
        }
        return (
          <li key={`${need.stream} ${need.fields.map(fieldText).join()}`}>
            <code>{need.stream}</code>{' '}
            <span className="text-text-3">
              {lacking(need) ?? CATALOGUE.need.fromSources(need.sources.map(({ name }) => name).join(', '))}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
