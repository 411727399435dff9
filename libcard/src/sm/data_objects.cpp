// SPDX-License-Identifier: Apache-2.0
#include "card/sm/data_objects.hpp"

#include "card/base/error.hpp"
#include "card/crypto/cipher.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

#include <optional>

namespace card::sm {

namespace {

using iso7816::Command;
using iso7816::Response;

namespace tag {
constexpr tlv::Tag cryptogram_odd{0x85}; ///< for odd instruction bytes, without indicator
constexpr tlv::Tag cryptogram{0x87};     ///< padding indicator, then the cryptogram
constexpr tlv::Tag expected_length{0x97};
constexpr tlv::Tag processing_status{0x99};
constexpr tlv::Tag mac{0x8E};
} // namespace tag

constexpr std::uint8_t padded_with_80 = 0x01; ///< padding-content indicator. [7816-4:2005] §6.2.3
constexpr std::size_t mac_object_size = 2 + Suite::mac_size;
constexpr std::size_t largest_status_object = 4; ///< DO 99, and DO 97 of an extended length

bool odd(iso7816::Ins ins)
{
    return (static_cast<std::uint8_t>(ins) & 0x01) != 0;
}

Bytes encrypted_object(const Suite& suite, const Command& command)
{
    const Bytes cryptogram = suite.encrypt(command.data);
    if (odd(command.ins))
        return tlv::encode(tag::cryptogram_odd, cryptogram);
    return tlv::encode(tag::cryptogram, concat({Bytes{padded_with_80}, cryptogram}));
}

/// Le: one byte, or two when it is more than 256; zero for the greatest. [7816-4:2005] §5.1
Bytes length_object(std::size_t ne)
{
    return tlv::encode(tag::expected_length, big_endian(ne, ne > iso7816::max_short_ne ? 2 : 1));
}

/// What DO 8E covers of a command: the header, padded, and the data objects, padded if there are any.
SecureBytes authenticated(const Command& header, ByteView objects)
{
    const Bytes bytes{header.cla, static_cast<std::uint8_t>(header.ins), header.p1, header.p2};
    return secure_concat({crypto::pad80(bytes), objects.empty() ? SecureBytes{} : crypto::pad80(objects)});
}

/// The data objects of an answer, in the one order that is allowed.
struct Answer {
    std::optional<ByteView> cryptogram;
    ByteView status;
    ByteView mac;
    ByteView authenticated; ///< all that stands before DO 8E
};

Answer parse(const Command& command, ByteView data)
{
    Answer answer;
    tlv::Reader reader{data};
    answer.cryptogram = reader.accept(odd(command.ins) ? tag::cryptogram_odd : tag::cryptogram);
    answer.status = reader.expect(tag::processing_status);
    answer.mac = reader.expect(tag::mac);
    reader.finish();
    if (answer.mac.size() != Suite::mac_size)
        throw Error{Errc::malformed_tlv, "DO 8E is not 8 bytes"};
    answer.authenticated = data.first(data.size() - mac_object_size);
    return answer;
}

Bytes decrypt(const Suite& suite, const Command& command, ByteView cryptogram)
{
    if (!odd(command.ins)) {
        if (cryptogram.empty() || cryptogram[0] != padded_with_80)
            throw Error{Errc::malformed_tlv, "DO 87 without padding indicator 01"};
        cryptogram = cryptogram.subspan(1);
    }
    return suite.decrypt(cryptogram);
}

Response verified(const Suite& suite, const Command& command, const Response& response)
{
    const Answer answer = parse(command, response.data());
    if (!ct_equal(answer.mac, suite.mac(crypto::pad80(answer.authenticated))))
        throw Error{Errc::crypto_failed, "the MAC of the answer is wrong"};
    if (!equal(answer.status, big_endian(response.sw().value, 2)))
        throw Error{Errc::malformed_data, "DO 99 differs from the status word"};
    return {answer.cryptogram ? decrypt(suite, command, *answer.cryptogram) : Bytes{}, response.sw()};
}

/// Bytes of tag, length and value of a cryptogram of `size` bytes with its indicator.
std::size_t cryptogram_object_size(std::size_t size)
{
    const std::size_t value = size + 1;
    return value + (value < 0x80 ? 2 : value <= 0xFF ? 3 : value <= 0xFFFF ? 4 : 5);
}

} // namespace

Command protect(Suite& suite, const Command& command)
{
    suite.next();
    Command out{.cla = static_cast<std::uint8_t>(command.cla | iso7816::cla::secure_messaging),
        .ins = command.ins,
        .p1 = command.p1,
        .p2 = command.p2};
    if (!command.data.empty())
        append(out.data, encrypted_object(suite, command));
    if (command.ne > 0)
        append(out.data, length_object(command.ne));
    append(out.data, tlv::encode(tag::mac, suite.mac(authenticated(out, out.data))));
    out.ne = command.ne <= plain_capacity(iso7816::max_short_ne) ? iso7816::max_short_ne : iso7816::max_extended_ne;
    return out;
}

Response unprotect(Suite& suite, const Command& command, const Response& response)
{
    suite.next();
    const Step step{"secure messaging"};
    if (response.data().empty())
        throw Error{Errc::secure_messaging_failed, step, response.sw()};
    try {
        return verified(suite, command, response);
    } catch (const Error& error) {
        throw Error{Errc::secure_messaging_failed, step, error.what()};
    }
}

std::size_t plain_capacity(std::size_t size)
{
    constexpr std::size_t block = Suite::block_size;
    if (size < mac_object_size + largest_status_object)
        return 0;
    const std::size_t rest = size - mac_object_size - largest_status_object;
    std::size_t cryptogram = rest / block * block;
    while (cryptogram > 0 && cryptogram_object_size(cryptogram) > rest)
        cryptogram -= block;
    return cryptogram == 0 ? 0 : cryptogram - 1; // one byte of padding at least
}

} // namespace card::sm
