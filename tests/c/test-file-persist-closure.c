// Folders that outlive the program, all of test-file-persist, after -O3 and the closure compiler: what is in the database does not depend on
// how names were shortened.
// FEATURE: F77
// FLAGS: -O3 --closure=1 -Wno-closure
// NEEDS: test-file-persist.c
#include "test-file-persist.c"
