#include <cstdint>

#include "check_table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    check_table(std::string(reinterpret_cast<const char*>(data), size));
    return 0;
}
