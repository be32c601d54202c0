#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"
#include "net/peer_id.h"

namespace tacit::net {

/// What a packet is for. Every packet is a header frame of `header_size` bytes and a body frame.
enum class PacketType : std::uint8_t {
    pairing_request = 1,  ///< partner to host, with a pairing key only
    pairing_answer = 2,   ///< host to partner
    hello = 3,            ///< partner to host: I am here, under this link token; repeated as the ping
    welcome = 4,          ///< host to partner: the same in return
    data = 5,             ///< a segment of a stream
    ack = 6,              ///< how far a stream has arrived
    probe = 7,            ///< an ack that asks for an answer
    bye = 8,              ///< the program closes this session
    answer = 9,           ///< an ack that answers a probe
    resume = 10,  ///< a probe of one that can hear (again): whoever has data under way probes in return
};

inline constexpr std::uint8_t control_channel = 0;
inline constexpr std::uint8_t protocol_channel = 1;

inline constexpr std::size_t header_size = 40;
inline constexpr std::size_t segment_limit = 256 * 1024;  ///< plain bytes of one data packet
inline constexpr std::size_t seal_overhead = 16;
inline constexpr std::size_t pairing_limit = 16 * 1024;
/// For ZMQ_MAXMSGSIZE, which counts a frame with what CURVE adds to it.
inline constexpr std::size_t frame_limit = segment_limit + seal_overhead + 64;

/// Grammar (integers little-endian):
///   header = version:u8=3 type:u8 channel:u8 zero:u8 from:u16 to:u16 token:u64 offset:u64 acknowledged:u64
///   credit:u64
/// Fields that a type does not use are zero, so that a packet has one form only:
///   pairing_*      token = number of the request                     body 0..16 KiB
///   hello          token = link token, offset = the session           no body
///   bye            token = link token                                no body
///   welcome        token = link token, offset = the host's own mark   no body
///   data           all                                               body 1..256 KiB (+16 where sealed)
///   ack            all; offset = end of the farthest byte seen        no body
///   probe, resume  all; offset = number of the probe                  no body
///   answer         all; offset = number of the probe that it answers  no body
struct Header {
    PacketType type = PacketType::ack;
    std::uint8_t channel = control_channel;
    PeerId from = 0;
    PeerId to = 0;
    std::uint64_t token = 0;
    std::uint64_t offset = 0;
    std::uint64_t acknowledged = 0;
    std::uint64_t credit = 0;

    bool operator==(const Header&) const = default;
    bool in_stream() const {
        return type == PacketType::data || type == PacketType::ack || type == PacketType::probe ||
               type == PacketType::answer || type == PacketType::resume;
    }
};

using HeaderBytes = ByteArray<header_size>;
HeaderBytes encode(const Header& header);
/// Also holds the length of the body against the type. Fault::malformed_message, Fault::version_differs.
Result<Header> parse_packet(View header, std::size_t body_size);

/// What the seal of a relayed segment covers besides its body.
Bytes sealed_fields(const Header& header);

}  // namespace tacit::net
