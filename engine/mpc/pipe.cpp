#include "mpc/pipe.h"

namespace tacit::mpc {

void Pipe::close() {
    const std::scoped_lock lock(mutex);
    closed = true;
    changed.notify_all();
}

Status PipeChannel::send(View message) {
    std::unique_lock lock(out_.mutex);
    out_.changed.wait(lock, [this] { return out_.messages.size() < 2 || out_.closed; });
    out_.messages.push_back(to_bytes(message));
    out_.changed.notify_all();
    counters_.bytes_sent += message.size();
    ++counters_.messages_sent;
    return {};
}

Result<Bytes> PipeChannel::receive(std::size_t size) {
    TACIT_ASSIGN(Bytes message, receive_up_to(size));
    if (message.size() != size) return error(Fault::malformed_message, "length", name_);
    return message;
}

Result<Bytes> PipeChannel::receive_up_to(std::size_t maximum) {
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

}  // namespace tacit::mpc
