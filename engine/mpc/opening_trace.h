#pragma once

#include <span>
#include <string_view>

#include "mpc/circuit/stream.h"

namespace tacit::mpc {

/// Hears of every wire whose value a protocol opens to this participant, for tests: a wire's value is known
/// to whoever has its masked value, which all may have, and its mask. Called on the protocol's thread.
class OpeningTrace {
  public:
    virtual ~OpeningTrace() = default;
    /// This participant has learnt the masks of these slots. `purpose` ends with "inputs" for those of its
    /// own inputs, with "outputs" for its outputs.
    virtual void masks(std::string_view purpose, std::span<const circuit::Slot> slots) = 0;
    /// The value of an output that has been put together from it.
    virtual void output(std::size_t output, std::size_t bit, bool value) = 0;
};

}  // namespace tacit::mpc
