#include "engine/session/table.h"
#include "fuzz_check.h"

using namespace tacit;
using namespace tacit::session;

namespace {

/// A session after each of its steps.
const std::vector<test::Table>& stages() {
    static const test::World world(1, 3);
    static const auto all = [] {
        std::vector<test::Table> out{test::Table(world)};
        for (auto steps = out.back().steps(); !steps.empty(); steps = out.back().steps()) {
            out.push_back(out.back());
            out.back().take(steps.front());
        }
        return out;
    }();
    return all;
}

}  // namespace

// First byte: at which step of a session; second: to whom; the rest: the message. It must be canonical if it
// reads at all, and a machine either goes on or ends exactly once.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const View bytes(data + 2, size - 2);
    const auto message = decode_message(bytes, 3);
    if (message.ok()) must(encode_message(*message) == to_bytes(bytes));
    auto table = stages()[data[0] % stages().size()];
    const Place place = data[1] & 2u ? 2 : 1;
    const bool to_organizer = data[1] & 1u;
    if (to_organizer)
        table.carry_out(0, table.organizer().message(place, bytes));
    else
        table.carry_out(place, table.partner(place).message(bytes));
    const Place at = to_organizer ? Place(0) : place;
    must(table.seen(at).ends <= 1 && (table.seen(at).ends == 0 || table.over(at)));
    return 0;
}
