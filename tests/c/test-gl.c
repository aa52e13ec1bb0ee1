// GLES by html5.h from the deputy, where the browser has WebGL: on a canvas of the page that was moved to the deputy
// (OFFSCREENCANVAS_SUPPORT), and on one that stayed, whose context is the page's and every call goes there (OFFSCREEN_FRAMEBUFFER).
// FEATURE: F79
// ENV: chromium firefox
// FLAGS: -sOFFSCREENCANVAS_SUPPORT -sOFFSCREENCANVASES_TO_PTHREAD=#moved -sOFFSCREEN_FRAMEBUFFER -lGL -lhtml5_webgl.js -sGL_ENABLE_GET_PROC_ADDRESS=0
// TIMEOUT: 60
#include <GLES2/gl2.h>
#include <emscripten/html5.h>
#include <emscripten/html5_webgl.h>
#include <emscripten/threading.h>

#include "tasks.h"

static GLuint shader(GLenum type, const char *text) {
  GLuint made = glCreateShader(type);
  glShaderSource(made, 1, &text, NULL);
  glCompileShader(made);
  GLint ok = 0;
  glGetShaderiv(made, GL_COMPILE_STATUS, &ok);
  CHECK(ok);
  return made;
}

static void draw(void) {
  GLuint program = glCreateProgram();
  glAttachShader(program, shader(GL_VERTEX_SHADER, "attribute vec2 at; void main() { gl_Position = vec4(at, 0., 1.); }"));
  glAttachShader(program, shader(GL_FRAGMENT_SHADER, "precision mediump float; uniform vec4 color; void main() { gl_FragColor = color; }"));
  glBindAttribLocation(program, 0, "at");
  glLinkProgram(program);
  GLint ok = 0;
  glGetProgramiv(program, GL_LINK_STATUS, &ok);
  CHECK(ok);
  glUseProgram(program);
  glUniform4f(glGetUniformLocation(program, "color"), 0, 1, 0, 1);
  static const float all[] = {-1, -1, 3, -1, -1, 3};
  GLuint buffer;
  glGenBuffers(1, &buffer);
  glBindBuffer(GL_ARRAY_BUFFER, buffer);
  glBufferData(GL_ARRAY_BUFFER, sizeof all, all, GL_STATIC_DRAW);
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, NULL);
  glEnableVertexAttribArray(0);
  glClearColor(1, 0, 0, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  glDrawArrays(GL_TRIANGLES, 0, 3);
  uint8_t pixel[4] = {0};
  glReadPixels(2, 2, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, pixel);
  CHECK_EQ(pixel[0], 0);
  CHECK_EQ(pixel[1], 255);
  CHECK_EQ(glGetError(), GL_NO_ERROR);
}

static void on(const char *canvas, EMSCRIPTEN_WEBGL_CONTEXT_PROXY_MODE mode) {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.alpha = false;
  attributes.explicitSwapControl = true;
  attributes.renderViaOffscreenBackBuffer = true;
  attributes.proxyContextToMainThread = mode;
  EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context = emscripten_webgl_create_context(canvas, &attributes);
  CHECK(context > 0);
  if (context <= 0) return;
  CHECK_EQ(emscripten_webgl_make_context_current(context), EMSCRIPTEN_RESULT_SUCCESS);
  draw();
  CHECK_EQ(emscripten_webgl_commit_frame(), EMSCRIPTEN_RESULT_SUCCESS);
  /* emscripten 6.0.5 looks for a context of the page's on the calling thread when it destroys one. */
  if (mode == EMSCRIPTEN_WEBGL_CONTEXT_PROXY_DISALLOW) CHECK_EQ(emscripten_webgl_destroy_context(context), EMSCRIPTEN_RESULT_SUCCESS);
}

int main(void) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("hasWebGL"), &out, DEPUTY_NO_ARGS), DEPUTY_OK, &out);
  if (!out.data.boolean) {
    printf("skipped: this browser has no WebGL here\n");
    return 77;
  }
  on("#moved", EMSCRIPTEN_WEBGL_CONTEXT_PROXY_DISALLOW);
  on("#stayed", EMSCRIPTEN_WEBGL_CONTEXT_PROXY_ALWAYS);
  return check_result();
}
