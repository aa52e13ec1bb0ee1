import { equal } from '../runner/assert.mjs';

let right = 0;
export const module = {
  deputy: {
    imports: {
      text(number, text, length) {
        if (text !== String.fromCharCode(97 + (number % 26)).repeat(length)) {
          throw new Error(`text ${number} of ${length} bytes arrived as ${text.length} characters ${text.slice(0, 50)}`);
        }
        right++;
      },
      strings(...texts) {
        equal(texts, ['one', 'two', 'onetwo', '']);
        right++;
      },
      many(...numbers) {
        equal(numbers, Array.from({ length: 300 }, (_, i) => i));
        right++;
      },
      none(...args) {
        equal(args, []);
        right++;
      },
      right: () => right,
    },
    onError: (error, name) => console.error(name, error),
  },
};
