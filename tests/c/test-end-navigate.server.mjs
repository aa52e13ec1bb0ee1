// A page with the program, which hangs at its first visit, and another page.
import { answer } from '../../tools/serve.mjs';

/** @type {Record<string, import('../../tools/serve.mjs').Handler>} */
export const routes = {
  program: (_, response) => answer(response, 200, `<!doctype html><script type="module">
    import create from '/target/tests/c-test-end-navigate/test-end-navigate.mjs';
    const first = !sessionStorage.getItem('visits');
    sessionStorage.setItem('visits', 'one');
    const begin = () => {
      parent.postMessage('begun');
      return first ? new Promise(() => {}) : 1;
    };
    const program = await create({ deputy: { imports: { begin, give: (value) => value } } });
    program.deputy.exited.then((code) => parent.postMessage('ended with ' + code), (error) => parent.postMessage(String(error)));
  </script>`, 'text/html'),
  elsewhere: (_, response) => answer(response, 200, `<!doctype html><script>parent.postMessage('elsewhere')</script>`, 'text/html'),
};
