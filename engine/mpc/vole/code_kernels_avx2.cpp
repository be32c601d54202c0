// Compiled with -mavx2 where the compiler makes code for x86-64.
#ifdef __AVX2__

#include "mpc/vole/code_kernels_impl.h"

namespace tacit::mpc::vole {

const CodeKernels* avx2_code_kernels() {
    static constexpr CodeKernels kernels = kernels_named("avx2");
    return __builtin_cpu_supports("avx2") ? &kernels : nullptr;
}

}  // namespace tacit::mpc::vole

#else

#include "mpc/vole/code_kernels.h"

namespace tacit::mpc::vole {

const CodeKernels* avx2_code_kernels() {
    return nullptr;
}

}  // namespace tacit::mpc::vole

#endif
