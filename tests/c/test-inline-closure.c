// JavaScript written in C, all of test-inline, after -O3 and the closure compiler, in a page whose Content Security Policy allows
// no evaluation of text.
// FEATURE: F14
// ERRORS: Content-Security-Policy
// FLAGS: -O3 --closure=1 -Wno-closure ${DIR}/inline-other.c -DCLOSURE
// NEEDS: inline-other.c test-inline.c
#include "test-inline.c"
