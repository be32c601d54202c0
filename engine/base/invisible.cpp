#include "base/invisible.h"

#include <algorithm>
#include <iterator>

namespace tacit {

namespace {

struct Range {
    char32_t first, last;
};

// Unicode 15.1: general category Cf, Default_Ignorable_Code_Point, and the private and surrogate areas.
// Ascending.
constexpr Range ranges[] = {
    {0x00ad, 0x00ad},   {0x034f, 0x034f},    {0x0600, 0x0605},   {0x061c, 0x061c},   {0x06dd, 0x06dd},
    {0x070f, 0x070f},   {0x0890, 0x0891},    {0x08e2, 0x08e2},   {0x115f, 0x1160},   {0x17b4, 0x17b5},
    {0x180b, 0x180f},   {0x200b, 0x200f},    {0x202a, 0x202e},   {0x2060, 0x206f},   {0x3164, 0x3164},
    {0xd800, 0xf8ff},   {0xfe00, 0xfe0f},    {0xfeff, 0xfeff},   {0xffa0, 0xffa0},   {0xfff0, 0xfffb},
    {0x110bd, 0x110bd}, {0x110cd, 0x110cd},  {0x13430, 0x1343f}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},
    {0xe0000, 0xe0fff}, {0xf0000, 0x10ffff},
};

}  // namespace

bool is_invisible(char32_t point) {
    const auto* range = std::lower_bound(std::begin(ranges), std::end(ranges), point,
                                         [](const Range& r, char32_t c) { return r.last < c; });
    return range != std::end(ranges) && range->first <= point;
}

}  // namespace tacit
