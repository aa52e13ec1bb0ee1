// Waits for quiet moments: a compiler beside a bench does not make it slower, it makes it another one, since two threads
// that share a core cannot spin for each other.
import os from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

const sampleMs = 150;
const busyAbove = 0.1;

/** @returns {{idle: number, all: number}} milliseconds of all cores since start */
function times() {
  let [idle, all] = [0, 0];
  for (const { times } of os.cpus()) {
    idle += times.idle;
    all += times.idle + times.user + times.sys + times.nice + times.irq;
  }
  return { idle, all };
}

export class Quiet {
  /** @param {number} patience milliseconds to wait at most, in all */
  constructor(patience) {
    this.patience = patience;
    this.runs = 0;
    this.disturbed = 0;
  }

  /** Called before each run. Resolves when the cores have been idle for a moment, or patience has run out. */
  async wait() {
    this.runs++;
    for (;;) {
      const before = times();
      await pause(sampleMs); // the last page or process is still being taken down, too
      const after = times();
      if (1 - (after.idle - before.idle) / (after.all - before.all || 1) <= busyAbove) return;
      if (this.patience <= 0) break;
      this.patience -= sampleMs;
    }
    this.disturbed++;
  }

  /** Whether numbers of this run may stand in the documentation. */
  get good() {
    return this.disturbed <= this.runs / 10;
  }

  toString() {
    return this.disturbed ? `${this.disturbed} of ${this.runs} runs began while something else used the cores` : 'machine quiet before every run';
  }
}
