// There is memory for main()'s thread and none for the runtime's own, which a program that exports functions needs from the start.
// FEATURE: F03
// FLAGS: -sABORTING_MALLOC=0 -sDEFAULT_PTHREAD_STACK_SIZE=64MB -sSTACK_SIZE=65536 -sINITIAL_MEMORY=16MB
// REJECTS: ^cannot start: the I/O thread could not be started; is there memory
#include "check.h"

static deputy_status answer(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  return DEPUTY_OK;
}
DEPUTY_EXPORT(answer, "answer(): void");

int main(void) { return 1; }
