/* What the files of the shim know of each other: how a program begins and ends, which waits are watched. */
#ifndef DEPUTY_END_H
#define DEPUTY_END_H

#include <stdbool.h>

/* Is to be called around the waits of the calling thread, or NULL. */
extern _Thread_local void (*deputy_waits_told)(bool begins);

/* Counts the calling thread among those that keep the program alive. */
void deputy_thread_entered(void);

/* Whether main() has been called, or is about to be: before that, static constructors run. */
bool deputy_main_called(void);

/* Whether main() runs or ran on the calling thread. */
bool deputy_thread_is_main(void);

/* The thread of main() ends without a call of exit(): keepalive was popped, or main() called pthread_exit(). */
void deputy_main_thread_ended(void);

/* No thread is left. */
void deputy_last_thread_ended(void);

#endif
