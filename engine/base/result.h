#pragma once

#include <cassert>
#include <optional>
#include <utility>
#include <variant>

#include "base/fault.h"

namespace tacit {

/// Either a value or an Error. Reading the wrong side is a bug of ours and stops the program.
template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit by intent
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT

    bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    T& value() & { return std::get<0>(state_); }
    const T& value() const& { return std::get<0>(state_); }
    T&& value() && { return std::get<0>(std::move(state_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Error& error() const { return std::get<1>(state_); }

  private:
    std::variant<T, Error> state_;
};

/// The outcome of something that returns nothing: `return {};` is success.
template <>
class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}  // NOLINT

    bool ok() const { return !error_.has_value(); }
    explicit operator bool() const { return ok(); }
    const Error& error() const { return *error_; }

  private:
    std::optional<Error> error_;
};

using Status = Result<void>;

inline Error error(Fault fault, std::string detail = {}, std::string partner = {}) {
    return Error{fault, std::move(detail), std::move(partner)};
}

// Two macros, because C++20 has no propagating operator: TACIT_TRY passes an error on, TACIT_ASSIGN also
// takes the value.
#define TACIT_CONCAT_(a, b) a##b
#define TACIT_CONCAT(a, b) TACIT_CONCAT_(a, b)
#define TACIT_TRY(expression)                                      \
    do {                                                           \
        auto TACIT_CONCAT(tacit_status_, __LINE__) = (expression); \
        if (!TACIT_CONCAT(tacit_status_, __LINE__).ok())           \
            return TACIT_CONCAT(tacit_status_, __LINE__).error();  \
    } while (false)
#define TACIT_ASSIGN(declaration, expression)                                                              \
    auto TACIT_CONCAT(tacit_result_, __LINE__) = (expression);                                             \
    if (!TACIT_CONCAT(tacit_result_, __LINE__).ok()) return TACIT_CONCAT(tacit_result_, __LINE__).error(); \
    declaration = std::move(TACIT_CONCAT(tacit_result_, __LINE__)).value()

}  // namespace tacit
