#include "cli/bench_psi.h"

#include "crypto/big_vector.h"
#include "crypto/prg.h"
#include "mpc/progress.h"
#include "mpc/psi/vole_rows.h"

namespace tacit::cli {

namespace {

/// Half of the items are in both lists, at other places.
crypto::BigVector<crypto::Block> items_of(bool first, std::size_t count) {
    crypto::BigVector<crypto::Block> items(count);
    const auto all = std::span(items);
    const std::size_t common = count / 2;
    crypto::Prg(crypto::Block{1, 0}).fill(first ? all.first(common) : all.last(common));
    crypto::Prg(crypto::Block{2, first ? 1u : 2u})
        .fill(first ? all.last(count - common) : all.first(count - common));
    return items;
}

}  // namespace

Ready psi_party(std::size_t self, const PartyTask& task) {
    const bool first = self == 0;
    mpc::psi::VoleOptions options;
    options.threads = task.threads;
    options.reveal_to_sender = task.both;
    if (task.part_items != 0) options.part_items = task.part_items;
    const auto expected = first || task.both ? task.items / 2 : 0;
    return [=, items = items_of(first, task.items)](Channels channels) -> Result<PartyReport> {
        auto& peer = *channels[1 - self];
        crypto::SystemRandom random;
        mpc::NoProgress progress;
        const auto rows = first ? mpc::psi::receive_rows_by_vole(options, items, peer, random, progress)
                                : mpc::psi::send_rows_by_vole(options, items, peer, random, progress);
        TACIT_TRY(rows ? Status{} : rows.error());
        if (rows->matches.size() != expected) return error(Fault::internal, "the intersection is wrong");
        return PartyReport{};
    };
}

}  // namespace tacit::cli
