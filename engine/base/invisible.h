#pragma once

namespace tacit {

/// Whether people see nothing of a character, or only what it does to its neighbours: Unicode's format
/// characters (Cf), those that it calls ignorable by default, and letters that render as nothing. No name and
/// no sentence is shown with them, and names that differ by them alone look the same. Private characters and
/// surrogates count too: what they look like is nobody's word.
bool is_invisible(char32_t point);

}  // namespace tacit
