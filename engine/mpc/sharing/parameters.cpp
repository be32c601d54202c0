#include "mpc/sharing/parameters.h"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace tacit::mpc::sharing {

namespace {

using Indices = std::vector<std::size_t>;

bool holds(const Indices& list, std::size_t index) {
    return std::binary_search(list.begin(), list.end(), index);
}

bool is_role(const Indices& list, std::size_t participants, std::size_t minimum) {
    return list.size() >= minimum && list.back() < participants &&
           std::adjacent_find(list.begin(), list.end(), std::greater_equal<>()) == list.end();
}

}  // namespace

Parameters Parameters::among_all(std::size_t participants, std::size_t me, std::size_t values,
                                 const crypto::Digest& context) {
    Indices everybody(participants);
    std::iota(everybody.begin(), everybody.end(), 0);
    return {participants, me, values, everybody, everybody, everybody, context};
}

Status Parameters::check() const {
    if (participants < 2 || participants > max_participants || me >= participants)
        return error(Fault::usage, "number of participants");
    if (values < 1 || values > max_values) return error(Fault::usage, "number of values");
    // A single host would hold every input whole.
    if (!is_role(contributors, participants, 1) || !is_role(hosts, participants, 2) ||
        !is_role(recipients, participants, 1))
        return error(Fault::usage, "list of contributors, hosts or recipients");
    return {};
}

bool Parameters::contributes() const {
    return holds(contributors, me);
}
bool Parameters::computes() const {
    return holds(hosts, me);
}
bool Parameters::receives() const {
    return holds(recipients, me);
}

Indices Parameters::audience() const {
    Indices out;
    std::set_union(hosts.begin(), hosts.end(), recipients.begin(), recipients.end(), std::back_inserter(out));
    return out;
}

namespace {

void count(std::uint64_t& bytes, std::uint64_t& messages, const Parameters& p, std::size_t from,
           std::size_t to) {
    const auto vector = std::uint64_t{p.values} * scalar_size;
    const auto audience = p.audience();
    const auto add = [&](std::uint64_t size, std::uint64_t in_messages) {
        bytes += size;
        messages += in_messages;
    };
    if (holds(p.contributors, from) && holds(p.hosts, to)) add(vector, chunks(p.values));
    if (holds(p.hosts, from) && holds(audience, to)) add(sizeof(crypto::Digest), 1);
    if (holds(audience, from) && holds(audience, to)) add(sizeof(crypto::Digest), 1);
    if (holds(p.hosts, from) && holds(p.recipients, to)) add(vector + nonce_size, chunks(p.values));
    if (holds(p.recipients, from) && holds(p.recipients, to)) add(sizeof(crypto::Digest), 1);
}

}  // namespace

ChannelCounters cost(const Parameters& parameters, std::size_t peer) {
    ChannelCounters out;
    count(out.bytes_sent, out.messages_sent, parameters, parameters.me, peer);
    count(out.bytes_received, out.messages_received, parameters, peer, parameters.me);
    return out;
}

}  // namespace tacit::mpc::sharing
