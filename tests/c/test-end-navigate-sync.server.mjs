// A page with the program, which leaves in the way that the address says, and another page.
import { answer } from '../../tools/serve.mjs';

/** @type {Record<string, import('../../tools/serve.mjs').Handler>} */
export const routes = {
  program: (_, response) => answer(response, 200, `<!doctype html><script type="module">
    import create from '/target/tests/c-test-end-navigate-sync/test-end-navigate-sync.mjs';
    const how = new URLSearchParams(location.search).get('how');
    const first = !sessionStorage.getItem('visits');
    sessionStorage.setItem('visits', 'one');
    const leave = () => {
      location.href = 'elsewhere';
      for (const end = performance.now() + 200; performance.now() < end;);
      return 1;
    };
    let program;
    const begin = (root) => {
      parent.postMessage({ text: 'begun', buffer: program.HEAP32.buffer, root });
      return first ? 2 : 1;
    };
    // In the next function that a thread waits for.
    let leaves = false;
    addEventListener('message', () => leaves = true);
    const give = (value) => {
      if (!leaves || value !== 2) return value;
      leaves = false;
      if (how === 'reload') location.reload();
      else if (how === 'busy') return leave();
      else if (how === 'back') program.deputy.callSync('inner');
      return value;
    };
    const never = () => new Promise(() => {});
    await create({ preRun: [(instance) => program = instance], deputy: { blocking: 'allow', imports: { begin, give, never, leave } } });
    program.deputy.exited.then((code) => parent.postMessage({ text: 'ended with ' + code }), (error) => parent.postMessage({ text: String(error) }));
  </script>`, 'text/html'),
  elsewhere: (_, response) => answer(response, 200, `<!doctype html><script>parent.postMessage({ text: 'elsewhere' })</script>`, 'text/html'),
};
