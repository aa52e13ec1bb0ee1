let counted = 0;
export const module = { deputy: { imports: { count: () => ++counted, counted: () => counted } } };
