#include "fuzz_check.h"
#include "session/receipt.h"

using namespace tacit;

// A receipt reads well in one form only, as bytes and as text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const View bytes(data, size);
    const auto receipt = session::Receipt::decode(bytes);
    if (receipt.ok()) must(receipt->encode() == to_bytes(bytes));
    const auto text = session::Receipt::from_json(as_text(bytes));
    if (text.ok()) must(text->to_json() == as_text(bytes));
    return 0;
}
