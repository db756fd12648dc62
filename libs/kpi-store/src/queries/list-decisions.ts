import type {
  DecisionFilter,
  DecisionStep,
  StoredDecision,
  StoredGrade,
} from '@tandem/application/decisions/decision-ports';
import type { Signature } from '@tandem/domain/metric/definition-proposal';
import type pg from 'pg';

type Written<T extends { readonly at: Date }> = Omit<T, 'at'> & { readonly at: string };
interface Row extends Omit<StoredDecision, 'signatures' | 'steps' | 'grades'> {
  readonly steps: readonly Written<DecisionStep>[];
  readonly grades: readonly Written<StoredGrade>[];
}

/** Decisions with all their steps and grades, the newest first; of a kind, about one thing, of one id, or those whose effect was due by a time. */
export async function listDecisions(
  database: Pick<pg.ClientBase, 'query'>,
  filter: DecisionFilter & { readonly id?: string; readonly dueBy?: Date },
): Promise<StoredDecision[]> {
  const { rows } = await database.query<Row>(
    `select d.id::text, d.content, d.side, d.state, d.drafted_at as "draftedAt", d.accepted_at as "acceptedAt",
            (select json_agg(json_build_object('step', s.step, 'at', s.at, 'by', s.by_person, 'side', s.side, 'reason', s.reason,
                       'content', s.content) order by s.id)
               from decision_step s where s.decision_id = d.id) as steps,
            (select coalesce(json_agg(g.content || jsonb_build_object('grade', g.grade, 'at', g.at) order by g.id), '[]')
               from decision_grade g where g.decision_id = d.id) as grades
       from decision d
      where ($1::text is null or d.kind = $1) and ($2::text is null or (d.about_kind = $2 and d.about_id = $3))
        and ($4::bigint is null or d.id = $4)
        and ($5::timestamptz is null or (d.state = 'accepted' and d.effect_due <= $5))
      order by d.id desc`,
    [
      filter.kind ?? null,
      filter.about?.kind ?? null,
      filter.about?.id ?? null,
      filter.id ?? null,
      filter.dueBy ?? null,
    ],
  );
  return rows.map((row) => {
    const steps = row.steps.map((step) => ({ ...step, at: new Date(step.at) }));
    const grades = row.grades.map((grade) => ({ ...grade, at: new Date(grade.at) }));
    return { ...row, steps, grades, signatures: signaturesOf(steps) };
  });
}

function signaturesOf(steps: readonly DecisionStep[]): Signature[] {
  return steps.flatMap(({ step, side, by, at }) =>
    step === 'sign' && side !== null && by !== null ? [{ side, by, at }] : [],
  );
}
