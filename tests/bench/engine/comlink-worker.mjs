import { serve } from './comlink.mjs';

await serve();
