#include "mpc/vole/code_kernels_impl.h"

namespace tacit::mpc::vole {

const CodeKernels& portable_code_kernels() {
    static constexpr CodeKernels kernels = kernels_named("portable");
    return kernels;
}

const CodeKernels& code_kernels() {
    static const CodeKernels& best = avx2_code_kernels() ? *avx2_code_kernels() : portable_code_kernels();
    return best;
}

}  // namespace tacit::mpc::vole
