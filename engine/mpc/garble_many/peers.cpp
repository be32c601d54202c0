#include "mpc/garble_many/peers.h"

#include <algorithm>

namespace tacit::mpc::garble_many {

Result<Heard> Peers::round(Bytes to_all, const SizeOf& to_all_size, const Each& make,
                           const SizeOf& to_me_size) {
    if (progress_.stop_requested()) return error(Fault::cancelled);
    for (const auto peer : others_) {
        Bytes message = to_bytes(heard_);
        message.insert(message.end(), to_all.begin(), to_all.end());
        if (make) {
            const Bytes aside = make(peer);
            message.insert(message.end(), aside.begin(), aside.end());
        }
        TACIT_TRY(channel(peer).send(message));
        TACIT_TRY(channel(peer).flush());
    }
    Heard out{std::vector<Bytes>(count()), std::vector<Bytes>(count())};
    out.to_all[self_] = std::move(to_all);
    bool same = true;
    for (const auto peer : others_) {
        const auto all = to_all_size(peer), me = to_me_size ? to_me_size(peer) : 0;
        TACIT_ASSIGN(const Bytes message, channel(peer).receive(echo_size + all + me));
        same = same && std::equal(heard_.begin(), heard_.end(), message.begin());
        out.to_all[peer] = to_bytes(View(message).subspan(echo_size, all));
        out.to_me[peer] = to_bytes(View(message).subspan(echo_size + all));
    }
    if (!same) return somebody("not everybody was told the same");
    remember(out.to_all);
    return out;
}

Result<std::vector<Bytes>> Peers::say(Bytes to_all) {
    const auto size = to_all.size();
    TACIT_ASSIGN(auto heard, round(std::move(to_all), [=](std::size_t) { return size; }, {}, {}));
    return std::move(heard.to_all);
}

Status Peers::confirm() {
    TACIT_ASSIGN(const auto nothing, say({}));
    return {};
}

void Peers::remember(const std::vector<Bytes>& to_all) {
    const bool nothing =
        std::all_of(to_all.begin(), to_all.end(), [](const auto& one) { return one.empty(); });
    if (nothing) return;
    crypto::Hasher hasher("tacit/mpc/garble_many/heard");
    hasher.add(heard_);
    for (const auto& one : to_all) hasher.add(one);
    heard_ = hasher.finish();
}

void Peers::note(View told_to_all) {
    heard_ = crypto::Hasher("tacit/mpc/garble_many/noted").add(heard_).add(told_to_all).finish();
}

crypto::Digest Peers::heard() const {
    return heard_;
}

Status Peers::exchange(std::size_t size, const std::function<View(std::size_t peer)>& send,
                       const std::function<void(std::size_t peer, View message)>& take) {
    if (progress_.stop_requested()) return error(Fault::cancelled);
    for (const auto peer : others_) {
        TACIT_TRY(channel(peer).send(send(peer)));
        TACIT_TRY(channel(peer).flush());
    }
    for (const auto peer : others_) {
        TACIT_ASSIGN(const Bytes message, channel(peer).receive(size));
        take(peer, message);
    }
    return {};
}

}  // namespace tacit::mpc::garble_many
