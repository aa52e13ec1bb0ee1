let calls = 0;
export const module = {
  deputy: {
    imports: {
      f() {
        calls++;
      },
      fails() {
        throw new Error('thrown away');
      },
      text: () => 'x'.repeat(1000),
      calls: () => calls,
      ['f'.repeat(1024)]: () => 'longest',
    },
  },
};
