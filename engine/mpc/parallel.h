#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tacit::mpc {

/// A few threads for the arithmetic of one protocol run. They compute only: randomness is drawn, and channels
/// are used, by the thread that owns the object, so that a run is the same whatever the number of threads.
class Workers {
  public:
    /// `threads` counts the calling thread too; 0 means as many as the machine has.
    explicit Workers(unsigned threads);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    /// The calling thread and its helpers.
    std::size_t threads() const { return threads_.size() + 1; }
    /// Calls `work(i)` once for every i below `count`, in any order and on any of the threads, and returns
    /// when all are done. True if all calls were. Call i may write to place i only. What a call throws comes
    /// out of here, once no thread works on the task any more. A thread takes `grain` calls at a time; for
    /// the default, one should take some 100 microseconds.
    bool all_of(std::size_t count, const std::function<bool(std::size_t)>& work, std::size_t grain = 16);

  private:
    struct Task {
        std::size_t count;
        const std::function<bool(std::size_t)>& work;
        std::size_t grain;
        std::size_t next = 0;         ///< under mutex_
        bool good = true;             ///< under mutex_
        std::exception_ptr thrown{};  ///< under mutex_, the first
    };
    void serve(std::stop_token stop);
    void drain(Task& task);

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::condition_variable idle_;
    Task* task_ = nullptr;
    std::size_t round_ = 0;
    std::size_t busy_ = 0;
    std::vector<std::jthread> threads_;
};

}  // namespace tacit::mpc
