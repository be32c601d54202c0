#include "mpc/oprf/oprf.h"

#include "crypto/hash.h"
#include "crypto/secret.h"

namespace tacit::mpc::oprf {

using crypto::Point;
using crypto::Scalar;

namespace {

using namespace std::string_view_literals;

// Domains end in "OPRFV1-" || I2OSP(mode, 1) || "-" || identifier (section 3.1), where the mode is 0x00.
constexpr auto group_domain = "HashToGroup-OPRFV1-\0-ristretto255-SHA512"sv;
constexpr auto key_domain = "DeriveKeyPairOPRFV1-\0-ristretto255-SHA512"sv;

constexpr std::size_t uniform_size = 64;

ByteArray<2> length_field(std::size_t length) {
    return {static_cast<std::uint8_t>(length >> 8), static_cast<std::uint8_t>(length)};
}

Output hash_output(View input, const Point& element) {
    return crypto::sha512({length_field(input.size()), input, length_field(element_size), element.bytes(),
                           as_view("Finalize")});
}

bool is_identity(const Point& point) {
    // The identity is the one element whose canonical encoding is all zero.
    return point.bytes() == ByteArray<32>{};
}

}  // namespace

std::optional<Point> hash_to_group(View input) {
    if (input.size() > max_input_size) return std::nullopt;
    auto uniform = crypto::expand_message_xmd(input, group_domain, uniform_size);
    const auto point = Point::from_uniform(std::span<const std::uint8_t, uniform_size>(uniform));
    crypto::wipe(uniform);
    if (is_identity(point)) return std::nullopt;
    return point;
}

std::optional<Point> blind(View input, const Scalar& blind) {
    const auto element = hash_to_group(input);
    if (!element) return std::nullopt;
    return element->times(blind);
}

Point blind_evaluate(const Scalar& key, const Point& blinded) {
    return blinded.times(key);
}

Output finalize(View input, const Scalar& blind, const Point& evaluated) {
    return hash_output(input, evaluated.times(blind.inverted()));
}

std::optional<Output> evaluate(const Scalar& key, View input) {
    const auto element = hash_to_group(input);
    if (!element) return std::nullopt;
    return hash_output(input, element->times(key));
}

std::optional<KeyPair> derive_key_pair(std::span<const std::uint8_t, 32> seed, View info) {
    if (info.size() > max_input_size) return std::nullopt;
    crypto::SecretBytes input(seed.begin(), seed.end());
    const auto length = length_field(info.size());
    input.insert(input.end(), length.begin(), length.end());
    input.insert(input.end(), info.begin(), info.end());
    input.push_back(0);
    for (unsigned counter = 0; counter <= 255; ++counter) {
        input.back() = static_cast<std::uint8_t>(counter);
        auto uniform = crypto::expand_message_xmd(input, key_domain, uniform_size);
        const auto secret = Scalar::reduce(std::span<const std::uint8_t, uniform_size>(uniform));
        crypto::wipe(uniform);
        if (!secret.is_zero()) return KeyPair{secret, Point::base(secret)};
    }
    return std::nullopt;
}

}  // namespace tacit::mpc::oprf
