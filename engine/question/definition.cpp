#include "question/definition.h"

namespace tacit::question {

std::string Definition::summary(const Input& input) const {
    const auto rows = input.dataset->rows();
    return std::to_string(rows) + (rows == 1 ? " row" : " rows");
}

}  // namespace tacit::question
