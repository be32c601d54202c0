#include "mpc/ot/bench.h"

#include <chrono>
#include <deque>

#include "mpc/ot/base_ot.h"
#include "mpc/ot/softspoken.h"
#include "mpc/progress.h"

namespace tacit::mpc::ot {

namespace {

using Clock = std::chrono::steady_clock;

/// One direction between two threads.
struct Pipe {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Bytes> messages;
    bool closed = false;

    void close() {
        const std::scoped_lock lock(mutex);
        closed = true;
        changed.notify_all();
    }
};

/// Holds two messages in each direction, like a network that lets each side be a little ahead.
class PipeChannel final : public Channel {
  public:
    PipeChannel(Pipe& out, Pipe& in) : out_(out), in_(in) {}
    ~PipeChannel() override { out_.close(); }

    Status send(View message) override {
        std::unique_lock lock(out_.mutex);
        out_.changed.wait(lock, [this] { return out_.messages.size() < 2 || out_.closed; });
        out_.messages.push_back(to_bytes(message));
        out_.changed.notify_all();
        counters_.bytes_sent += message.size();
        ++counters_.messages_sent;
        return {};
    }
    Status flush() override { return {}; }
    Result<Bytes> receive(std::size_t size) override {
        TACIT_ASSIGN(Bytes message, receive_up_to(size));
        if (message.size() != size) return error(Fault::malformed_message, "length", name_);
        return message;
    }
    Result<Bytes> receive_up_to(std::size_t maximum) override {
        std::unique_lock lock(in_.mutex);
        in_.changed.wait(lock, [this] { return !in_.messages.empty() || in_.closed; });
        if (in_.messages.empty()) return error(Fault::partner_gone, "benchmark", name_);
        Bytes message = std::move(in_.messages.front());
        in_.messages.pop_front();
        in_.changed.notify_all();
        if (message.size() > maximum) return error(Fault::malformed_message, "length", name_);
        counters_.bytes_received += message.size();
        ++counters_.messages_received;
        return message;
    }
    ChannelCounters counters() const override { return counters_; }
    const std::string& peer_name() const override { return name_; }

  private:
    Pipe& out_;
    Pipe& in_;
    ChannelCounters counters_;
    const std::string name_ = "benchmark";
};

/// Runs both sides, a thread each, the receiver's in the calling one.
template <class Receive, class Send>
Status both(unsigned workers, Receive receive, Send send) {
    Pipe there, back;
    Status sent;
    std::thread other([&] {
        PipeChannel channel(back, there);
        crypto::SystemRandom random;
        Workers mine(workers);
        NoProgress progress;
        sent = send(Endpoint{channel, random, mine, progress, as_view("benchmark")});
        there.close();
    });
    Status received;
    {
        PipeChannel channel(there, back);
        crypto::SystemRandom random;
        Workers mine(workers);
        NoProgress progress;
        received = receive(Endpoint{channel, random, mine, progress, as_view("benchmark")});
        back.close();
    }
    other.join();
    TACIT_TRY(std::move(received));
    return sent;
}

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

Block random_block(crypto::Random& random) {
    Block out;
    random.fill(crypto::as_writable_bytes({&out, 1}));
    return out;
}

Status measure_base(OtBenchmark& out, unsigned workers) {
    crypto::SystemRandom random;
    const Block choices = random_block(random);
    const auto start = Clock::now();
    TACIT_TRY(both(
        workers,
        [&](const Endpoint& sender) -> Status {
            TACIT_TRY(receive_base({{&choices, 1}, 128}, sender));
            return {};
        },
        [](const Endpoint& receiver) -> Status {
            TACIT_TRY(send_base(128, receiver));
            return {};
        }));
    out.base_milliseconds = milliseconds_since(start);
    return {};
}

}  // namespace

Result<OtBenchmark> measure_ot(unsigned field_bits, std::size_t cots, unsigned workers) {
    OtBenchmark out;
    TACIT_TRY(measure_base(out, workers));
    crypto::SystemRandom random;
    BigVector<Block> choices(blocks_for(cots));
    random.fill(crypto::as_writable_bytes(choices));
    const auto start = Clock::now();
    Clock::time_point ready;
    TACIT_TRY(both(
        workers,
        [&](const Endpoint& sender) -> Status {
            TACIT_ASSIGN(const auto receiver, SoftSpokenReceiver::set_up(field_bits, sender));
            const auto before = sender.peer.counters();
            ready = Clock::now();
            TACIT_TRY(receiver->extend({choices, cots}));
            // The sender has yet to check the last answer.
            TACIT_TRY(sender.peer.receive(1));
            const auto after = sender.peer.counters();
            out.cots_per_second = 1e3 * static_cast<double>(cots) / milliseconds_since(ready);
            out.bytes_per_cot = static_cast<double>(after.bytes_sent - before.bytes_sent +
                                                    after.bytes_received - before.bytes_received - 1) /
                                static_cast<double>(cots);
            return {};
        },
        [&](const Endpoint& receiver) -> Status {
            TACIT_ASSIGN(const auto sender,
                         SoftSpokenSender::set_up(field_bits, random_block(receiver.random), receiver));
            TACIT_TRY(sender->extend(cots));
            return receiver.peer.send(Bytes{1});
        }));
    out.set_up_milliseconds = std::chrono::duration<double, std::milli>(ready - start).count();
    return out;
}

}  // namespace tacit::mpc::ot
