/**
 * What the program has of this library stands together in its script, before the file system: there is much that is alike in it, and gzip
 * finds again what is at most 32 KiB behind. So its objects depend on no large part of emscripten's; the functions that native code calls do.
 *
 * Needs DEFAULT_LIBRARY_FUNCS_TO_INCLUDE to be what native code calls, in the order of the script. Without, the order is another one.
 * SPDX-License-Identifier: MIT OR Apache-2.0
 */
{
  const symbols = DEFAULT_LIBRARY_FUNCS_TO_INCLUDE;
  const first = symbols.findIndex((name) => name.startsWith('__syscall'));
  const parts = symbols.flatMap((name) => LibraryManager.library[`${name}__deps`] ?? []).filter((name) => /^\$Deputy/.test(name));
  // The host takes the glue along, and stands behind it.
  if (first >= 0) symbols.splice(first, 0, '$DeputyHost', ...parts);
}
