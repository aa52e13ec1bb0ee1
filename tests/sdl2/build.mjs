// Builds SDL2 for tests that link it: `LIBRARY: sdl2` in their heads. emcc's own port downloads the source; here it comes with a crate.
// What is compiled is what the port compiles, of the version at hand. Once: the archive's name has the hash of what it is made of.
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashValue, run } from '../runner/building.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const flags = ['-c', '-O1', '-pthread', '-w', '-fwrapv-pointer', '-sUSE_SDL=0'];
const sources = `SDL SDL_assert SDL_dataqueue SDL_error SDL_guid SDL_hints SDL_list SDL_log SDL_utils atomic/SDL_atomic atomic/SDL_spinlock
  audio/SDL_audio audio/SDL_audiocvt audio/SDL_audiodev audio/SDL_audiotypecvt audio/SDL_mixer audio/SDL_wave cpuinfo/SDL_cpuinfo
  dynapi/SDL_dynapi events/SDL_clipboardevents events/SDL_displayevents events/SDL_dropevents events/SDL_events events/SDL_gesture
  events/SDL_keyboard events/SDL_keysym_to_scancode events/SDL_scancode_tables events/SDL_mouse events/SDL_quit events/SDL_touch
  events/SDL_windowevents file/SDL_rwops haptic/SDL_haptic hidapi/SDL_hidapi joystick/controller_type joystick/SDL_gamecontroller
  joystick/SDL_joystick joystick/SDL_steam_virtual_gamepad power/SDL_power render/SDL_d3dmath render/SDL_render render/SDL_yuv_sw
  render/opengl/SDL_render_gl render/opengl/SDL_shaders_gl render/opengles/SDL_render_gles render/opengles2/SDL_render_gles2
  render/opengles2/SDL_shaders_gles2 render/software/SDL_blendfillrect render/software/SDL_blendline render/software/SDL_blendpoint
  render/software/SDL_drawline render/software/SDL_drawpoint render/software/SDL_render_sw render/software/SDL_rotate
  render/software/SDL_triangle sensor/SDL_sensor sensor/dummy/SDL_dummysensor stdlib/SDL_crc16 stdlib/SDL_crc32 stdlib/SDL_getenv
  stdlib/SDL_iconv stdlib/SDL_malloc stdlib/SDL_qsort stdlib/SDL_stdlib stdlib/SDL_string stdlib/SDL_strtokr thread/SDL_thread
  timer/SDL_timer video/SDL_RLEaccel video/SDL_blit video/SDL_blit_0 video/SDL_blit_1 video/SDL_blit_A video/SDL_blit_N
  video/SDL_blit_auto video/SDL_blit_copy video/SDL_blit_slow video/SDL_bmp video/SDL_clipboard video/SDL_egl video/SDL_fillrect
  video/SDL_pixels video/SDL_rect video/SDL_shape video/SDL_stretch video/SDL_surface video/SDL_video video/SDL_yuv
  video/emscripten/SDL_emscriptenevents video/emscripten/SDL_emscriptenframebuffer video/emscripten/SDL_emscriptenmouse
  video/emscripten/SDL_emscriptenopengles video/emscripten/SDL_emscriptenvideo audio/emscripten/SDL_emscriptenaudio
  video/dummy/SDL_nullevents video/dummy/SDL_nullframebuffer video/dummy/SDL_nullvideo video/yuv2rgb/yuv_rgb video/yuv2rgb/yuv_rgb_std
  audio/disk/SDL_diskaudio audio/dummy/SDL_dummyaudio loadso/dlopen/SDL_sysloadso power/emscripten/SDL_syspower
  joystick/emscripten/SDL_sysjoystick filesystem/emscripten/SDL_sysfilesystem timer/unix/SDL_systimer haptic/dummy/SDL_syshaptic
  main/dummy/SDL_dummy_main locale/SDL_locale locale/emscripten/SDL_syslocale misc/SDL_url misc/emscripten/SDL_sysurl
  thread/pthread/SDL_syscond thread/pthread/SDL_sysmutex thread/pthread/SDL_syssem thread/pthread/SDL_systhread
  thread/pthread/SDL_systls`.split(/\s+/);

/** Where cargo has put the source. */
async function source() {
  const manifest = path.join(here, 'Cargo.toml');
  const text = await run('cargo', ['metadata', '--quiet', '--locked', '--format-version', '1', '--manifest-path', manifest], here);
  const crate = JSON.parse(text.slice(text.indexOf('{'))).packages.find((/** @type {{name: string}} */ one) => one.name === 'sdl2-sys');
  return path.join(path.dirname(crate.manifest_path), 'SDL');
}

/**
 * @param {string} out where built tests are
 * @param {string} version of the compiler
 * @returns {Promise<string[]>} flags to compile and link with
 */
export async function build(out, version) {
  const sdl = await source();
  const directory = path.join(out, `sdl2-${hashValue([version, sdl, flags, sources]).slice(0, 16)}`);
  const archive = path.join(directory, 'libSDL2.a');
  if (!existsSync(archive)) {
    const aside = `${directory}.${process.pid}`;
    await rm(aside, { recursive: true, force: true });
    await mkdir(aside, { recursive: true });
    const include = path.join(sdl, 'include');
    await symlink(include, path.join(aside, 'SDL2'));
    const queue = sources.filter((name) => existsSync(path.join(sdl, 'src', `${name}.c`)));
    const objects = queue.map((name) => path.join(aside, `${name.replaceAll('/', '-')}.o`));
    const jobs = queue.map((name, i) => /** @type {const} */ ([name, objects[i] ?? '']));
    const worker = async () => {
      for (let job = jobs.shift(); job; job = jobs.shift()) {
        await run('emcc', [...flags, `-I${include}`, path.join(sdl, 'src', `${job[0]}.c`), '-o', job[1]], here);
      }
    };
    await Promise.all(Array.from({ length: os.availableParallelism() }, worker));
    await run('emar', ['rcs', path.join(aside, 'libSDL2.a'), ...objects], here);
    await rename(aside, directory);
  }
  return ['-isystem', directory, '-isystem', path.join(directory, 'SDL2'), archive];
}
