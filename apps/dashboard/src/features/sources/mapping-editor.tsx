import type { DiscoverAnswer } from '@tandem/contracts/connectors';
import type { MetricChoices } from '@tandem/contracts/metric-form';
import { useState } from 'react';
import { useResource } from '../../api/use-resource.js';
import { SelectField } from '../../ui/select-field.js';
import { fieldLabel, STREAM_LABELS } from '../metric-form/metric-form-words.js';
import {
  dimensionsOf,
  jsonOf,
  keyColumns,
  mappingsIn,
  newMapping,
  NO_SOURCE,
  sourceView,
  usesOf,
  withDimension,
  withField,
  withKeyColumns,
  type MappingJson,
} from './mapping-edit.js';
import { MappingFields } from './mapping-fields.js';
import { MappingRules } from './mapping-rules.js';
import { Unanswered } from '../../ui/loaded.js';
import { MAPPING } from './mapping-words.js';

export type Sample = NonNullable<DiscoverAnswer['sample']>;
export type StreamFields = MetricChoices['streams'][number]['fields'];

interface OneProps {
  readonly mapping: MappingJson;
  readonly change: (mapping: MappingJson) => void;
  readonly sample: Sample;
  readonly streams: MetricChoices['streams'];
}

const rowsShown = 6;

interface RowsProps {
  readonly sample: Sample;
  readonly mapping: MappingJson;
  readonly chosen: string | null;
  readonly onChoose: (column: string) => void;
}

