// The page of one run. Navigation is when its time begins.
import { runProgram } from './program.mjs';

const spec = JSON.parse(decodeURIComponent(location.hash.slice(1)));

/** @param {unknown} answer */
const send = (answer) => fetch('result', { method: 'POST', body: JSON.stringify(answer) });
/** @param {unknown} error */
const sendError = (error) => send({ error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) });

addEventListener('error', (event) => void sendError(event.error ?? event.message));
addEventListener('unhandledrejection', (event) => void sendError(event.reason));
runProgram(spec, performance.timeOrigin).then((parts) => send({ parts }), sendError);
