import { equal } from '../runner/assert.mjs';

let app;
export const module = {
  preRun: [(instance) => { app = instance; }],
  deputy: {
    imports: {
      sizeOf: (path) => app.FS.stat(path).size,
      sizeOfLater: async (path) => {
        await new Promise((resolve) => setTimeout(resolve));
        return app.FS.stat(path).size;
      },
      append(path, text) {
        const stream = app.FS.open(path, 'a');
        const bytes = new TextEncoder().encode(text);
        app.FS.write(stream, bytes, 0, bytes.length);
        app.FS.close(stream);
      },
      nothing() {},
    },
    onError(error) {
      throw error;
    },
  },
};
export function check(_, { stdout }) {
  for (const thread of ['0', '1', '2', '3']) {
    equal(stdout.filter((line) => line.startsWith(`${thread}:`)), ['0', '25', '50', '75'].map((i) => `${thread}:${i}`));
  }
}
