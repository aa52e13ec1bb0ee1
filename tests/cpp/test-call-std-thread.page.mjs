export const module = { deputy: { imports: { twice: (number) => number * 2, back: (text) => text } } };
