import { FormField } from '../../ui/form-field.js';
import { SelectField } from '../../ui/select-field.js';
import { fieldLabel } from '../metric-form/metric-form-words.js';
import { sourceView, textsOfColumn, withField, type MappingJson, type SourceView } from './mapping-edit.js';
import type { Sample, StreamFields } from './mapping-editor.js';
import { MAPPING } from './mapping-words.js';

type Field = StreamFields[number];

interface FieldProps {
  readonly field: Field;
  readonly view: SourceView;
  readonly change: (view: SourceView) => void;
  readonly sample: Sample;
}

const meaningsShown = 12;

/** What the texts of a column mean, one by one, for a field that knows only some values. */
function Meanings({ field, view, change, sample }: FieldProps) {
  const found = textsOfColumn(sample.rows, sample.columns.indexOf(view.text)).slice(0, meaningsShown);
  const texts = [...new Set([...view.values.map(({ text }) => text), ...found])];
  const say = (text: string, means: string): void =>
    change({ ...view, values: [...view.values.filter((one) => one.text !== text), { text, means }] });
  return (
    <fieldset className="min-w-0 sm:col-span-3">
      <legend className="text-xs text-text-3">{MAPPING.meanings}</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {texts.map((text) => (
          <SelectField
            key={text}
            label={text}
            name={`${field.name}-${text}`}
            value={view.values.find((one) => one.text === text)?.means ?? ''}
            options={[
              { value: '', label: MAPPING.meansItself },
              ...field.values.map((value) => ({ value, label: value })),
            ]}
            onChange={(means) => say(text, means)}
            error={null}
          />
        ))}
      </div>
    </fieldset>
  );
}

function OneField(props: FieldProps) {
  const { field, view, change, sample } = props;
  const { name, required, type } = field;
  const kinds = (
    ['none', 'column', 'constant', 'template', ...(view.from === 'other' ? (['other'] as const) : [])] as const
  ).map((kind) => ({ value: kind, label: MAPPING.sources[kind] }));
  const reads = view.from === 'column' || view.from === 'template';
  return (
    <div className="grid items-start gap-2 border-t border-line py-2 sm:grid-cols-3">
      <SelectField
        label={`${fieldLabel(name)}${required ? ` (${MAPPING.needed})` : ''}`}
        name={`${name}-from`}
        value={view.from}
        options={kinds}
        onChange={(from) => change({ ...view, from: from as SourceView['from'], text: '', values: [] })}
        error={null}
      />
      {view.from === 'column' && (
        <SelectField
          label={MAPPING.sources.column}
          name={`${name}-column`}
          value={view.text}
          options={[
            { value: '', label: MAPPING.nothing },
            ...sample.columns.map((column) => ({ value: column, label: column })),
          ]}
          onChange={(text) => change({ ...view, text, values: [] })}
          error={null}
        />
      )}
      {(view.from === 'constant' || view.from === 'template') && (
        <FormField
          label={MAPPING.sources[view.from]}
          name={`${name}-text`}
          value={view.text}
          onChange={(text) => change({ ...view, text })}
          error={null}
          hint={view.from === 'template' ? MAPPING.templateHint : type === 'oneOf' ? field.values.join(', ') : type}
        />
      )}
      {type === 'instant' && reads && (
        <FormField
          label={MAPPING.format}
          name={`${name}-format`}
          value={view.dateFormat}
          onChange={(dateFormat) => change({ ...view, dateFormat })}
          error={null}
          required={false}
          hint={MAPPING.formatHint}
        />
      )}
      {type === 'oneOf' && view.from === 'column' && view.text !== '' && <Meanings {...props} />}
    </div>
  );
}

interface MappingFieldsProps {
  readonly mapping: MappingJson;
  readonly change: (mapping: MappingJson) => void;
  readonly sample: Sample;
  readonly fields: StreamFields;
}

/** Every field of the stream, the needed ones first: where its value comes from, and how it is written there. */
export function MappingFields({ mapping, change, sample, fields }: MappingFieldsProps) {
  const members = new Map(Object.entries((mapping['fields'] ?? {}) as Readonly<Record<string, unknown>>));
  const inOrder = [...fields].sort((a, b) => Number(b.required) - Number(a.required));
  return (
    <fieldset className="min-w-0">
      <legend className="text-sm font-semibold">{MAPPING.fields}</legend>
      {inOrder.map((field) => (
        <OneField
          key={field.name}
          field={field}
          view={sourceView(members.get(field.name))}
          change={(view) => change(withField(mapping, field.name, view, field.type))}
          sample={sample}
        />
      ))}
    </fieldset>
  );
}
