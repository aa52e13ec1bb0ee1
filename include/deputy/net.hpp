// Part of deputy.hpp: HTTP and WebSockets.
// SPDX-License-Identifier: MIT OR Apache-2.0
#ifndef DEPUTY_NET_HPP
#define DEPUTY_NET_HPP

#include <deputy.hpp>

namespace deputy {

/** HTTP requests that this thread waits for. \since 0.1.0 */
namespace http {

/** A response whose headers have come. Freed with its owner; what of the body was not read is not fetched. */
class response {
 public:
  response() noexcept = default;
  explicit response(deputy_http_response* owned) noexcept : raw_(owned) {}
  response(response&& other) noexcept : raw_(std::exchange(other.raw_, nullptr)) {}
  response& operator=(response&& other) noexcept {
    std::swap(raw_, other.raw_);
    return *this;
  }
  ~response() { deputy_http_free(raw_); }

  std::uint32_t status() const noexcept { return deputy_http_status(raw_); }
  bool ok() const noexcept { return status() >= 200 && status() < 300; }
  std::optional<std::string> header(const char* name) const {
    const char* text = deputy_http_header(raw_, name);
    return text ? std::optional<std::string>(text) : std::nullopt;
  }
  /** After redirects. */
  std::string url() const {
    const char* text = deputy_http_url(raw_);
    return text ? text : "";
  }
  /** Bytes of the body, if the server has told. */
  std::optional<std::uint64_t> length() const noexcept {
    const std::uint64_t length = deputy_http_length(raw_);
    return length == UINT64_MAX ? std::nullopt : std::optional<std::uint64_t>(length);
  }

  /** Reads what has come, at least a byte; 0 at the end. */
  std::size_t read(std::span<std::uint8_t> buffer) {
    std::size_t count = 0;
    check(deputy_http_read(raw_, buffer.data(), buffer.size(), &count));
    return count;
  }
  /** All that is left of the body. */
  std::vector<std::uint8_t> bytes() { return all<std::vector<std::uint8_t>>(); }
  std::string text() { return all<std::string>(); }
  /** Ends reads that wait, on any thread. */
  void abort() const { check(deputy_http_abort(raw_)); }

 private:
  template <class All>
  All all() {
    constexpr std::size_t piece = 256 * 1024;
    All body;
    for (std::size_t got = 0;;) {
      body.resize(got + piece);
      const std::size_t count = read({reinterpret_cast<std::uint8_t*>(body.data()) + got, piece});
      got += count;
      if (count == 0) {
        body.resize(got);
        return body;
      }
    }
  }

  deputy_http_response* raw_ = nullptr;
};

/** What is to be sent; it can be sent more than once. */
class request {
 public:
  request(const char* method, const char* url) { check(deputy_http_request_new(method, url, &raw_)); }
  request(request&& other) noexcept : raw_(std::exchange(other.raw_, nullptr)), head_(other.head_), read_(other.read_) {}
  request& operator=(request&& other) noexcept {
    std::swap(raw_, other.raw_);
    std::swap(head_, other.head_);
    std::swap(read_, other.read_);
    return *this;
  }
  ~request() { deputy_http_request_free(raw_); }

  request&& header(const char* name, const char* value) && { return std::move(with_header(name, value)); }
  request& header(const char* name, const char* value) & { return with_header(name, value); }
  /** Copied. */
  request&& body(std::string_view bytes) && { return std::move(with_body(bytes)); }
  request& body(std::string_view bytes) & { return with_body(bytes); }
  /** Until the headers have come, and for each read of the body. */
  request&& timeout(std::chrono::milliseconds limit) && { return std::move(with_limit(limit)); }
  request& timeout(std::chrono::milliseconds limit) & { return with_limit(limit); }
  /** An option of fetch. */
  request&& option(const char* name, const char* value) && {
    check(deputy_http_request_option(raw_, name, value));
    return std::move(*this);
  }

