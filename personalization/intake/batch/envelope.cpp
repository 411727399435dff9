// SPDX-License-Identifier: Apache-2.0
#include "intake/batch/envelope.hpp"

#include "base/text.hpp"
#include "card/base/error.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"
#include "intake/batch/expect.hpp"

#include <array>
#include <limits>

namespace perso::intake {

namespace {

namespace tlv = card::tlv;
namespace asn1 = card::tlv::asn1;

constexpr std::size_t largest_head = 6; ///< one byte of tag, five of length
constexpr tlv::Tag explicit_0{0xA0};

/// Walks through DER that is never held as a whole. Every tag that it meets has one byte.
class Cursor {
public:
    Cursor(const ByteSource& source, std::uint64_t begin, std::uint64_t end) : source_{source}, at_{begin}, end_{end} {}

    std::uint64_t at() const { return at_; }

    std::uint64_t end() const { return end_; }

    /// Goes into the next element, which takes all that is left if `last`.
    Cursor enter(tlv::Tag tag, bool last)
    {
        const auto [head, total] = look(tag);
        expect(!last || total == end_ - at_, text("bytes that belong to nothing"));
        const Cursor inside{source_, at_ + head, at_ + total};
        at_ += total;
        return inside;
    }

    /// A small element, whole.
    card::Bytes take(tlv::Tag tag)
    {
        const auto [head, total] = look(tag);
        return take_bytes(total);
    }

    /// All that is left, which is little.
    card::Bytes rest() { return take_bytes(end_ - at_); }

private:
    std::pair<std::uint64_t, std::uint64_t> look(tlv::Tag tag) const
    {
        const card::Bytes start =
            source_.read(at_, static_cast<std::size_t>(std::min<std::uint64_t>(largest_head, end_ - at_)));
        expect(!start.empty() && start[0] == tag.value, text("another structure than SignedData"));
        const auto total = tlv::total_length(start);
        expect(total && *total <= end_ - at_, text("it ends early"));
        const std::size_t head = start[1] < 0x80 ? 2 : 2U + (start[1] & 0x7FU);
        return {head, *total};
    }

    card::Bytes take_bytes(std::uint64_t size)
    {
        expect(size <= largest_frame, text("certificate and signature are too long"));
        card::Bytes bytes = source_.read(at_, static_cast<std::size_t>(size));
        at_ += size;
        return bytes;
    }

    const ByteSource& source_;
    std::uint64_t at_;
    std::uint64_t end_;
};

/// [RFC5652] §5.1: the content is passed over, and put together again without it.
Envelope read(const ByteSource& source)
{
    Cursor file{source, 0, source.size};
    Cursor info = file.enter(asn1::sequence, true);
    const card::Bytes signed_data_type = info.take(asn1::oid);
    Cursor signed_data = info.enter(explicit_0, true).enter(asn1::sequence, true);
    const card::Bytes version = signed_data.take(asn1::integer);
    const card::Bytes digests = signed_data.take(asn1::set);
    Cursor encapsulated = signed_data.enter(asn1::sequence, false);
    const card::Bytes type = encapsulated.take(asn1::oid);
    const Cursor content = encapsulated.enter(explicit_0, true).enter(asn1::octet_string, true);
    const card::Bytes rest = signed_data.rest();

    const card::Bytes empty = tlv::encode(explicit_0, tlv::encode(asn1::octet_string, card::ByteView{}));
    const card::Bytes around = tlv::encode(asn1::sequence, {type, empty});
    const card::Bytes frame = tlv::encode(asn1::sequence,
        {signed_data_type, tlv::encode(explicit_0, tlv::encode(asn1::sequence, {version, digests, around, rest}))});
    return {card::pki::SignedData::parse_up_to(2 * largest_frame, frame), content.at(), content.end() - content.at()};
}

} // namespace

card::tlv::Oid batch_type()
{
    constexpr std::array<std::uint8_t, 20> content{0x69, 0x81, 0xB4, 0x9E, 0xD5, 0xE6, 0xED, 0x89, 0x9A, 0xF9, 0xE7,
        0x97, 0xB4, 0xBE, 0xDC, 0x82, 0xE8, 0x9E, 0xA7, 0x16};
    return card::tlv::Oid::from_content(content);
}

bool is_signed_batch(card::ByteView start)
{
    constexpr std::uint8_t sequence = 0x30;
    return start.size() >= 2 && start[0] == sequence && start[1] >= 0x80;
}

Envelope read_envelope(const ByteSource& source)
{
    expect(source.size <= largest_batch, text("it is longer than 2 GiB"));
    try {
        Envelope envelope = read(source);
        expect(envelope.frame.content_type() == batch_type(), text("SignedData of another kind"));
        return envelope;
    } catch (const card::Error& error) {
        if (error.code() == card::Errc::batch_invalid)
            throw;
        throw card::Error{card::Errc::batch_invalid, card::Step{"signed batch"},
            text("the signed envelope is damaged or of another form")};
    }
}

} // namespace perso::intake
