// The program in a page with a policy, which tells its parent how it ended.
import { answer } from '../../tools/serve.mjs';

/** @type {Record<string, import('../../tools/serve.mjs').Handler>} */
export const routes = {
  page(_, response) {
    response.setHeader('Content-Security-Policy', "worker-src 'none'");
    answer(response, 200, `<!doctype html><script type="module">
      import create from '/target/tests/c-test-start-policy/test-start-policy.mjs';
      const tell = ({ name, reason, message }) => parent.postMessage({ name, reason, message });
      try {
        const code = await (await create({ printErr() {} })).deputy.exited;
        tell({ message: 'ended with ' + code });
      } catch (error) {
        tell(error);
      }
    </script>`, 'text/html');
  },
};
