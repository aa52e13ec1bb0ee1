/* Faults that are made to happen (docs/fault.md): each time something crosses a border it passes a point, and at one of these, the so
 * many-th time, one thing goes wrong. Points of native code are passed in faults.c, by way of the linker's --wrap; the page's in faults.mjs,
 * by way of the platform's functions that the host calls. Nothing of it is in the library. */
#ifndef FAULTS_H
#define FAULTS_H

#include "tasks.h"

/* What goes wrong. The same in faults.mjs. */
enum {
  FAULT_NONE,
  FAULT_LATE,     /* the thread does not run for some milliseconds */
  FAULT_SPURIOUS, /* everybody who sleeps wakes up, for nothing */
  FAULT_CANCEL,   /* somebody cancels what is under way, and that is done before it goes on */
  FAULT_THROW,    /* the platform, or a function of the page's, throws */
  FAULT_FAIL,     /* a function of the program's fails */
  FAULT_END,      /* it ends its thread */
  FAULT_TWICE,    /* it happens twice */
  FAULT_KILL,     /* a thread's Worker is gone */
  FAULT_MEMORY,   /* there is none */
};

/* The points of native code; the page's come after them. */
enum { POINT_WAITS, POINT_WAKES, POINT_RINGS, POINT_RUNS, POINT_ALLOCATES, POINTS_NATIVE = 16, POINTS = POINTS_NATIVE + 8 * 32 };

/* Shared with faults.mjs, which knows the order. */
typedef struct {
  atomic_int armed;    /* the point at which it is to happen, or -1 */
  atomic_int left;     /* times until it does */
  atomic_int what;
  atomic_int happened; /* so often by now */
  atomic_int wanted;   /* somebody is to cancel `token` */
  atomic_int size;     /* bytes of the memory that there was not */
  atomic_int passes[POINTS];
} fault_block;
extern fault_block faults;
extern _Atomic deputy_task fault_token;

enum { FAULT_MS = 4 };

/* Of programs with faults-memory.c: how much memory was asked for, since somebody has set the number to 0. */
enum { FAULT_SIZES = 256 };
extern atomic_int fault_sizes[FAULT_SIZES], fault_sizes_known;

/* The calling thread passes a point: what goes wrong there. */
int fault_pass(int point);
/* Has the token cancelled by another thread, and waits for that. */
void fault_cancel(void);
/* The thread that does. */
void fault_begin(void);
void fault_arm(int point, int nth, int what);
/* True if it has happened. */
bool fault_disarm(void);

#endif
