#pragma once

#include "cli/bench_parties.h"

namespace tacit::cli {

/// Authenticated garbling alone, between two: the first party garbles. `items` is the number of ANDs; 64
/// stands for one comparison of two numbers.
Ready garble_party(std::size_t self, const PartyTask& task);

/// The same among three or more: the first party evaluates. `items` is the number of ANDs, in comparisons of
/// 64 each; 0 stands for AES-128.
Ready garble_many_party(std::size_t self, const PartyTask& task);

}  // namespace tacit::cli
