#include "net/door.h"

#include <vector>

namespace tacit::net {

void GuestList::allow(Kind kind, PeerId peer, const crypto::CurvePublic& key) {
    const std::lock_guard lock(mutex_);
    const auto place = std::pair(kind, peer);
    if (const auto old = entries_.find(place); old != entries_.end()) {
        if (old->second.key == key) return;
        by_name_.erase(old->second.user_id);
    }
    auto name = (kind == Kind::pairing ? "p" : "m") + std::to_string(peer) + "." + std::to_string(++count_);
    by_name_[name] = {kind, peer};
    entries_[place] = {key, std::move(name)};
}

void GuestList::remove(Kind kind, PeerId peer) {
    const std::lock_guard lock(mutex_);
    const auto old = entries_.find({kind, peer});
    if (old == entries_.end()) return;
    by_name_.erase(old->second.user_id);
    entries_.erase(old);
}

std::optional<std::string> GuestList::user_id(View key) const {
    const std::lock_guard lock(mutex_);
    for (const auto& [place, entry] : entries_)
        if (std::equal(key.begin(), key.end(), entry.key.begin(), entry.key.end())) return entry.user_id;
    return std::nullopt;
}

std::optional<GuestList::Guest> GuestList::find(const std::string& user_id) const {
    const std::lock_guard lock(mutex_);
    const auto it = by_name_.find(user_id);
    return it == by_name_.end() ? std::nullopt : std::optional(it->second);
}

Door::Door(const Context& context, const GuestList& guests) : guests_(guests), socket_(context, ZMQ_REP) {
    ready_ = socket_ && socket_.bind("inproc://zeromq.zap.01");
}

void Door::serve() {
    while (auto first = socket_.receive()) {
        // version, request id, domain, address, routing id, mechanism, credentials
        std::vector<Bytes> fields{to_bytes(first->view())};
        for (bool more = first->more(); more;) {
            const auto next = socket_.receive();
            if (!next) break;
            if (fields.size() < 16) fields.push_back(to_bytes(next->view()));
            more = next->more();
        }
        std::optional<std::string> user_id;
        const bool well_formed = fields.size() == 7 && as_text(fields[0]) == "1.0" &&
                                 as_text(fields[2]) == domain && as_text(fields[5]) == "CURVE" &&
                                 fields[6].size() == 32;
        if (well_formed) user_id = guests_.user_id(fields[6]);
        if (!user_id) ++refused_;
        answer(fields.size() > 1 ? fields[1] : Bytes{}, user_id);
    }
}

void Door::answer(const Bytes& request_id, const std::optional<std::string>& user_id) {
    const std::string status = user_id ? "200" : "400";
    const std::string name = user_id.value_or("");
    for (const View field : {as_view("1.0"), View(request_id), as_view(status), as_view(""), as_view(name)}) {
        Frame frame(field);
        if (socket_.send(frame, true) != Sent::done) return;
    }
    Frame no_metadata;
    socket_.send(no_metadata, false);
}

}  // namespace tacit::net
