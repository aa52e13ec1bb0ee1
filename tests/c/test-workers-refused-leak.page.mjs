export const module = { deputy: { pool: { reserve: 0, max: 4 } } };