/** The first rows; the name of a column is a button, and below it stands what the column is already. */
function Rows({ sample, mapping, chosen, onChoose }: RowsProps) {
  return (
    <div className="overflow-x-auto rounded border border-line" role="region" aria-label={MAPPING.rows} tabIndex={0}>
      <table className="w-full text-xs">
        <caption className="sr">{MAPPING.rows}</caption>
        <thead>
          <tr className="border-b border-line bg-sunken text-left align-top">
            {sample.columns.map((column) => {
              const uses = usesOf(mapping, column);
              return (
                <th key={column} scope="col" className="px-2 py-1.5 font-normal">
                  <button
                    type="button"
                    className="btn !h-7 whitespace-nowrap !px-2 text-xs"
                    aria-pressed={chosen === column}
                    onClick={() => onChoose(column)}
                  >
                    {column}
                  </button>
                  <span
                    className={`block whitespace-nowrap pt-1 ${uses.length ? 'font-medium text-ok' : 'text-text-3'}`}
                  >
                    {uses.length ? `→ ${uses.map(fieldLabel).join(', ')}` : '–'}
                  </span>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody className="num">
          {sample.rows.slice(0, rowsShown).map((row, index) => (
            <tr key={index} className="border-t border-line">
              {sample.columns.map((column, place) => (
                <td key={column} className="max-w-[220px] truncate px-2 py-1">
                  {row[place] ?? ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ColumnChoiceProps extends Pick<OneProps, 'mapping' | 'change'> {
  readonly column: string;
  readonly fields: StreamFields;
}

/** What one column is: a field, an attribute to slice by, or part of the key. */
function ColumnChoice({ column, mapping, change, fields }: ColumnChoiceProps) {
  const isRead = (value: unknown): boolean => {
    const view = sourceView(value);
    return view.from === 'column' && view.text === column;
  };
  const members = Object.entries((mapping['fields'] ?? {}) as Readonly<Record<string, unknown>>);
  const field = members.find(([, value]) => isRead(value))?.[0];
  const dimension = dimensionsOf(mapping).find(({ view }) => view.from === 'column' && view.text === column)?.name;
  const keys = keyColumns(mapping);
  const value = field ? `field:${field}` : dimension ? 'slice' : '';
  const typeOf = (name: string) => fields.find((one) => one.name === name)?.type ?? 'text';
  const choose = (next: string): void => {
    const freed = field ? withField(mapping, field, NO_SOURCE, typeOf(field)) : mapping;
    const bare = dimension ? withDimension(freed, dimension, null) : freed;
    const name = next.slice('field:'.length);
    if (next.startsWith('field:'))
      change(withField(bare, name, { ...NO_SOURCE, from: 'column', text: column }, typeOf(name)));
    else change(next === 'slice' ? withDimension(bare, attributeName(column), column) : bare);
  };
  const toggleKey = (isKey: boolean): void =>
    change(withKeyColumns(mapping, isKey ? [...keys, column] : keys.filter((one) => one !== column)));
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2 rounded border border-line px-3 py-2">
      <div className="min-w-[240px]">
        <SelectField
          label={MAPPING.column(column)}
          name={`column-${column}`}
          value={value}
          options={[
            { value: '', label: MAPPING.nothing },
            ...fields.map((one) => ({
              value: `field:${one.name}`,
              label: `${fieldLabel(one.name)}${one.required ? ` (${MAPPING.needed})` : ''}`,
            })),
            { value: 'slice', label: MAPPING.slice },
          ]}
          onChange={choose}
          error={null}
        />
      </div>
      <label className="flex min-h-[36px] items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="h-4 w-4"
          checked={keys.includes(column)}
          onChange={(event) => toggleKey(event.target.checked)}
        />
        {MAPPING.key}
      </label>
    </div>
  );
}

/** Attributes are called by letters, digits, dashes and underscores, and begin with a letter. */
function attributeName(column: string): string {
  const name = column
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_-]+/g, '_')
    .replace(/^[^A-Za-z]+/, '')
    .slice(0, 60);
  return name === '' ? 'attribute' : name;
}

function OneMapping({ mapping, change, sample, streams }: OneProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const stream = streams.find(({ name }) => name === mapping['stream']);
  const fields = (stream?.fields ?? []).filter(({ delivered }) => delivered);
  return (
    <div className="min-w-0 space-y-3">
      <div className="max-w-[320px]">
        <SelectField
          label={MAPPING.stream}
          name="mapping-stream"
          value={stream?.name ?? ''}
          options={streams.map(({ name }) => ({ value: name, label: STREAM_LABELS[name] ?? name }))}
          onChange={(name) => change({ ...mapping, stream: name, fields: {} })}
          error={null}
        />
      </div>
      <Rows sample={sample} mapping={mapping} chosen={chosen} onChoose={setChosen} />
      {chosen === null ? (
        <p className="text-sm text-text-2">{MAPPING.choose}</p>
      ) : (
        <ColumnChoice column={chosen} mapping={mapping} change={change} fields={fields} />
      )}
      <MappingFields mapping={mapping} change={change} sample={sample} fields={fields} />
      <MappingRules mapping={mapping} change={change} columns={sample.columns} />
    </div>
  );
}

interface MappingEditorProps {
  /** The mappings as the settings have them: JSON, which experts write themselves. */
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly sample: Sample | null;
}

/** Says what a row means by clicking on its columns; the text of the settings is written along. */
export function MappingEditor({ text, onText, sample }: MappingEditorProps) {
  const choices = useResource<MetricChoices>('/metric-choices');
  const mappings = mappingsIn(text);
  if (mappings === null) return <p className="mt-1 text-sm text-warn">{MAPPING.notReadable}</p>;
  if (sample === null) return <p className="mt-1 text-sm text-text-2">{MAPPING.needsColumns}</p>;
  const streams = choices.data?.streams;
  if (streams === undefined) return <Unanswered resource={choices} part={MAPPING.editor} />;
  const change = (index: number, mapping: MappingJson): void =>
    onText(jsonOf(mappings.map((one, place) => (place === index ? mapping : one))));
  const add = (): void => onText(jsonOf([...mappings, newMapping(streams[0]?.name ?? '', sample.columns)]));
  return (
    <div className="mt-2 space-y-4">
      {mappings.map((mapping, index) => (
        <fieldset key={index} className="min-w-0 rounded-lg border border-line px-3 pb-3 pt-1">
          <legend className="px-1 text-sm font-medium">{MAPPING.mapping(index + 1)}</legend>
          <OneMapping mapping={mapping} change={(next) => change(index, next)} sample={sample} streams={streams} />
          {mappings.length > 1 && (
            <button
              type="button"
              className="lnk mt-2 text-sm"
              onClick={() => onText(jsonOf(mappings.filter((_, place) => place !== index)))}
            >
              {MAPPING.removeMapping(index + 1)}
            </button>
          )}
        </fieldset>
      ))}
      <button type="button" className="btn" onClick={add}>
        {mappings.length === 0 ? MAPPING.editor : MAPPING.addMapping}
      </button>
    </div>
  );
}