  /** Waits for the headers. Every HTTP status is a response. `cancel` aborts it. */
  response send(const task* cancel = nullptr) {
    check(deputy_http_request_limits(raw_, head_, read_, cancel ? cancel->handle() : 0));
    deputy_http_response* got = nullptr;
    value error;
    detail::done(deputy_http_send(raw_, error.out(), &got), error);
    return response(got);
  }
  /** The whole body as text. */
  std::string text() { return send().text(); }
  std::vector<std::uint8_t> bytes() { return send().bytes(); }

 private:
  request& with_header(const char* name, const char* value) {
    check(deputy_http_request_header(raw_, name, value));
    return *this;
  }
  request& with_body(std::string_view bytes) {
    check(deputy_http_request_body(raw_, bytes.data(), bytes.size()));
    return *this;
  }
  request& with_limit(std::chrono::milliseconds limit) {
    head_ = read_ = std::max<std::uint32_t>(detail::limit(limit), 1);
    return *this;
  }

  deputy_http_request* raw_ = nullptr;
  std::uint32_t head_ = 0, read_ = 0;
};

/** http::get("/a.json").timeout(5s).text() */
inline request get(const char* url) { return request("GET", url); }
inline request post(const char* url, std::string_view body) { return request("POST", url).body(body); }

}  // namespace http

/** A WebSocket. Closed without waiting when it is gone. \since 0.1.0 */
class web_socket {
 public:
  /** A message: its bytes, and whether they are text. */
  struct message {
    std::string data;
    bool text;
  };

  /** Connects. \param protocols NULL, or with commas in between */
  explicit web_socket(const char* url, const char* protocols = nullptr, std::chrono::milliseconds limit = without_limit) {
    deputy_call_options options{};
    options.struct_size = sizeof options;
    if (limit != without_limit) options.timeout_ms = std::max<std::uint32_t>(detail::limit(limit), 1);
    value error;
    detail::done(deputy_ws_open(url, protocols, &options, error.out(), &raw_), error);
  }
  web_socket(web_socket&& other) noexcept : raw_(std::exchange(other.raw_, nullptr)) {}
  web_socket& operator=(web_socket&& other) noexcept {
    std::swap(raw_, other.raw_);
    return *this;
  }
  ~web_socket() { deputy_ws_free(raw_); }

  std::string protocol() const { return deputy_ws_protocol(raw_); }
  void send(std::string_view text, std::chrono::milliseconds limit = without_limit) const {
    check(deputy_ws_send(raw_, text.data(), text.size(), DEPUTY_WS_TEXT, detail::limit(limit)));
  }
  void send(std::span<const std::uint8_t> bytes, std::chrono::milliseconds limit = without_limit) const {
    check(deputy_ws_send(raw_, bytes.data(), bytes.size(), DEPUTY_WS_BINARY, detail::limit(limit)));
  }
  /** Waits for a whole message; nothing once the connection has closed and all was received. */
  std::optional<message> receive(std::chrono::milliseconds limit = without_limit) const {
    constexpr std::size_t piece = 16 * 1024;
    message whole{{}, false};
    for (std::size_t got = 0;;) {
      whole.data.resize(got + piece);
      deputy_ws_part part{};
      const deputy_status status = deputy_ws_receive(raw_, whole.data.data() + got, piece, &part, detail::limit(limit));
      if (status == DEPUTY_CLOSED && got == 0) return std::nullopt;
      check(status);
      got += part.count;
      whole.text = part.kind == DEPUTY_WS_TEXT;
      if (part.last) {
        whole.data.resize(got);
        return whole;
      }
    }
  }
  /** Says goodbye, and waits for the other side's. */
  void close(std::uint32_t code = 1000, const char* reason = nullptr, std::chrono::milliseconds limit = without_limit) const {
    check(deputy_ws_close(raw_, code, reason, detail::limit(limit)));
  }
  void abort() const { check(deputy_ws_abort(raw_)); }

 private:
  deputy_ws* raw_ = nullptr;
};

}  // namespace deputy

#endif
