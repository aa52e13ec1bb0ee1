// A page whose Content Security Policy allows no Workers: the program does not start, and says which words of the policy do it.
// FEATURE: F03
// ERRORS: Content-Security-Policy
// ENV: chromium firefox
#include "check.h"

int main(void) { return 0; }
