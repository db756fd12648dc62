import type { PrivateAddresses } from '@tandem/outbound/address-guard';
import {
  applyConfiguration,
  ConfigurationRejected,
  type Applied,
  type ApplyConfigurationDependencies,
} from '@tandem/application/apply-configuration';
import { InvalidInput } from '@tandem/application/input-errors';
import type { ConfigurationChange } from '@tandem/application/ports';
import type { agreementFiles } from '@tandem/application/review/bring-agreements';
import type { ExpectedEdition } from '@tandem/application/settings/thing-edition';
import type { ApplyAnswer, ApplyBody } from '@tandem/contracts/system';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { checkConfiguration, type ConfigurationIssue } from '@tandem/domain/organisation/check-configuration';
import { mergeConfiguration } from '@tandem/domain/organisation/merge-configuration';
import { listOfKind } from '@tandem/domain/organisation/configuration-part';
import {
  readConfigurationDocument,
  type DocumentIssue,
  type ReadDocument,
  type ReadDocumentOptions,
} from './read-configuration-document.js';
import { refusedAddresses } from './refused-addresses.js';
import { gapSentence } from '../goals/gap-sentence.js';
import { reasonSentence } from './reason-sentence.js';
import type { Path } from './yaml-document.js';

export type ApplyDocumentDependencies = ApplyConfigurationDependencies &
  ReadDocumentOptions & {
    readonly agreements: Pick<ReturnType<typeof agreementFiles>, 'faults'>;
    /** Private and loopback addresses that webhooks and sources may lie on. */
    readonly allowPrivateAddresses: PrivateAddresses;
  };

/** More would bury the first, which most often explains the others. */
const issuesAtMost = 200;

/**
 * Applies the text of a configuration file, or tells what it would change. Throws `InvalidInput` with everything that is wrong, each with file,
 * line and column; then nothing was written.
 */
export function applyDocument(dependencies: ApplyDocumentDependencies) {
  const apply = applyConfiguration(dependencies);
  return async (
    { file, text, dryRun }: ApplyBody,
    actor?: string,
    expected?: ExpectedEdition,
  ): Promise<ApplyAnswer> => {
    const document = readConfigurationDocument(text, dependencies);
    const contacts = await contactIssues(document, dependencies);
    if (document.issues.length || contacts.length) {
      const current = await dependencies.configuration.load();
      // What was loaded for readers holds no secrets, so that nothing can be said about those that are kept.
      const further = checkConfiguration(current, document.part, document.unreadable).filter(
        ({ reason }) => !reason.code.startsWith('connectionSecret'),
      );
      throw refusal(file, [...document.issues, ...contacts, ...further.map((issue) => located(issue, document))]);
    }
    try {
      await requireSigners(file, document, dependencies);
      const { changes, sharedNames, drafts, recounts, agreements } = await apply(document.part, {
        dryRun,
        expected,
        ...(actor === undefined ? {} : { actor }),
      });
      const warnings = [...sharedNames.map(sharedNameWarning), ...drafts.map(draftWarning)];
      const answer = { applied: !dryRun, changes: changes.map(toAnswered), recounts: [...recounts], warnings };
      return agreements.length === 0 ? answer : { ...answer, agreements: [...agreements] };
    } catch (error) {
      if (error instanceof ConfigurationRejected)
        throw refusal(
          file,
          error.issues.map((issue) => located(issue, document)),
        );
      throw error;
    }
  };
}

/** Agreements name people of the file, or who is there already: told before anything of the file is written. */
async function requireSigners(
  file: string,
  document: ReadDocument,
  dependencies: Pick<ApplyDocumentDependencies, 'configuration' | 'agreements'>,
): Promise<void> {
  const { agreements = [] } = document.part;
  if (agreements.length === 0) return;
  const merged = mergeConfiguration(await dependencies.configuration.load(), document.part);
  const faults = await dependencies.agreements.faults(agreements, merged);
  if (faults.length > 0)
    throw refusal(
      file,
      faults.map(({ path, reason }) => ({ path, reason, position: document.positionOf(path) })),
    );
}

async function contactIssues(
  document: ReadDocument,
  dependencies: ApplyDocumentDependencies,
): Promise<readonly DocumentIssue[]> {
  const refused = await refusedAddresses(document.part, dependencies);
  return refused.map(({ path: [list, index, ...rest], reason }) => {
    const path = [list ?? '', document.placeOf(list === 'routes' ? 'routes' : 'connections', Number(index)), ...rest];
    return { path, reason, position: document.positionOf(path) };
  });
}

function sharedNameWarning(metrics: readonly MetricDefinition[]): ApplyAnswer['warnings'][number] {
  const keys = metrics.map(({ key }) => key);
  const message = `${keys.join(', ')} share the name "${metrics[0]?.title ?? ''}" and count different things. Give each a title that tells them apart, or keep one.`;
  return { code: 'sameName', metrics: keys, message };
}

function draftWarning({ goal, gaps }: Applied['drafts'][number]): ApplyAnswer['warnings'][number] {
  const message = `The goal ${goal.id} is a draft, not yet published: ${gaps.map(gapSentence).join(' ')}`;
  return { code: 'goalDraft', metrics: [], message };
}

function toAnswered({ fields, waitsFor, ...change }: ConfigurationChange): ApplyAnswer['changes'][number] {
  return { ...change, fields: [...fields], ...(waitsFor ? { waitsFor: [...waitsFor] } : {}) };
}

export function located(issue: ConfigurationIssue, document: ReadDocument): DocumentIssue {
  const path = pathOf(issue, document);
  const isInFile = issue.kind === 'organisation' || issue.index !== null;
  const reason = reasonSentence(issue.reason);
  if (isInFile) return { path, reason, position: document.positionOf(path) };
  return { path, reason: `is stored, and this file would make it wrong: ${reason}`, position: null };
}

function pathOf({ kind, index, id, path }: ConfigurationIssue, document: ReadDocument): Path {
  if (kind === 'organisation') return [kind, ...path];
  if (kind === 'change') return ['changes', index ?? id, ...path];
  if (kind === 'goalChange') return ['goalChanges', index ?? id, ...path];
  const list = listOfKind[kind];
  return [list, index === null ? id : document.placeOf(list, index), ...path];
}

export function refusal(file: string, issues: readonly DocumentIssue[]): InvalidInput {
  const inOrder = [...issues].sort(
    (a, b) =>
      (a.position?.line ?? Infinity) - (b.position?.line ?? Infinity) ||
      (a.position?.column ?? 0) - (b.position?.column ?? 0) ||
      0,
  );
  return new InvalidInput(
    inOrder.slice(0, issuesAtMost).map(({ path, reason, position }) => ({
      field: fieldName(path),
      reason,
      file,
      ...(position === null ? {} : { line: position.line, column: position.column }),
    })),
  );
}

/** `metrics[0].formula.at[1]`; the file itself when there is no path. */
function fieldName(path: Path): string {
  const name = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return name === '' ? 'file' : name.replace(/^\./, '');
}
