"""emdeputy as an external port of emscripten: `emcc prog.c --use-port=.../emscripten-js/port/deputy.py`.

One path does it all: compile and link in one step, `-c` alone, link alone. What is passed on is in flags.json, beside
this file; nothing is listed here. SPDX-License-Identifier: MIT OR Apache-2.0
"""
import json
import os

from tools import cmdline, utils
from tools.settings import settings

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))

TITLE = 'emdeputy'
DESCRIPTION = 'Blocking multithreaded programs in a browser tab: main() runs on a thread that may wait.'
LICENSE = 'MIT OR Apache-2.0'

OPTIONS = {
    'guard': '1: the development flavour, which reports waits on the page\'s thread, long waits and stack overflows. Default 0.',
}

# What flags.json only proposes: the program's own choice is as good.
PROPOSED = ['STACK_SIZE', 'INITIAL_MEMORY', 'STACK_OVERFLOW_CHECK']

NO_MODULE = 'there is no Module object, through which the page and the program know each other'
# Settings under which the library cannot work: how one asks for them, and why not.
IMPOSSIBLE = {
    'MEMORY64': ('-m64', 'the library is built for 32-bit memory'),
    'MINIMAL_RUNTIME': ('-sMINIMAL_RUNTIME', NO_MODULE),
    'STANDALONE_WASM': ('-sSTANDALONE_WASM', 'there is no JavaScript, in which half of the library is written'),
    'WASM2JS': ('-sWASM=0 or 2', 'the library is WebAssembly'),
    'WASM_ESM_INTEGRATION': ('-sWASM_ESM_INTEGRATION', NO_MODULE),
}


def fail(message):
    utils.exit_with_error(f'emdeputy: {message}')


with open(os.path.join(HERE, 'flags.json'), encoding='utf-8') as file:
    FLAGS = json.load(file)


def sort_flags(flags):
    """Splits flags of flags.json by the way emcc wants to hear of each."""
    needed, cflags, files, js, before, ld = {}, [], [], [], [], []
    for flag in flags:
        flag = flag.replace('${ROOT}', ROOT)
        if flag == '-pthread':
            needed['PTHREADS'] = 1
        elif flag.startswith('-s'):
            name, _, value = flag.removeprefix('-s').partition('=')
            needed[name] = int(value or 1)
        elif flag.startswith(('-I', '-D')):
            cflags.append(flag)
        elif flag.startswith('-Wl,'):
            ld += flag.removeprefix('-Wl,').split(',')
        elif flag.startswith('--js-library='):
            js.append(flag.removeprefix('--js-library='))
        elif flag.startswith('--extern-pre-js='):
            before.append(flag.removeprefix('--extern-pre-js='))
        elif flag.endswith(('.a', '.o')):
            files.append(flag)
        else:
            fail(f'flags.json has a flag this port does not know: {flag}')
    return needed, cflags, files, js, before, ld


NEEDED, CFLAGS, ARCHIVES, JS_LIBRARIES, JS_BEFORE, LD_FLAGS = sort_flags(FLAGS['compile'] + FLAGS['link'])
# With the option `guard`. Names of functions are a setting of emcc's own.
GUARD_NEEDED, _, GUARD_FILES, _, _, GUARD_LD_FLAGS = sort_flags(flag for flag in FLAGS['guard'] if flag != '--profiling-funcs')
guarded = False

# Now, while emcc reads its command line: what the linker makes of PTHREADS and PROXY_TO_PTHREAD is settled before it
# calls linker_setup(). The user's own settings are applied after this and win; check_settings() looks at them then.
for setting, wanted in NEEDED.items():
    setattr(settings, setting, wanted)


def check_settings(names):
    for name in names:
        if getattr(settings, name) != NEEDED[name]:
            given, needed = ('-no-pthread', '-pthread') if name == 'PTHREADS' else (
                f'-s{name}={getattr(settings, name)}', f'-s{name}={NEEDED[name]}')
            fail(f'{given} contradicts --use-port, which needs {needed}')


def handle_options(options, error_handler):
    global guarded
    guard = options.get('guard', '0')
    if guard not in ('0', '1'):
        error_handler(f'guard: expected 0 or 1, got {guard}')
    guarded = guard == '1'
    if guarded:
        # Now, as above.
        settings.EMIT_NAME_SECTION = 1
        for setting, value in GUARD_NEEDED.items():
            setattr(settings, setting, value)


def get(ports, settings, shared):
    # Called for compiling too, where the result is not used.
    return (GUARD_FILES + GUARD_LD_FLAGS if guarded else []) + ARCHIVES + LD_FLAGS


def process_args(ports):
    check_settings(['PTHREADS'])  # the others cannot be read while compiling
    return CFLAGS


def linker_setup(ports, settings):
    check_settings([name for name in NEEDED if name not in PROPOSED])
    for name, (asked, reason) in IMPOSSIBLE.items():
        if getattr(settings, name):
            fail(f'{asked} cannot be used: {reason}')
    if settings.MODULARIZE == 'instance':
        fail(f'-sMODULARIZE=instance cannot be used: {NO_MODULE}')
    for file in ARCHIVES + JS_LIBRARIES + (GUARD_FILES if guarded else []):
        if not os.path.isfile(file):
            fail(f'{file} is missing; run `make lib` in {ROOT}')
    # Also given as plain flags? Once is enough.
    settings.JS_LIBRARIES += [file for file in JS_LIBRARIES if file not in settings.JS_LIBRARIES]
    before = cmdline.options.extern_pre_js
    before += [file for file in JS_BEFORE if file not in before]


def clear(ports, settings, shared):
    pass  # nothing is built into emscripten's cache


def show():
    return f'{TITLE} ({LICENSE})'
