// Runs under valgrind: complete runs of the protocols, both sides, where all that a side draws or puts in is
// marked as undefined until it is sent. Memcheck complains wherever a branch or an address depends on it.
//
// Argument: the protocol. What is excused is excused by name: verdicts in fixed_time_verdicts.cpp, the rest
// in fixed_time.supp. engine/mpc/README.md lists both.
#include <algorithm>
#include <cstdio>
#include <string_view>

#include "engine/mpc/fixed_time_secrets.h"
#include "mpc/circuit/known.h"
#include "mpc/garble/garble.h"
#include "mpc/okvs/okvs.h"
#include "mpc/ot/base_ot.h"
#include "mpc/ot/random_ot.h"
#include "mpc/ot/softspoken.h"
#include "mpc/psi/vole_rows.h"
#include "mpc/vole/mutual_cot.h"
#include "mpc/vole/silent_vole.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::testing;
using ot::Endpoint;

namespace {

bool base_transfers() {
    constexpr std::size_t count = 99;
    const auto choices = secrets<Block>(1);
    BigVector<Block> chosen;
    ot::KeyPairs pairs;
    return run_secretly(
               [&](const Endpoint& sender) -> Status {
                   TACIT_ASSIGN(chosen, ot::receive_base({choices, count}, sender));
                   return {};
               },
               [&](const Endpoint& receiver) -> Status {
                   TACIT_ASSIGN(pairs, ot::send_base(count, receiver));
                   return {};
               }) &&
           all_secret(chosen) && all_secret(pairs);
}

/// Set-up with the trees, then extension, and keys from it.
bool extension(unsigned field_bits) {
    constexpr std::size_t counts[] = {300, 128};
    BigVector<Block> chosen, t, q;
    ot::KeyPairs pairs;
    return run_secretly(
               [&](const Endpoint& sender) -> Status {
                   TACIT_ASSIGN(const auto receiver, ot::SoftSpokenReceiver::set_up(field_bits, sender));
                   for (const auto count : counts) {
                       const auto choices = secrets<Block>(ot::blocks_for(count));
                       TACIT_ASSIGN(t, receiver->extend({choices, count}));
                   }
                   chosen = ot::RandomOtHash(1).chosen(t);
                   return {};
               },
               [&](const Endpoint& receiver) -> Status {
                   const Block delta = secret(Block{0x0123456789abcdef, 0xfedcba9876543210});
                   TACIT_ASSIGN(const auto sender, ot::SoftSpokenSender::set_up(field_bits, delta, receiver));
                   for (const auto count : counts) {
                       TACIT_ASSIGN(q, sender->extend(count));
                   }
                   pairs = ot::RandomOtHash(1).pairs(sender->delta(), q);
                   return {};
               }) &&
           all_secret(t) && all_secret(q) && all_secret(chosen) && all_secret(pairs);
}

bool extensions() {
    bool out = true;
    for (const unsigned field_bits : {1, 2, 4, 8}) out = extension(field_bits) && out;
    return out;
}

/// Calls `receive` and `send` with transfers of their own.
template <class Receive, class Send>
bool run_with_transfers(const Receive& receive, const Send& send) {
    return run_secretly(
        [&](const Endpoint& sender) -> Status {
            TACIT_ASSIGN(const auto cots, ot::SoftSpokenReceiver::set_up(ot::default_field_bits, sender));
            return receive(*cots, sender);
        },
        [&](const Endpoint& receiver) -> Status {
            const Block delta = crypto::random_block(receiver.random);
            TACIT_ASSIGN(const auto cots,
                         ot::SoftSpokenSender::set_up(ot::default_field_bits, delta, receiver));
            return send(*cots, receiver);
        });
}

bool silent_vole() {
    const vole::Parameters parameters{.count = 1001};
    vole::VoleReceived received;
    BigVector<Block> b;
    return run_with_transfers(
               [&](ot::CotReceiver& cots, const Endpoint& sender) -> Status {
                   TACIT_ASSIGN(received, vole::receive_vole(parameters, cots, sender));
                   return {};
               },
               [&](ot::CotSender& cots, const Endpoint& receiver) -> Status {
                   TACIT_ASSIGN(b, vole::send_vole(parameters, cots, receiver));
                   return {};
               }) &&
           all_secret(received.a) && all_secret(received.c) && all_secret(b);
}

bool silent_cot() {
    constexpr std::size_t count = 1001;
    BigVector<vole::Pair> cots[2] = {BigVector<vole::Pair>(count), BigVector<vole::Pair>(count)};
    const auto side = [&](bool first, const Endpoint& peer) -> Status {
        static const Bytes labels[2] = {Bytes{0}, Bytes{1}};
        const auto labelled = [&](std::size_t from) {
            return Endpoint{peer.peer, peer.random, peer.workers, peer.progress, labels[from]};
        };
        const auto as_sender = labelled(first ? 0 : 1), as_receiver = labelled(first ? 1 : 0);
        // The bits that carry choices are public: one.
        Block delta = crypto::random_block(peer.random);
        delta.low |= 3;
        TACIT_ASSIGN(const auto pair,
                     ot::SoftSpokenPair::set_up(ot::default_field_bits, delta, as_sender, as_receiver));
        const vole::MutualSource source{*pair.sender,    *pair.receiver,  as_sender, as_receiver,
                                        first ? 0u : 1u, first ? 1u : 0u, first};
        return vole::exchange_cots(count, source, [&](std::size_t begin, std::span<const vole::Pair> some) {
            std::copy(some.begin(), some.end(), cots[first].begin() + static_cast<std::ptrdiff_t>(begin));
        });
    };
    return run_secretly([&](const Endpoint& peer) { return side(true, peer); },
                        [&](const Endpoint& peer) { return side(false, peer); }) &&
           all_secret(cots[0]) && all_secret(cots[1]);
}

/// What a sender of an intersection decodes: slots and keys are secret, the seed is not.
bool decoding() {
    Workers workers(1);
    bool out = true;
    for (const std::size_t items : {1, 200, 40000}) {  // dense slots alone, one bin, several
        const auto parameters = okvs::Parameters::for_items(items);
        BigVector<Block> encoded(parameters.size()), keys(300), decoded(300);
        SecretRandom random(items);
        random.fill(crypto::as_writable_bytes(encoded));
        random.fill(crypto::as_writable_bytes(keys));
        out = okvs::Okvs(parameters, {3, items}).decode(encoded, keys, decoded, workers).ok() &&
              all_secret(decoded) && out;
    }
    return out;
}

bool authenticated_bits(garble::Transfers transfers) {
    std::array<garble::Shares, 2> shares{garble::Shares(260), garble::Shares(260)};
    const auto side = [&](garble::Role role) {
        return [&, role](const Endpoint& peer) -> Status {
            TACIT_ASSIGN(const auto bits, garble::AuthenticatedBits::set_up(role, transfers, peer));
            return bits->draw(shares[garble::participant(role)], {});
        };
    };
    const auto garbler = side(garble::Role::garbler), evaluator = side(garble::Role::evaluator);
    if (!run_secretly(garbler, evaluator)) return false;
    return std::all_of(shares.begin(), shares.end(), [](const garble::Shares& some) {
        return std::all_of(some.begin(), some.end(),
                           [](const garble::Share& one) { return is_secret(one.own) && is_secret(one.mac); });
    });
}

bool all_authenticated_bits() {
    const bool extended = authenticated_bits(garble::Transfers::softspoken);
    return authenticated_bits(garble::Transfers::silent) && extended;
}

/// The sender of an intersection; the receiver's list and draws are marked as nothing.
bool intersection_sender() {
    constexpr std::size_t size = 300;
    std::vector<Block> theirs(size), mine(size);
    crypto::SeededRandom(7).fill(crypto::as_writable_bytes(theirs));
    std::copy(theirs.begin(), theirs.end(), mine.begin());
    crypto::SeededRandom(8).fill(crypto::as_writable_bytes(std::span(mine).first(size / 2)));
    hide(crypto::as_writable_bytes(mine));
    psi::VoleOptions options;
    options.reveal_to_sender = true;
    std::size_t found = 0;
    return run_secretly(
               [&](const Endpoint& sender) -> Status {
                   crypto::SeededRandom random(9);
                   TACIT_ASSIGN(const auto outcome, psi::receive_rows_by_vole(options, theirs, sender.peer,
                                                                              random, sender.progress));
                   found = outcome.matches.size();
                   return {};
               },
               [&](const Endpoint& receiver) -> Status {
                   TACIT_TRY(psi::send_rows_by_vole(options, mine, receiver.peer, receiver.random,
                                                    receiver.progress));
                   return {};
               }) &&
           found == size - size / 2;
}

/// libstdc++ keeps the bits in words.
std::span<std::uint8_t> words_of(circuit::Bits& bits) {
    return {reinterpret_cast<std::uint8_t*>(bits.begin()._M_p), (bits.size() + 63) / 64 * 8};
}

/// Which number is larger: 0 or 2^63 - 1.
bool garbling() {
    const auto program = circuit::less64_circuit();
    std::array<std::vector<circuit::Bits>, 2> outputs;
    const auto side = [&](garble::Role role) {
        return [&, role](const Endpoint& peer) -> Status {
            circuit::Bits input(64, role == garble::Role::evaluator);
            input[63] = false;
            hide(words_of(input));
            TACIT_ASSIGN(
                outputs[garble::participant(role)],
                garble::garble_and_run({}, role, program, {input}, peer.peer, peer.random, peer.progress));
            return {};
        };
    };
    const auto garbler = side(garble::Role::garbler), evaluator = side(garble::Role::evaluator);
    if (!run_secretly(garbler, evaluator)) return false;
    bool right = true;
    for (auto& output : outputs) {
        right = right && is_secret(*words_of(output[0]).data());
        publish(words_of(output[0]));
        right = right && output[0] == circuit::Bits{true};
    }
    return right;
}

/// Not a protocol: a side branches on what it drew, to see that this is noticed.
bool give_away() {
    volatile int seen = 0;
    return run_secretly(
        [&](const Endpoint& peer) -> Status {
            const auto drawn = peer.random.array<1>();
            if ((drawn[0] & 1) != 0) seen = 1;
            return peer.peer.send(drawn);
        },
        [&](const Endpoint& peer) -> Status {
            TACIT_ASSIGN(const auto got, peer.peer.receive(1));
            if ((got[0] & 1) != 0) seen = 1;  // of what was sent anybody may
            return {};
        });
}

struct Protocol {
    std::string_view name;
    bool (*run)();
};
constexpr Protocol protocols[] = {
    {"base_ot", base_transfers}, {"extension", extensions}, {"silent_vole", silent_vole},
    {"silent_cot", silent_cot},  {"okvs_decode", decoding}, {"intersection_sender", intersection_sender},
    {"garble", garbling},        {"give_away", give_away},  {"authenticated_bits", all_authenticated_bits},
};

}  // namespace

int main(int count, char** arguments) {
    if (RUNNING_ON_VALGRIND == 0) {
        std::puts("not under valgrind");
        return 2;
    }
    for (const auto& protocol : protocols) {
        if (count != 2 || protocol.name != arguments[1]) continue;
        if (protocol.run()) return 0;
        std::puts("the run failed, or a result was not derived from what was marked");
        return 1;
    }
    std::puts("no such protocol");
    return 2;
}
