// A terminal of xterm.js for a program: what is typed becomes lines of its standard input, what it writes appears as it comes.

/**
 * Options for the factory of a program that has this terminal. The page does what a terminal driver does: echo, editing of the line,
 * the end of the input.
 * @param {{ write(text: string): void, onData(hear: (data: string) => void): { dispose(): void } }} terminal  made with `convertEol`
 */
export function inTerminal(terminal) {
  /** @type {{ write(text: string): void, end(): void } | undefined} */
  let stdin;
  let line = '';

  /** @param {string} key */
  function type(key) {
    if (key === '\r') {
      terminal.write('\r\n');
      stdin?.write(`${line}\n`);
      line = '';
    } else if (key === '\x7f') {
      if (line) terminal.write('\b \b');
      line = line.slice(0, -1);
    } else if (key === '\x15') { // Ctrl+U
      terminal.write('\b \b'.repeat(line.length));
      line = '';
    } else if (key === '\x04') { // Ctrl+D
      if (line === '') stdin?.end();
    } else if (key >= ' ') {
      terminal.write(key);
      line += key;
    }
  }

  const keys = terminal.onData((data) => {
    // Keys such as arrows come as one sequence, and pasted text as one string.
    if (!data.startsWith('\x1b')) for (const key of data) type(key);
  });
  return {
    /** @param {any} program */
    preRun: (program) => void (stdin = program.deputy.stdin),
    onExit: () => keys.dispose(),
    deputy: { terminal: true, onOutput: (/** @type {string} */ text) => terminal.write(text) },
  };
}
