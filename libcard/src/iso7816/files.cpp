// SPDX-License-Identifier: Apache-2.0
#include "card/iso7816/files.hpp"

#include "card/base/error.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

namespace card::iso7816 {

namespace {

/// Of the odd instruction. [7816-4:2005] §7.2.3
namespace tag {
constexpr tlv::Tag offset{0x54};
constexpr tlv::Tag content{0x53};
} // namespace tag

constexpr std::size_t largest_offset = 0x7FFF; // 15 bits of P1-P2. [7816-4:2005] §7.2.2
constexpr std::size_t least_piece = 100;       // a card that answers less would take hundreds of commands

[[noreturn]] void malformed(std::string_view name, std::string_view sentence)
{
    throw Error{Errc::response_malformed, Step{std::string{name}}, sentence};
}

/// 6B00: the file ends where the command begins.
Bytes transmit_read(Channel& channel, const Command& command, std::string_view name)
{
    const Response response = channel.transmit(command);
    if (response.sw() == sw::wrong_offset)
        malformed(name, "the file is empty or ends before its data object");
    return response.require({sw::ok, sw::end_of_file}, name).data();
}

/// Reads from the start and makes the file current.
Bytes read_start(Channel& channel, Sfi file, std::size_t ne, std::string_view name)
{
    const Command command{.ins = Ins::read_binary, .p1 = static_cast<std::uint8_t>(0x80 | file.value()), .ne = ne};
    return transmit_read(channel, command, name);
}

/// Tag and length of DO 53 around `size` bytes.
std::size_t content_header(std::size_t size)
{
    return size < 0x80 ? 2 : size <= 0xFF ? 3 : size <= 0xFFFF ? 4 : 5;
}

/// The most content whose DO 53 fits an answer of `ne` bytes.
std::size_t content_capacity(std::size_t ne)
{
    std::size_t size = ne;
    while (size > 0 && content_header(size) + size > ne)
        --size;
    return size;
}

/// Reads at most `size` bytes of the current file, from an offset that P1-P2 can name.
Bytes read_even(Channel& channel, std::size_t offset, std::size_t size, std::string_view name)
{
    const Command command{.ins = Ins::read_binary,
        .p1 = static_cast<std::uint8_t>(offset >> 8),
        .p2 = static_cast<std::uint8_t>(offset),
        .ne = size};
    return transmit_read(channel, command, name);
}

/// The same from any offset: P1-P2 of zero name the current file.
Bytes read_odd(Channel& channel, std::size_t offset, std::size_t size, std::string_view name)
{
    const Command command{.ins = Ins::read_binary_odd,
        .data = tlv::encode(tag::offset, big_endian(offset, offset > 0xFFFF ? 4 : 2)),
        .ne = content_header(size) + size};
    const Bytes answer = transmit_read(channel, command, name);
    try {
        return to_bytes(tlv::only(answer, tag::content));
    } catch (const Error& error) {
        malformed(name, error.what());
    }
}

/// How much to ask for next so that the fewest commands read the whole, where an answer holds `ne` bytes. The odd
/// instruction carries a few bytes less, so it can pay to stop at the last offset of the even one.
std::size_t next_size(std::size_t offset, std::size_t rest, std::size_t ne)
{
    const std::size_t odd = content_capacity(ne);
    if (offset > largest_offset)
        return std::min(rest, odd);
    const bool stop = rest > ne && offset + odd < largest_offset && largest_offset < offset + ne;
    return stop ? largest_offset - offset : std::min(rest, ne);
}

/// Reads exactly `size` bytes of the current file.
Bytes read_piece(Channel& channel, std::size_t offset, std::size_t size, std::string_view name)
{
    if (size == 0)
        throw Error{Errc::response_too_long, Step{std::string{name}}, "an answer has no room for content"};
    const auto read = offset > largest_offset ? read_odd : read_even;
    Bytes piece = read(channel, offset, size, name);
    if (piece.size() != size)
        malformed(name, "the file ends before its data object or the answer is incomplete");
    return piece;
}

} // namespace

Sfi::Sfi(unsigned value) : value_{static_cast<std::uint8_t>(value)}
{
    if (value < 1 || value > 30)
        throw Error{Errc::malformed_data, "short file identifier outside 1 to 30"};
}

Bytes read_file(Channel& channel, Sfi file, std::size_t bound, std::string_view name)
{
    const std::size_t ne = channel.limits().ne;
    Bytes content = read_start(channel, file, ne, name);
    const std::optional<std::size_t> size = tlv::total_length(content);
    if (!size)
        malformed(name, "the file is empty or its first answer too short");
    if (*size > bound)
        throw Error{Errc::response_too_long, Step{std::string{name}}, "file is longer than its bound"};
    if (content.size() >= *size) {
        content.resize(*size); // what lies behind the object is no part of the file's content
        return content;
    }
    const std::size_t piece = content.size();
    if (piece < std::min(ne, least_piece))
        malformed(name, "first answer too short");
    content.reserve(*size);
    while (content.size() < *size)
        append(content,
            read_piece(channel, content.size(), next_size(content.size(), *size - content.size(), piece), name));
    return content;
}

Bytes read_small_file(Channel& channel, Sfi file, std::string_view name)
{
    return read_start(channel, file, std::min(channel.limits().ne, max_short_ne), name);
}

} // namespace card::iso7816
