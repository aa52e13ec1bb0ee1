// examples/terminal: an unmodified command-line program in a terminal of xterm.js: prompts, echo, editing, errors in between, the end.
// FEATURE: F75 F76
// ENV: chromium firefox
// FLAGS: -lm
// TIMEOUT: 60
// NEEDS: ../../examples/terminal/calc.c ../../examples/terminal/page.js
#include "../../examples/terminal/calc.c"
