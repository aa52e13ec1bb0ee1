// A calculator for the command line, as it was before there were pages: nothing here knows that it runs in one.
#include <ctype.h>
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *at;
static jmp_buf wrong;

static char next(void) {
  while (isspace((unsigned char)*at)) at++;
  return *at;
}

static double sum(void);

static double factor(void) {
  if (next() == '-') return at++, -factor();
  double value = 0;
  int length = 0;
  if (next() == '(') {
    at++;
    value = sum();
    if (next() != ')') longjmp(wrong, 1);
    at++;
  } else if (sscanf(at, "%lf%n", &value, &length) == 1) {
    at += length;
  } else {
    longjmp(wrong, 1);
  }
  if (next() == '^') return at++, pow(value, factor());
  return value;
}

static double product(void) {
  double value = factor();
  for (;;) {
    if (next() == '*') at++, value *= factor();
    else if (next() == '/') at++, value /= factor();
    else return value;
  }
}

static double sum(void) {
  double value = product();
  for (;;) {
    if (next() == '+') at++, value += product();
    else if (next() == '-') at++, value -= product();
    else return value;
  }
}

int main(void) {
  char line[1000];
  int count = 0;
  if (isatty(0)) puts("A calculator: + - * / ^ ( ). Ctrl+D ends it.");
  for (;;) {
    printf("%d> ", ++count);
    fflush(stdout);
    if (!fgets(line, sizeof line, stdin)) break;
    at = line;
    if (!next()) continue;
    if (setjmp(wrong) == 0) {
      double value = sum();
      if (next()) longjmp(wrong, 1);
      printf("\x1b[32m%.15g\x1b[0m\n", value);
    } else {
      fprintf(stderr, "\x1b[31mnot understood from here: %s\x1b[0m", *at ? at : "the end\n");
    }
  }
  puts("\nbye");
  return 0;
}
