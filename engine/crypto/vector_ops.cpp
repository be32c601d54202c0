#include "crypto/vector_ops.h"

#include <initializer_list>

#include "crypto/processor.h"

namespace tacit::crypto {

namespace {
const VectorOps* find_ops([[maybe_unused]] Backend backend) {
#ifdef TACIT_X86_BACKENDS
    static const Processor processor = find_processor();
    if (backend == Backend::aesni && processor.aesni) return &detail::aesni_ops;
    if (backend == Backend::vaes256 && processor.vaes256) return &detail::vaes256_ops;
    if (backend == Backend::vaes512 && processor.vaes512) return &detail::vaes512_ops;
#endif
    return nullptr;
}
}  // namespace

const VectorOps* vector_ops(Backend backend) {
    return backend == Backend::portable ? &detail::portable_ops : find_ops(backend);
}

const VectorOps& vector_ops() {
    static const VectorOps& fastest = []() -> const VectorOps& {
        for (const auto backend : {Backend::vaes512, Backend::vaes256, Backend::aesni})
            if (const auto* const ops = find_ops(backend)) return *ops;
        return detail::portable_ops;
    }();
    return fastest;
}

}  // namespace tacit::crypto
