#include "store/sealed_column.h"

#include "crypto/hash.h"

namespace tacit::store {

namespace {

constexpr std::uint8_t padding_start = 0x80;

crypto::Digest associated(const Place& place) {
    return crypto::Hasher("tacit.store.column").add(place.table).add(place.row).add(place.column).finish();
}

Error damaged(const Place& place, const std::string& detail) {
    return error(Fault::profile_damaged,
                 std::string(place.table) + "." + std::string(place.column) + ": " + detail);
}

}  // namespace

Bytes seal_column(const crypto::AeadKey& key, const Place& place, View plain, crypto::Random& random) {
    // One marker byte, then zeros up to the block (the padding of ISO/IEC 7816-4).
    crypto::SecretBytes padded((plain.size() / sealed_block + 1) * sealed_block, 0);
    std::copy(plain.begin(), plain.end(), padded.begin());
    padded[plain.size()] = padding_start;
    return crypto::seal(key, padded, associated(place), random);
}

Result<crypto::SecretBytes> open_column(const crypto::AeadKey& key, const Place& place, View sealed) {
    auto opened = crypto::open(key, sealed, associated(place));
    if (!opened) return damaged(place, opened.error().detail);
    crypto::SecretBytes plain = std::move(opened).value();
    while (!plain.empty() && plain.back() == 0) plain.pop_back();
    if (plain.empty() || plain.back() != padding_start) return damaged(place, "the padding is wrong");
    plain.pop_back();
    return plain;
}

}  // namespace tacit::store
