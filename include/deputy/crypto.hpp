// Part of deputy.hpp: what crypto.subtle does, waited for.
// SPDX-License-Identifier: MIT OR Apache-2.0
#ifndef DEPUTY_CRYPTO_HPP
#define DEPUTY_CRYPTO_HPP

#include <deputy.hpp>

namespace deputy::crypto {

using bytes = std::vector<std::uint8_t>;
/** Bytes, or text as UTF-8; borrowed. */
class data {
 public:
  data(std::span<const std::uint8_t> from) noexcept : raw_(deputy_bytes(from.data(), from.size())) {}
  data(const bytes& from) noexcept : data(std::span<const std::uint8_t>(from)) {}
  data(std::string_view from) noexcept : raw_(deputy_bytes(from.data(), from.size())) {}
  data(const char* from) noexcept : data(std::string_view(from)) {}
  const deputy_value& raw() const noexcept { return raw_; }

 private:
  deputy_value raw_;
};

namespace detail {
inline bytes bytes_of(deputy_status status, value& out) {
  const value got = deputy::detail::done(status, out);
  const auto all = got.as<std::span<const std::uint8_t>>();
  return bytes(all.begin(), all.end());
}
}  // namespace detail

/** Fills it with random bytes. \since 0.1.0 */
inline void random(std::span<std::uint8_t> to) { check(deputy_crypto_random(to.data(), to.size())); }

/** "SHA-256" and the like. \since 0.1.0 */
inline bytes digest(const char* algorithm, const data& of) {
  value out;
  return detail::bytes_of(deputy_crypto_digest(algorithm, of.raw(), out.out()), out);
}

/**
 * A key, which stays with the browser. Algorithms are values as crypto.subtle takes them, mostly records: DEPUTY_RECORD().
 * Where a pair is made, it is two keys. \since 0.1.0
 */
class key {
 public:
  /** \param usages with blanks in between: "sign verify" */
  static key import(const char* format, const data& material, const argument& algorithm, bool extractable, const char* usages) {
    value out;
    return key(deputy_crypto_import(format, material.raw(), algorithm.raw(), extractable, usages, out.out()), out);
  }
  static key generate(const argument& algorithm, bool extractable, const char* usages) {
    value out;
    return key(deputy_crypto_generate(algorithm.raw(), extractable, usages, out.out()), out);
  }

  bytes export_as(const char* format) const {
    value out;
    return detail::bytes_of(deputy_crypto_export(format, object_.handle(), out.out()), out);
  }
  bytes encrypt(const argument& algorithm, const data& what) const {
    value out;
    return detail::bytes_of(deputy_crypto_encrypt(algorithm.raw(), object_.handle(), what.raw(), out.out()), out);
  }
  bytes decrypt(const argument& algorithm, const data& what) const {
    value out;
    return detail::bytes_of(deputy_crypto_decrypt(algorithm.raw(), object_.handle(), what.raw(), out.out()), out);
  }
  bytes sign(const argument& algorithm, const data& what) const {
    value out;
    return detail::bytes_of(deputy_crypto_sign(algorithm.raw(), object_.handle(), what.raw(), out.out()), out);
  }
  bool verify(const argument& algorithm, const data& signature, const data& what) const {
    value out;
    return deputy::detail::done(deputy_crypto_verify(algorithm.raw(), object_.handle(), signature.raw(), what.raw(), out.out()), out).as<bool>();
  }
  bytes derive_bits(const argument& algorithm, std::uint32_t bits) const {
    value out;
    return detail::bytes_of(deputy_crypto_derive_bits(algorithm.raw(), object_.handle(), bits, out.out()), out);
  }
  /** The CryptoKey. */
  const deputy::object& object() const noexcept { return object_; }

 private:
  key(deputy_status status, value& out) : object_(deputy::detail::object_of(status, out)) {}

  deputy::object object_;
};

}  // namespace deputy::crypto

#endif
