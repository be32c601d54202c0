#include "mpc/vole/linear_code.h"

#include "mpc/vole/expand_convolute.h"

namespace tacit::mpc::vole {

std::string_view text(CodeName name) {
    switch (name) {
        case CodeName::expand_convolute_7x24:
            return "expand-convolute-7x24";
    }
    return "";
}

std::unique_ptr<const LinearCode> make_linear_code(CodeName name, Coefficients coefficients, std::size_t size,
                                                   Block seed) {
    switch (name) {
        case CodeName::expand_convolute_7x24:
            return std::make_unique<ExpandConvolute>(coefficients, size, seed, code_kernels());
    }
    return nullptr;
}

}  // namespace tacit::mpc::vole
