// Failures that nobody looks at are part of it.
export const module = { deputy: { onError() {} } };
