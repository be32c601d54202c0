#pragma once

#include <exception>
#include <new>
#include <type_traits>

#include "base/result.h"

namespace tacit {

/// What `work` returns, a Result or a Status; an exception that it lets out becomes a fault: out_of_memory,
/// or internal. For the outermost function of a thread, where an exception would end the program and with it
/// every other session.
template <class Work>
std::invoke_result_t<Work> contained(Work&& work) {
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return error(Fault::out_of_memory);
    } catch (const std::exception& unforeseen) {
        try {
            return error(Fault::internal, unforeseen.what());
        } catch (...) {
            return error(Fault::out_of_memory);
        }
    } catch (...) {
        return error(Fault::internal);
    }
}

/// The same for what returns nothing.
template <class Work>
Status contained_call(Work&& work) {
    return contained([&]() -> Status {
        work();
        return {};
    });
}

}  // namespace tacit
