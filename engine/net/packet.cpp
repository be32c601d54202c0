#include "net/packet.h"

#include "wire/reader.h"
#include "wire/writer.h"

namespace tacit::net {

namespace {

constexpr std::uint8_t version = 3;

template <class T>
std::uint8_t* put(std::uint8_t* at, T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i) *at++ = static_cast<std::uint8_t>(value >> (8 * i));
    return at;
}

bool known(std::uint8_t type) {
    return type >= static_cast<std::uint8_t>(PacketType::pairing_request) &&
           type <= static_cast<std::uint8_t>(PacketType::resume);
}

bool body_fits(const Header& header, std::size_t size) {
    switch (header.type) {
        case PacketType::data:
            return size > 0 && size <= segment_limit + seal_overhead;
        case PacketType::pairing_request:
        case PacketType::pairing_answer:
            return size <= pairing_limit;
        default:
            return size == 0;
    }
}

bool canonical(const Header& header) {
    if (header.in_stream()) return header.channel <= protocol_channel;
    const bool offset_is_used = header.type == PacketType::welcome || header.type == PacketType::hello;
    return header.channel == 0 && header.acknowledged == 0 && header.credit == 0 &&
           (offset_is_used || header.offset == 0);
}

}  // namespace

HeaderBytes encode(const Header& header) {
    HeaderBytes out;
    auto* at = out.data();
    at = put(at, version);
    at = put(at, static_cast<std::uint8_t>(header.type));
    at = put(at, header.channel);
    at = put(at, std::uint8_t{0});
    at = put(at, header.from);
    at = put(at, header.to);
    at = put(at, header.token);
    at = put(at, header.offset);
    at = put(at, header.acknowledged);
    put(at, header.credit);
    return out;
}

Result<Header> parse_packet(View bytes, std::size_t body_size) {
    wire::Reader reader(bytes);
    if (reader.u8() != version && !reader.failed())
        return error(Fault::version_differs, "packet of another version");
    const auto type = reader.u8();
    Header header;
    header.channel = reader.u8();
    const auto zero = reader.u8();
    header.from = reader.u16();
    header.to = reader.u16();
    header.token = reader.u64();
    header.offset = reader.u64();
    header.acknowledged = reader.u64();
    header.credit = reader.u64();
    TACIT_TRY(reader.finish());
    if (!known(type) || zero != 0) return error(Fault::malformed_message, "packet header");
    header.type = static_cast<PacketType>(type);
    if (!canonical(header) || !body_fits(header, body_size))
        return error(Fault::malformed_message, "packet fields");
    return header;
}

Bytes sealed_fields(const Header& header) {
    wire::Writer writer;
    writer.u8(static_cast<std::uint8_t>(header.type)).u8(header.channel).u16(header.from).u16(header.to);
    writer.u64(header.token).u64(header.offset);
    return std::move(writer).take();
}

}  // namespace tacit::net
