import { plainUnits } from '@tandem/domain/metric/definition';
import { readableFieldsOf } from '@tandem/domain/record/linked-fields';
import { fieldsOf, streamNames, type FieldDeclaration } from '@tandem/domain/record/streams';
import type { ArrivalReader } from './arrival-ports.js';
import type { ConfigurationStore } from './ports.js';

/** What a metric can be made of: streams with their fields and who delivers them, calendars, owners, and other metrics to reckon from. */
export function readMetricChoices({
  configuration,
  arrivals,
}: {
  readonly configuration: ConfigurationStore;
  readonly arrivals: ArrivalReader;
}) {
  return async () => {
    const [current, arrived] = await Promise.all([configuration.load(), arrivals.arrived(streamNames, [])]);
    return {
      streams: streamNames.map((name) => ({
        name,
        sources: [...(arrived.get(name)?.sources ?? [])],
        fields: Object.entries(readableFieldsOf(name)).map(([field, declaration]) => ({
          name: field,
          ...typeOf(declaration),
          required: declaration.required === true,
          delivered: Object.hasOwn(fieldsOf(name), field),
          arrived: arrived.get(name)?.kinds.some(({ fields }) => fields.includes(field)) ?? false,
        })),
      })),
      units: [...plainUnits, 'EUR', 'USD', 'GBP', 'CHF'],
      calendars: current.calendars.map(({ id }) => id),
      owners: [
        ...current.people.map(({ id, name, side }) => ({ id, name, side })),
        ...current.teams.map(({ id, title, side }) => ({ id, name: title, side })),
      ],
      metrics: current.metrics.map(({ key, title, unit, retired = false }) => ({ key, title, unit, retired })),
    };
  };
}

function typeOf({ type }: FieldDeclaration) {
  return typeof type === 'string' ? { type, values: [] } : { type: 'oneOf' as const, values: [...type.oneOf] };
}
