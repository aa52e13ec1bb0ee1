// examples/fractal: a picture is there soon and gets finer, views that are not wanted any more are left, the page zooms and moves while
// all cores compute, what cannot be looked at is refused, and the program ends when it is asked to.
// FEATURE: F66 F69 F29
// ENV: chromium firefox
// FLAGS: -lm
// TIMEOUT: 60
// NEEDS: ../../examples/fractal/fractal.c
#include "../../examples/fractal/fractal.c"
