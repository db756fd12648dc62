import type { Side } from '@tandem/contracts/common';
import type { ApiError } from '../../api/api-error.js';
import { FormField } from '../../ui/form-field.js';
import { departmentName } from '../../ui/owners.js';
import { SelectField } from '../../ui/select-field.js';
import { GROUPS, type PolicyDraft, type StepDraft } from './policy-draft.js';
import { POLICY } from './routing-words.js';
import { TickList } from '../../ui/tick-list.js';
import { optionsOf } from '../../ui/options-of.js';

export interface PolicyFieldsProps {
  readonly draft: PolicyDraft;
  readonly edit: (changes: Partial<PolicyDraft>) => void;
  readonly error: ApiError | null;
  readonly guardrails: readonly { readonly value: string; readonly label: string }[];
  readonly routes: readonly { readonly value: string; readonly label: string }[];
}

export function ScopeFields({ draft, edit, error, guardrails }: PolicyFieldsProps) {
  return (
    <fieldset className="space-y-2">
      <legend className="text-base font-semibold">{POLICY.scope}</legend>
      <div className="max-w-[280px]">
        <SelectField
          label={POLICY.severity}
          name="severity"
          value={draft.severity}
          options={optionsOf(POLICY.severities)}
          onChange={(severity) => edit({ severity: severity as PolicyDraft['severity'] })}
          error={error}
        />
      </div>
      <TickList
        legend={POLICY.guardrails}
        name="guardrails"
        error={error}
        options={guardrails}
        chosen={draft.guardrails}
        onChange={(chosen) => edit({ guardrails: chosen })}
      />
    </fieldset>
  );
}

export function TogetherFields({ draft, edit, error }: PolicyFieldsProps) {
  return (
    <fieldset className="space-y-2">
      <legend className="text-base font-semibold">{POLICY.together}</legend>
      <label className="flex min-h-[28px] items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="h-4 w-4"
          checked={draft.isGrouped}
          onChange={(event) => edit({ isGrouped: event.target.checked })}
        />
        {POLICY.grouped}
      </label>
      {draft.isGrouped && (
        <TickList
          legend={POLICY.groupsHint}
          name="groupBy"
          error={error}
          options={GROUPS.map((group) => ({ value: group, label: POLICY.groups[group] }))}
          chosen={draft.groupBy}
          onChange={(groupBy) => edit({ groupBy })}
        />
      )}
      <div className="grid items-start gap-3 sm:grid-cols-2">
        {draft.isGrouped && (
          <FormField
            label={POLICY.groupWait}
            name="groupWait"
            value={draft.groupWait}
            onChange={(groupWait) => edit({ groupWait })}
            error={error}
            required={false}
            hint={POLICY.groupWaitHint}
          />
        )}
        <FormField
          label={POLICY.repeatEvery}
          name="repeatEvery"
          value={draft.repeatEvery}
          onChange={(repeatEvery) => edit({ repeatEvery })}
          error={error}
          required={false}
          hint={POLICY.repeatHint}
        />
      </div>
    </fieldset>
  );
}

function sideOptions() {
  return [
    { value: '', label: POLICY.anybody },
    ...(['marketing', 'it'] as const).map((side) => ({ value: side, label: departmentName(side) })),
  ];
}

interface StepProps extends Pick<PolicyFieldsProps, 'routes' | 'error'> {
  readonly number: number;
  readonly step: StepDraft;
  readonly change: (changes: Partial<StepDraft>) => void;
  readonly remove: () => void;
}

function Step({ number, step, change, remove, routes, error }: StepProps) {
  const under = `escalation.${number - 1}`;
  return (
    <fieldset className="rounded-lg border border-line px-3 pb-3 pt-1">
      <legend className="px-1 text-sm font-medium">{POLICY.step(number)}</legend>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <FormField
          label={POLICY.after}
          name={`${under}.after`}
          value={step.after}
          onChange={(after) => change({ after })}
          error={error}
          hint={POLICY.afterHint}
        />
        <SelectField
          label={POLICY.side}
          name={`${under}.side`}
          value={step.side}
          options={sideOptions()}
          onChange={(side) => change({ side: side as Side | '' })}
          error={error}
        />
      </div>
      <div className="mt-2">
        <TickList
          legend={POLICY.tell}
          name={`${under}.routes`}
          error={error}
          options={routes}
          chosen={step.routes}
          onChange={(chosen) => change({ routes: chosen })}
          none={POLICY.noRoutes}
        />
      </div>
      <button type="button" className="lnk mt-1 text-sm" onClick={remove}>
        {POLICY.removeStep(number)}
      </button>
    </fieldset>
  );
}

/** Who hears next when nobody acknowledges, step by step. */
export function EscalationFields({ draft, edit, error, routes }: PolicyFieldsProps) {
  const { escalation } = draft;
  const first = routes[0]?.value;
  return (
    <fieldset className="space-y-3">
      <legend className="text-base font-semibold">{POLICY.escalation}</legend>
      {escalation.map((step, index) => (
        <Step
          key={index}
          number={index + 1}
          step={step}
          change={(changes) =>
            edit({ escalation: escalation.map((one, place) => (place === index ? { ...one, ...changes } : one)) })
          }
          remove={() => edit({ escalation: escalation.filter((_, place) => place !== index) })}
          routes={routes}
          error={error}
        />
      ))}
      <button
        type="button"
        className="btn"
        onClick={() =>
          edit({ escalation: [...escalation, { after: '15m', side: '', routes: first === undefined ? [] : [first] }] })
        }
      >
        {POLICY.addStep}
      </button>
    </fieldset>
  );
}

export function OtherCases({ draft, edit, error, guardrails, routes }: PolicyFieldsProps) {
  return (
    <fieldset className="space-y-3">
      <legend className="text-base font-semibold">{POLICY.others}</legend>
      <TickList
        legend={POLICY.inhibitedBy}
        name="inhibitedBy"
        error={error}
        options={guardrails}
        chosen={draft.inhibitedBy}
        onChange={(inhibitedBy) => edit({ inhibitedBy })}
      />
      <TickList
        legend={POLICY.undeliveredTo}
        name="undeliveredTo"
        error={error}
        options={routes}
        chosen={draft.undeliveredTo}
        onChange={(undeliveredTo) => edit({ undeliveredTo })}
        none={POLICY.noRoutes}
      />
      <TickList
        legend={POLICY.standstillTo}
        name="standstillTo"
        error={error}
        options={routes}
        chosen={draft.standstillTo}
        onChange={(standstillTo) => edit({ standstillTo })}
        none={POLICY.noRoutes}
      />
    </fieldset>
  );
}
