#include "support/tampered_channel.h"

#include <algorithm>

namespace tacit::testing {

const char* tamper_name(Tamper tamper) {
    switch (tamper) {
        case Tamper::flip_bit:
            return "flip_bit";
        case Tamper::drop:
            return "drop";
        case Tamper::repeat:
            return "repeat";
        case Tamper::truncate:
            return "truncate";
        case Tamper::extend:
            return "extend";
        case Tamper::reorder:
            return "reorder";
        case Tamper::zero:
            return "zero";
        case Tamper::replay:
            return "replay";
    }
    return "?";
}

Status TamperedChannel::send(View message) {
    if (sent_++ == target_) return send_altered(message);
    TACIT_TRY(below_.send(message));
    previous_ = to_bytes(message);
    if (!held_) return {};
    const Bytes late = std::move(*held_);
    held_.reset();
    return below_.send(late);
}

Status TamperedChannel::send_altered(View message) {
    Bytes altered = to_bytes(message);
    switch (tamper_) {
        case Tamper::flip_bit:
            if (!altered.empty())
                altered[bit_ / 8 % altered.size()] ^= static_cast<std::uint8_t>(1u << (bit_ % 8));
            break;
        case Tamper::truncate:
            if (!altered.empty()) altered.pop_back();
            break;
        case Tamper::extend:
            altered.push_back(0);
            break;
        case Tamper::zero:
            std::fill(altered.begin(), altered.end(), std::uint8_t{0});
            break;
        case Tamper::replay:
            if (sent_ > 1)
                altered = previous_;
            else
                std::fill(altered.begin(), altered.end(), std::uint8_t{0});
            break;
        case Tamper::drop:
            altered_ = true;
            return {};
        case Tamper::repeat:
            altered_ = true;
            TACIT_TRY(below_.send(message));
            break;
        case Tamper::reorder:
            altered_ = true;
            held_ = std::move(altered);
            return {};
    }
    altered_ = altered_ || !std::equal(altered.begin(), altered.end(), message.begin(), message.end());
    return below_.send(altered);
}

}  // namespace tacit::testing
