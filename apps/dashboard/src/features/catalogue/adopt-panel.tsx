import type { SessionState } from '@tandem/contracts/access';
import type { Catalogue, StandardMetric } from '@tandem/contracts/catalogue';
import type { Side } from '@tandem/contracts/common';
import { useId, type FormEvent } from 'react';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { Choice } from '../../ui/choice.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { adoptionFile, adoptionOf } from './adoption.js';
import { ParameterField } from './parameter-field.js';
import { useAdoption, type Adopting, type MetricChange } from './use-adoption.js';
import { CATALOGUE } from './catalogue-words.js';

const sides: readonly Side[] = ['marketing', 'it'];

interface FormProps extends Pick<Catalogue, 'metricKeys' | 'owners'> {
  readonly metric: StandardMetric;
}

function Outcome({ change }: { readonly change: MetricChange }) {
  const link = (
    <PageLink to={`/metrics/${encodeURIComponent(change.id)}`} className="lnk">
      {change.id}
    </PageLink>
  );
  const [before, after = ''] = CATALOGUE.outcomes[change.action]((change.waitsFor ?? []).map(departmentName)).split(
    '<metric/>',
  );
  return (
    <>
      {before}
      {link}
      {after}
    </>
  );
}

function Result({ done }: { readonly done: NonNullable<Adopting['done']> }) {
  return (
    <div role="status" className="space-y-2 text-sm">
      <div className="rounded bg-ok-bg px-3 py-2 text-ok">
        {done.changes.map((change) => (
          <p key={change.action}>
            <Outcome change={change} />
          </p>
        ))}
      </div>
      {done.warnings.map(({ message }) => (
        <p key={message} className="rounded bg-warn-bg px-3 py-2 text-warn">
          {message}
        </p>
      ))}
    </div>
  );
}

function OwnerChoice({
  side,
  owners,
  value,
  onChange,
}: {
  readonly side: Side;
  readonly owners: Catalogue['owners'];
  readonly value: string;
  readonly onChange: (id: string) => void;
}) {
  return (
    <div className="min-w-0">
      <p className="flex items-center gap-1.5 text-sm font-medium" aria-hidden="true">
        <DepartmentBox side={side} />
        {CATALOGUE.ownerOf(departmentName(side))}
      </p>
      <div className="mt-1 [&>select]:w-full">
        <Choice
          label={CATALOGUE.ownerOf(departmentName(side))}
          value={value}
          options={[
            { value: '', label: CATALOGUE.nobodyYet },
            ...owners.filter((one) => one.side === side).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={onChange}
        />
      </div>
    </div>
  );
}

/** The key is taken: what would happen to the metric that has it, and the decision on that. */
function Taken({
  changes,
  busy,
  onConfirm,
}: {
  readonly changes: readonly MetricChange[];
  readonly busy: boolean;
  readonly onConfirm: () => void;
}) {
  const fieldsOf = (action: MetricChange['action']) =>
    changes.flatMap((change) => (change.action === action ? change.fields.map(({ field }) => field) : [])).join(', ');
  const [changed, proposed] = [fieldsOf('change'), fieldsOf('propose')];
  return (
    <div role="alert" className="rounded bg-warn-bg px-3 py-2 text-sm text-warn">
      <p>
        {CATALOGUE.taken(changes[0]?.id ?? '', [
          ...(changed === '' ? [] : [CATALOGUE.changes(changed)]),
          ...(proposed === '' ? [] : [CATALOGUE.proposes(proposed)]),
        ])}
      </p>
      <button type="button" className="btn mt-2" disabled={busy} onClick={onConfirm}>
        {proposed === '' ? CATALOGUE.change : CATALOGUE.changeAndPropose}
      </button>
    </div>
  );
}

function Fields({ metric, owners, adopting }: Omit<FormProps, 'metricKeys'> & { readonly adopting: Adopting }) {
  const { adoption, set, error } = adopting;
  return (
    <>
      <FormField
        label={CATALOGUE.title}
        name="metrics[0].title"
        value={adoption.title}
        error={error}
        onChange={(title) => set({ title })}
      />
      <FormField
        label={CATALOGUE.key}
        name="metrics[0].key"
        value={adoption.key}
        error={error}
        hint={CATALOGUE.keyHint}
        onChange={(key) => set({ key })}
      />
      {metric.parameters.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          value={adoption.parameters[parameter.name] ?? ''}
          error={error}
          onChange={(value) => set({ parameters: { ...adoption.parameters, [parameter.name]: value } })}
        />
      ))}
      <div className="grid gap-3 md:col-span-2 md:grid-cols-2">
        {sides.map((side) => (
          <OwnerChoice
            key={side}
            side={side}
            owners={owners}
            value={adoption.owners[side]}
            onChange={(id) => set({ owners: { ...adoption.owners, [side]: id } })}
          />
        ))}
      </div>
    </>
  );
}

function AdoptForm({ metric, metricKeys, owners }: FormProps) {
  const adopting = useAdoption(metric, metricKeys);
  const { text, taken, done, busy, error, adopt } = adopting;
  const fields = ['key', 'title', ...metric.parameters.map(({ name }) => `parameters.${name}`)];
  return (
    <>
      <form
        className="mt-3 grid items-start gap-3 md:grid-cols-2"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          adopt(false);
        }}
      >
        <Fields metric={metric} owners={owners} adopting={adopting} />
        <button type="submit" className="btn btn-primary justify-self-start" disabled={busy || taken !== null}>
          {CATALOGUE.adopt}
        </button>
      </form>
      <div className="mt-3 space-y-2">
        <FormError error={error} fields={fields.map((field) => `metrics[0].${field}`)} />
        {taken && <Taken changes={taken} busy={busy} onConfirm={() => adopt(true)} />}
        {done && <Result done={done} />}
      </div>
      <AsCode text={text} />
    </>
  );
}

function AsCode({ text }: { readonly text: string }) {
  return (
    <details className="mt-3 text-sm">
      <summary className="cursor-pointer text-text-2">{CATALOGUE.asFile}</summary>
      <pre className="mt-2 overflow-x-auto rounded bg-sunken px-3 py-2 text-xs leading-5" tabIndex={0}>
        {text}
      </pre>
    </details>
  );
}

/** Takes a ready-made metric over: through the same door as any file, so that all rules of a change hold. */
export function AdoptPanel({ metric, metricKeys, owners }: FormProps) {
  const id = useId();
  const session = useResource<SessionState>('/session').data;
  const mayConfigure = session?.account?.role === 'administrator';
  return (
    <section className="panel px-4 py-3" aria-labelledby={id}>
      <h2 id={id} className="text-base font-semibold">
        {CATALOGUE.adoptIt}
      </h2>
      {session !== undefined &&
        (mayConfigure ? (
          <AdoptForm metric={metric} metricKeys={metricKeys} owners={owners} />
        ) : (
          <>
            <p className="mt-1 text-sm text-text-2">{CATALOGUE.administrators}</p>
            <AsCode text={adoptionFile(metric, adoptionOf(metric, metricKeys))} />
          </>
        ))}
    </section>
  );
}
