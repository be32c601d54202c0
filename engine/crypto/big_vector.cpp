#include "crypto/big_vector.h"

#include <sys/mman.h>

#include <cstdint>

#include "crypto/secret.h"

namespace tacit::crypto::detail {

namespace {
constexpr std::size_t mapped_from = std::size_t{1} << 20;
constexpr std::size_t huge_page = std::size_t{2} << 20;
constexpr std::size_t page = std::size_t{64} << 10;  // a multiple of the page size of every system we know
constexpr std::align_val_t heap_alignment{64};

std::size_t whole_pages(std::size_t bytes) {
    return (bytes + page - 1) / page * page;
}
}  // namespace

void* big_allocate(std::size_t bytes) {
    if (bytes < mapped_from) return ::operator new(bytes, heap_alignment);
    const std::size_t wanted = whole_pages(bytes);
    const std::size_t taken = wanted + huge_page;
    void* const start = mmap(nullptr, taken, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED) throw std::bad_alloc();
    auto* const first = static_cast<std::uint8_t*>(start);
    const auto address = reinterpret_cast<std::uintptr_t>(start);
    const std::size_t before = (huge_page - address % huge_page) % huge_page;
    if (before != 0) munmap(first, before);
    if (before != huge_page) munmap(first + before + wanted, huge_page - before);
#ifdef MADV_HUGEPAGE
    madvise(first + before, wanted, MADV_HUGEPAGE);  // only a hint: without it pages are small
#endif
    return first + before;
}

void big_free(void* memory, std::size_t bytes) {
    if (bytes < mapped_from) {
        wipe({static_cast<std::uint8_t*>(memory), bytes});
        ::operator delete(memory, heap_alignment);
        return;
    }
    munmap(memory, whole_pages(bytes));
}

}  // namespace tacit::crypto::detail
