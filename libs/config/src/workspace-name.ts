/** The workspace of an installation that names none. */
export const mainWorkspace = 'main';

/** Stands in names of schemas, channels and keys, so it is made of what all of them take. */
export const workspaceName = /^[a-z][a-z0-9_]{0,30}$/;
