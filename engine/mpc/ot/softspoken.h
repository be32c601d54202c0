#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "crypto/prg.h"
#include "mpc/ot/column_hash.h"
#include "mpc/ot/cot.h"

/// SoftSpoken OT extension, malicious security: correlated transfers with chosen choice bits from 128 base
/// transfers and hashing alone. Source: Roy, ePrint 2022/192: small-field VOLE (figure 7) from all-but-one
/// transfers (figures 13 and 14), made one VOLE over GF(2) by the repetition code, with the consistency check
/// of section 4; a correlated transfer is a row of it (section 5).
///
/// What a cheating receiver can still do: guess some bits of Delta, at the price that each wrong guess is
/// found with certainty and ends the run. So Delta keeps its entropy among runs that go on, and must not be
/// used again after a fault; the objects refuse.
namespace tacit::mpc::ot {

/// k of the paper: 128/k bits are sent per transfer, 2^k/k AES calls made on each side. 1, 2, 4 or 8.
inline constexpr unsigned default_field_bits = 4;
inline constexpr std::size_t softspoken_base_ots = 128;

/// Transfers under one consistency check, and in one message: bounds memory beyond the outcome (about 2.5 MiB
/// on the receiver's side, 1.5 on the sender's), and lets both sides work at once.
inline constexpr std::size_t batch_cots = std::size_t{1} << 16;

class SoftSpokenSender final : public CotSender {
  public:
    /// `delta` is uniformly random but not zero, and drawn for this object. Fault::usage for zero and for
    /// other values of k.
    static Result<std::unique_ptr<SoftSpokenSender>> set_up(unsigned field_bits, Block delta,
                                                            const Endpoint& receiver);
    /// What comes after the base transfers, softspoken_base_ots of them, in which this side chose the bits of
    /// `delta`.
    static Result<std::unique_ptr<SoftSpokenSender>> from_base(unsigned field_bits, Block delta,
                                                               const Endpoint& receiver,
                                                               std::span<const Block> keys);
    ~SoftSpokenSender() override;
    Block delta() const override { return delta_; }
    Result<BigVector<Block>> extend(std::size_t count) override;
    /// `extend` of at most batch_cots transfers in two steps, for who has several peers: takes the receiver's
    /// corrections and sends the challenge; then takes the answer. Nothing may use `out` before that.
    Status challenge(std::span<Block> out);
    Status verify();

  private:
    friend struct SoftSpokenPair;
    struct Check {
        ColumnHashes hashes;
    };
    SoftSpokenSender(unsigned field_bits, Block delta, const Endpoint& receiver)
        : field_bits_(field_bits), delta_(delta), receiver_(receiver) {}
    Status take_trees(std::span<const Block> keys);
    Status run(std::span<Block> out);
    Status receive_corrections(std::size_t row_blocks, Check& check);
    void fill(std::size_t row_blocks, View corrections);
    Status verify(const Check& check);

    const unsigned field_bits_;
    Block delta_;
    const Endpoint receiver_;
    std::vector<crypto::Prg> streams_;  ///< by tree, then distance but 0
    BigVector<Block> matrix_;           ///< of the current batch
    std::optional<Check> open_;         ///< between the steps
    bool failed_ = false;
};

class SoftSpokenReceiver final : public CotReceiver {
  public:
    static Result<std::unique_ptr<SoftSpokenReceiver>> set_up(unsigned field_bits, const Endpoint& sender);
    static Result<std::unique_ptr<SoftSpokenReceiver>> from_base(unsigned field_bits, const Endpoint& sender,
                                                                 std::span<const std::array<Block, 2>> keys);
    Result<BigVector<Block>> extend(ChoiceBits choices) override;
    /// The two steps of the receiver; each goes before the sender's of the same number.
    Status correct(ChoiceBits choices, std::span<Block> out);
    Status answer();

  private:
    friend struct SoftSpokenPair;
    struct Batch {
        BigVector<Block> choices;  ///< by row block, the mask last
        BigVector<Block> matrix;
    };
    SoftSpokenReceiver(unsigned field_bits, const Endpoint& sender)
        : field_bits_(field_bits), sender_(sender) {}
    Status give_trees(std::span<const std::array<Block, 2>> keys);
    Status run(ChoiceBits choices, std::span<Block> out);
    Status send_corrections(Batch& batch);
    Status answer(const Batch& batch);

    const unsigned field_bits_;
    const Endpoint sender_;
    std::vector<crypto::Prg> streams_;  ///< by tree, then label
    std::optional<Batch> open_;         ///< between the steps
    bool failed_ = false;
};

/// Both ends of one participant in a pair that transfers both ways.
struct SoftSpokenPair {
    std::unique_ptr<SoftSpokenSender> sender;
    std::unique_ptr<SoftSpokenReceiver> receiver;

    /// The same messages as two set-ups one after the other, but both participants compute at the same time.
    /// The endpoints lead to the same peer, and their labels differ: the peer exchanges them.
    static Result<SoftSpokenPair> set_up(unsigned field_bits, Block delta, const Endpoint& as_sender,
                                         const Endpoint& as_receiver);
};

/// What the receiver's channel counts in a set-up and in a complete `extend`; the sender's is its mirror
/// image.
ChannelCounters softspoken_set_up_cost(unsigned field_bits);
ChannelCounters softspoken_extend_cost(unsigned field_bits, std::size_t count);

}  // namespace tacit::mpc::ot
