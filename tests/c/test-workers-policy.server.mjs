// The program in a page that takes on a policy when the program asks for it, and tells its parent how it ended.
import { answer } from '../../tools/serve.mjs';

/** @type {Record<string, import('../../tools/serve.mjs').Handler>} */
export const routes = {
  page(_, response) {
    answer(response, 200, `<!doctype html><head></head><script type="module">
      import create from '/target/tests/c-test-workers-policy/test-workers-policy.mjs';
      const told = [];
      const forbid = () => {
        const policy = document.createElement('meta');
        policy.httpEquiv = 'Content-Security-Policy';
        policy.content = "worker-src 'none'";
        document.head.append(policy);
        return 1;
      };
      let end;
      try {
        const app = await create({ deputy: { imports: { forbid, told: (text) => void told.push(text) }, pool: { reserve: 0 } } });
        end = 'ended with ' + await app.deputy.exited;
      } catch (error) {
        end = String(error);
      }
      parent.postMessage({ end, told });
    </script>`, 'text/html');
  },
};
