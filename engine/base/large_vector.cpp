#include "base/large_vector.h"

#include <sys/mman.h>

#include <cstdint>

namespace tacit {

namespace {

constexpr std::size_t huge_page = std::size_t{2} << 20;
constexpr std::size_t page = std::size_t{64} << 10;  // a multiple of the page size of every system we know

std::size_t whole_pages(std::size_t bytes) {
    return (bytes + page - 1) / page * page;
}

/// From `address` to the next boundary.
std::size_t to_boundary(const void* address) {
    return (huge_page - reinterpret_cast<std::uintptr_t>(address) % huge_page) % huge_page;
}

}  // namespace

void* map_large(std::size_t bytes) {
    const std::size_t wanted = whole_pages(bytes);
    const std::size_t taken = wanted + huge_page;
    void* const start = mmap(nullptr, taken, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED) throw std::bad_alloc();
    auto* const first = static_cast<std::uint8_t*>(start);
    const std::size_t before = to_boundary(start);
    if (before != 0) munmap(first, before);
    if (before != huge_page) munmap(first + before + wanted, huge_page - before);
    prefer_huge_pages(first + before, wanted);
    return first + before;
}

void unmap_large(void* memory, std::size_t bytes) {
    munmap(memory, whole_pages(bytes));
}

void prefer_huge_pages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#ifdef MADV_HUGEPAGE
    const std::size_t before = to_boundary(memory);
    if (bytes <= before) return;
    madvise(static_cast<std::uint8_t*>(memory) + before, bytes - before, MADV_HUGEPAGE);
#endif
}

}  // namespace tacit
