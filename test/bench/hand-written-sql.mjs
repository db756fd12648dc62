/** What somebody would write by hand for the same questions, by the route that answers them. */
export const handWrittenSql = {};
