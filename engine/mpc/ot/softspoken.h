#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "crypto/prg.h"
#include "mpc/ot/base_ot.h"
#include "mpc/ot/column_hash.h"

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
    /// The same in two steps, for who has several peers: begin_receive_base with the bits of delta is the
    /// first, of which `base` is the rest.
    static Result<std::unique_ptr<SoftSpokenSender>> begin(unsigned field_bits, Block delta,
                                                           const Endpoint& receiver, ReceiveBase base);
    Status finish();
    ~SoftSpokenSender() override;
    Block delta() const override { return delta_; }
    Result<BigVector<Block>> extend(std::size_t count) override;
    /// `extend` of at most batch_cots transfers in two steps, for who has several peers: takes the receiver's
    /// corrections and sends the challenge; then takes the answer. Nothing may use `out` before that.
    Status challenge(std::span<Block> out);
    Status verify();

  private:
    struct Check {
        ColumnHashes hashes;
    };
    SoftSpokenSender(unsigned field_bits, Block delta, const Endpoint& receiver)
        : field_bits_(field_bits), delta_(delta), receiver_(receiver) {}
    Status run(std::span<Block> out);
    Status receive_corrections(std::size_t row_blocks, Check& check);
    void fill(std::size_t row_blocks, View corrections);
    Status verify(const Check& check);

    const unsigned field_bits_;
    Block delta_;
    const Endpoint receiver_;
    std::vector<crypto::Prg> streams_;  ///< by tree, then distance but 0
    BigVector<Block> matrix_;           ///< of the current batch
    ReceiveBase base_;                  ///< between begin and finish
    std::optional<Check> open_;         ///< between the steps
    bool failed_ = false;
};

class SoftSpokenReceiver final : public CotReceiver {
  public:
    static Result<std::unique_ptr<SoftSpokenReceiver>> set_up(unsigned field_bits, const Endpoint& sender);
    /// The same in two steps, the first of them begin_send_base; a sender finishes after this has.
    static Result<std::unique_ptr<SoftSpokenReceiver>> begin(unsigned field_bits, const Endpoint& sender,
                                                             SendBase base);
    Status finish();
    Result<BigVector<Block>> extend(ChoiceBits choices) override;
    /// The two steps of the receiver; each goes before the sender's of the same number.
    Status correct(ChoiceBits choices, std::span<Block> out);
    Status answer();

  private:
    struct Batch {
        BigVector<Block> choices;  ///< by row block, the mask last
        BigVector<Block> matrix;
    };
    SoftSpokenReceiver(unsigned field_bits, const Endpoint& sender)
        : field_bits_(field_bits), sender_(sender) {}
    Status run(ChoiceBits choices, std::span<Block> out);
    Status send_corrections(Batch& batch);
    Status answer(const Batch& batch);

    const unsigned field_bits_;
    const Endpoint sender_;
    std::vector<crypto::Prg> streams_;  ///< by tree, then label
    SendBase base_;                     ///< between begin and finish
    std::optional<Batch> open_;         ///< between the steps
    bool failed_ = false;
};

/// What the receiver's channel counts in a set-up and in a complete `extend`; the sender's is its mirror
/// image.
ChannelCounters softspoken_set_up_cost(unsigned field_bits);
ChannelCounters softspoken_extend_cost(unsigned field_bits, std::size_t count);

}  // namespace tacit::mpc::ot
