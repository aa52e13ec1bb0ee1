// In a page that is not cross-origin isolated the program does not start, and says which headers to send.
// FEATURE: F03
// ENV: chromium firefox
// ISOLATED: no
// REJECTS: ^cannot start: this page is not cross-origin isolated \(SharedArrayBuffer is missing\)\. Send  Cross-Origin-Opener-Policy: same-origin  and  Cross-Origin-Embedder-Policy: require-corp
#include "check.h"

int main(void) { return 1; }
