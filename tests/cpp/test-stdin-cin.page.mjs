export const module = { deputy: { stdin: 'a line\n12 w\u00f6rd' } };
