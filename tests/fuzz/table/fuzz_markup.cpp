#include <cstdint>

#include "check_table.h"

// The input is a whole file of SpreadsheetML or HTML. What does not begin like one is another reader's, which
// has its own fuzzer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto first = text.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    if (first != std::string::npos && text[first] == '<') check_table(text);
    return 0;
}
