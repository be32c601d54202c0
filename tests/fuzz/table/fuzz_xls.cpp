#include <cstdint>

#include "check_table.h"

// The input is a whole file. What is neither a compound file nor a bare stream of records is another
// reader's, which has its own fuzzer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const bool compound = size > 4 && data[0] == 0xd0 && data[1] == 0xcf;
    const bool bare = size > 4 && data[0] == 0x09 && (data[1] == 0x08 || data[1] == 0x04 || data[1] == 0x02);
    if (compound || bare) check_table(std::string(reinterpret_cast<const char*>(data), size));
    return 0;
}
