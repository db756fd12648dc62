/** In order of their time stamps; a migration never imports living code. */
export const migrations = [];
