#include "mpc/parallel.h"

#include <algorithm>

namespace tacit::mpc {

Workers::Workers(unsigned threads) {
    if (threads == 0) threads = std::max(1u, std::thread::hardware_concurrency());
    for (unsigned i = 1; i < threads; ++i)
        threads_.emplace_back([this](std::stop_token stop) { serve(std::move(stop)); });
}

Workers::~Workers() {
    for (auto& thread : threads_) thread.request_stop();
    threads_.clear();
}

bool Workers::all_of(std::size_t count, const std::function<bool(std::size_t)>& work, std::size_t grain) {
    Task task{.count = count, .work = work, .grain = grain};
    if (count > grain && !threads_.empty()) {
        const std::scoped_lock lock(mutex_);
        task_ = &task;
        busy_ = threads_.size();
        ++round_;
        wake_.notify_all();
    }
    drain(task);
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return busy_ == 0; });
    task_ = nullptr;
    if (task.thrown) std::rethrow_exception(task.thrown);
    return task.good;
}

void Workers::serve(std::stop_token stop) {
    std::size_t seen = 0;
    std::unique_lock lock(mutex_);
    while (wake_.wait(lock, stop, [&] { return round_ != seen; })) {
        seen = round_;
        Task& task = *task_;
        lock.unlock();
        drain(task);
        lock.lock();
        if (--busy_ == 0) idle_.notify_one();
    }
}

void Workers::drain(Task& task) {
    bool good = true;
    for (;;) {
        std::size_t begin = 0;
        {
            const std::scoped_lock lock(mutex_);
            task.good = task.good && good;
            begin = task.next;
            task.next = std::min(task.count, begin + task.grain);
        }
        if (begin >= task.count) return;
        const std::size_t end = std::min(task.count, begin + task.grain);
        try {
            for (std::size_t i = begin; i < end; ++i) good = task.work(i) && good;
        } catch (...) {
            const std::scoped_lock lock(mutex_);
            if (!task.thrown) task.thrown = std::current_exception();
            task.next = task.count;  // nobody begins another call
        }
    }
}

}  // namespace tacit::mpc
