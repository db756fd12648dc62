/** Every entity of the store; a test compares them with what the migrations build. */
export const entities = [];
