import { appRole, withSessionOptions } from '@tandem/config/database-session';
import { workspaceName } from '@tandem/config/workspace-name';

/**
 * The address of the database as the running product uses it: every connection is the role that row-level security holds for, set to one
 * workspace, before its first statement. Options that the address has already stay.
 */
export function workspaceUrl(url: string, workspace: string): string {
  if (!workspaceName.test(workspace)) throw new Error(`"${workspace}" cannot be the name of a workspace.`);
  return withSessionOptions(url, `-c role=${appRole} -c tandem.workspace=${workspace}`);
}
