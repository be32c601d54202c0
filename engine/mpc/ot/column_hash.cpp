#include "mpc/ot/column_hash.h"

#include <algorithm>

#include "crypto/gf128.h"
#include "crypto/prg.h"

namespace tacit::mpc::ot {

namespace {

constexpr std::size_t parts = 32;  ///< of the rows; some for every thread

BigVector<Block> coefficients(Block challenge, std::size_t count) {
    BigVector<Block> out(count);
    crypto::Prg(challenge).fill(std::span(out));
    return out;
}

}  // namespace

ColumnHashes hash_columns(Block challenge, std::span<const Block> matrix, Workers& workers) {
    const auto hashed = matrix.size() / column_count - 1;
    const auto chi = coefficients(challenge, hashed);
    std::array<ColumnHashes, parts> sums{};
    workers.all_of(parts, [&](std::size_t part) {
        auto& sum = sums[part];
        for (std::size_t i = hashed * part / parts; i < hashed * (part + 1) / parts; ++i)
            crypto::gf_scale_add(chi[i], matrix.data() + i * column_count, sum.data(), sum.data(),
                                 column_count);
        return true;
    });
    ColumnHashes out;
    const auto mask = matrix.subspan(hashed * column_count);
    std::copy(mask.begin(), mask.end(), out.begin());
    for (const auto& sum : sums)
        for (std::size_t c = 0; c < column_count; ++c) out[c] ^= sum[c];
    return out;
}

Block hash_choices(Block challenge, std::span<const Block> choices) {
    const auto chi = coefficients(challenge, choices.size() - 1);
    return crypto::gf_inner_product(chi.data(), choices.data(), chi.size()) ^ choices.back();
}

}  // namespace tacit::mpc::ot
