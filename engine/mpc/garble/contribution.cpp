#include "mpc/garble/contribution.h"

#include "crypto/secret.h"
#include "mpc/circuit/cost.h"
#include "mpc/garble/terms.h"

namespace tacit::mpc::garble {

using circuit::Bits;

namespace {

constexpr std::uint64_t contribution_version = 1;

ContributionSizes sizes_of(const circuit::Shape& shape, std::size_t hosts, std::size_t contributor) {
    return {contribution_slots(shape, contributor).size(), hosts};
}

Status check(const Contributor& me, const circuit::Shape& shape, const std::vector<Bits>& inputs,
             std::span<Channel* const> hosts) {
    if (hosts.size() != me.hosts) return error(Fault::usage, "not as many channels as hosts");
    if (me.self < me.hosts || me.self - me.hosts >= me.contributors)
        return error(Fault::usage, "a number that is no contributor's");
    for (const auto* host : hosts)
        if (host == nullptr) return error(Fault::usage, "no channel to a host");
    TACIT_TRY(check_contributors(shape, me.hosts, me.contributors));
    return check_inputs(shape, me.hosts + me.contributors, me.self, inputs);
}

Status tell_all(std::span<Channel* const> channels, View message) {
    for (auto* one : channels) {
        TACIT_TRY(one->send(message));
        TACIT_TRY(one->flush());
    }
    return {};
}

Result<std::vector<Bytes>> hear_all(std::span<Channel* const> hosts, std::size_t size, Progress& progress) {
    std::vector<Bytes> out;
    for (auto* host : hosts) {
        if (progress.stop_requested()) return error(Fault::cancelled);
        TACIT_ASSIGN(auto message, host->receive(size));
        out.push_back(std::move(message));
    }
    return out;
}

/// For all hosts?
bool is_told(const circuit::Output& output, std::size_t hosts) {
    const auto all = (std::uint32_t{1} << hosts) - 1;
    return (output.recipients & all) == all;
}

std::size_t told_bits(const circuit::Shape& shape, std::size_t hosts) {
    std::size_t out = 0;
    for (const auto& output : shape.outputs)
        if (is_told(output, hosts)) out += output.slots.size();
    return out;
}

/// What each host says of all, against what it gave. One host at least tells the truth, which it has
/// checked: so all must tell it, and each host must have given what it is true of.
Status check_sums(std::span<Channel* const> hosts, const std::vector<Bytes>& reports,
                  const std::vector<Block>& expected) {
    for (const auto& report : reports)
        if (report != reports[0])
            return error(Fault::cheating, "one of the hosts: they report different sums of masks");
    for (std::size_t i = 0; i < hosts.size(); ++i)
        if (Block::load(&reports[0][i * sizeof(Block)]) != expected[i])
            return error(Fault::cheating, "masks that are not those of the circuit", hosts[i]->peer_name());
    return {};
}

}  // namespace

Status contribute(const Contributor& me, const circuit::Program& program, const std::vector<Bits>& inputs,
                  std::span<Channel* const> hosts, crypto::Random& random, Progress& progress) {
    const auto& shape = program.shape();
    TACIT_TRY(check(me, shape, inputs, hosts));
    const auto sizes = sizes_of(shape, me.hosts, me.self);
    progress.step("contribution", 0);
    TACIT_ASSIGN(const auto gates, digest_of_program(program, progress));
    const auto terms = contribution_terms(me, gates);
    TACIT_TRY(tell_all(hosts, terms));
    TACIT_ASSIGN(const auto given, hear_all(hosts, sizes.masks(), progress));
    for (std::size_t i = 0; i < given.size(); ++i)
        if (!std::equal(terms.begin(), terms.end(), given[i].begin()))
            return error(Fault::malformed_message, "another circuit or session", hosts[i]->peer_name());
    // Drawn when all masks are here, so that no host could choose a mask that fits it.
    const Block challenge = crypto::random_block(random);
    TACIT_TRY(tell_all(hosts, crypto::as_bytes({&challenge, 1})));
    Workers workers(1);
    crypto::SecretBytes masks(bytes_for(sizes.bits()));
    std::vector<Block> expected;
    for (const auto& one : given) {
        const auto bits = View(one).subspan(ContributionSizes::terms);
        expected.push_back(sum_of_bits(challenge, sizes.bits(), workers, bits));
        for (std::size_t i = 0; i < masks.size(); ++i) masks[i] ^= bits[i];
    }
    TACIT_ASSIGN(const auto reports, hear_all(hosts, sizes.sums(), progress));
    TACIT_TRY(check_sums(hosts, reports, expected));
    // Nothing that was sent so far depends on an input.
    Bytes masked(sizes.masked());
    std::size_t at = 0;
    for (const auto& input : inputs)
        for (const bool bit : input) {
            or_bit(masked, at, bit != get_bit(masks, at));
            ++at;
        }
    TACIT_TRY(tell_all(hosts, masked));
    TACIT_ASSIGN(const auto receipts, hear_all(hosts, ContributionSizes::receipt, progress));
    for (std::size_t i = 0; i < receipts.size(); ++i)
        if (receipts[i][0] != received)
            return error(Fault::malformed_message, "no receipt", hosts[i]->peer_name());
    return {};
}

Status tell_outputs(const circuit::Shape& shape, const std::vector<Bits>& outputs,
                    std::span<Channel* const> hosts, std::span<Channel* const> contributors) {
    Bytes message(bytes_for(told_bits(shape, hosts.size())));
    std::size_t at = 0;
    for (std::size_t i = 0; i < shape.outputs.size(); ++i) {
        if (!is_told(shape.outputs[i], hosts.size())) continue;
        if (i >= outputs.size() || outputs[i].size() != shape.outputs[i].slots.size())
            return error(Fault::usage, "outputs do not fit the circuit");
        for (const bool bit : outputs[i]) or_bit(message, at++, bit);
    }
    return tell_all(contributors, message);
}

Result<std::vector<Bits>> hear_outputs(const circuit::Shape& shape, std::span<Channel* const> hosts,
                                       Progress& progress) {
    TACIT_ASSIGN(const auto told, hear_all(hosts, bytes_for(told_bits(shape, hosts.size())), progress));
    for (const auto& one : told)
        if (one != told[0]) return error(Fault::cheating, "one of the hosts: they tell different outputs");
    std::vector<Bits> out(shape.outputs.size());
    std::size_t at = 0;
    for (std::size_t i = 0; i < out.size(); ++i)
        if (is_told(shape.outputs[i], hosts.size()))
            for (std::size_t bit = 0; bit < shape.outputs[i].slots.size(); ++bit)
                out[i].push_back(get_bit(told[0], at++));
    return out;
}

ChannelCounters outputs_cost(const circuit::Shape& shape, std::size_t hosts) {
    return {0, bytes_for(told_bits(shape, hosts)), 0, 1};
}

ChannelCounters contribution_cost(const circuit::Shape& shape, std::size_t hosts, std::size_t contributor) {
    const auto sizes = sizes_of(shape, hosts, contributor);
    return {ContributionSizes::terms + ContributionSizes::challenge + sizes.masked(),
            sizes.masks() + sizes.sums() + ContributionSizes::receipt, 3, 3};
}

Result<crypto::Digest> digest_of_program(const circuit::Program& program, const Progress& progress) {
    crypto::Hasher hasher("tacit/mpc/garble/contributed program");
    TACIT_TRY(add_program(hasher, program, progress));
    return hasher.finish();
}

crypto::Digest contribution_terms(const Contributor& who, const crypto::Digest& gates) {
    crypto::Hasher hasher("tacit/mpc/garble/contribution");
    hasher.add(contribution_version).add(who.session);
    hasher.add(std::uint64_t{who.hosts}).add(std::uint64_t{who.contributors}).add(std::uint64_t{who.self});
    hasher.add(gates);
    return hasher.finish();
}

std::vector<circuit::Slot> contribution_slots(const circuit::Shape& shape, std::size_t contributor) {
    std::vector<circuit::Slot> out;
    for (const auto& input : shape.inputs)
        if (input.participant == contributor)
            for (std::uint32_t bit = 0; bit < input.bits; ++bit) out.push_back(input.first + bit);
    return out;
}

Status check_contributors(const circuit::Shape& shape, std::size_t hosts, std::size_t contributors) {
    if (hosts + contributors > most_taking_part) return error(Fault::usage, "too many contributors");
    for (const auto& output : shape.outputs)
        if (contributors > 0 && (output.recipients >> hosts) != 0)
            return error(Fault::usage, "an output for who is no host");
    return {};
}

Block sum_of_bits(Block challenge, std::size_t count, Workers& workers, View bits) {
    return hidden_combination(challenge, count, workers, [&](std::size_t i) {
        return Block{get_bit(bits, i) ? 1u : 0u, 0};
    });
}

}  // namespace tacit::mpc::garble
