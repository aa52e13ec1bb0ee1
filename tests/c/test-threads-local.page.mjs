let counted = 0;
export const module = {
  deputy: { imports: { twice: (number) => 2 * number, count: () => ++counted, counted: () => counted } },
};
