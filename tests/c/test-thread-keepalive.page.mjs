export const module = { deputy: { imports: { give: (/** @type {unknown} */ value) => value } } };
