// SPDX-License-Identifier: Apache-2.0
#include "people/statement.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/crypto/hash.hpp"
#include "card/piv/slots.hpp"
#include "card/tlv/integer.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

#include <algorithm>

namespace perso::people {

using card::ByteView;
using card::Errc;
namespace asn1 = card::tlv::asn1;

namespace {

constexpr std::uint64_t newest_version = 2;
constexpr std::string_view prefix = "idcard staff statement 1\n";
constexpr std::size_t most_bytes = 1 << 22;
constexpr std::size_t most_subjects = 20'000;
constexpr std::size_t most_characters = 64;          ///< of an action, a person, a number, a value
constexpr std::size_t most_characters_decided = 128; ///< of a subject

[[noreturn]] void malformed(std::string_view sentence)
{
    throw card::Error{Errc::malformed_data, card::Step{"staff statement"}, sentence};
}

bool is_word(ByteView text, std::size_t most)
{
    return !text.empty() && text.size() <= most &&
           std::all_of(text.begin(), text.end(), [](std::uint8_t c) { return c > 0x20 && c < 0x7F; });
}

std::string word(ByteView text, std::size_t most = most_characters)
{
    if (!is_word(text, most))
        malformed("a word of another form");
    return std::string{card::as_text(text)};
}

template <std::size_t N>
std::array<std::uint8_t, N> fixed(ByteView bytes)
{
    if (bytes.size() != N)
        malformed("a field of another size");
    std::array<std::uint8_t, N> out{};
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
}

card::Bytes utf8(const std::string& text)
{
    return card::tlv::encode(asn1::utf8_string, card::as_bytes(text));
}

} // namespace

std::string decided(std::string_view what, std::string_view value)
{
    const ByteView text = card::as_bytes(value);
    std::string said{what};
    said += '=';
    return said + (is_word(text, most_characters)
                          ? std::string{value}
                          : card::to_hex(card::crypto::digest(card::crypto::Hash::sha256, {text})));
}

card::Bytes encode(const Statement& statement)
{
    using card::tlv::encode;
    card::Bytes subjects;
    for (const std::string& subject : statement.subjects) {
        const card::Bytes element = utf8(subject);
        subjects.insert(subjects.end(), element.begin(), element.end());
    }
    return encode(asn1::sequence,
        {card::tlv::encode_integer(statement.version), utf8(statement.action), utf8(statement.person),
            card::tlv::encode_integer(static_cast<std::uint64_t>(statement.at.time_since_epoch().count())),
            encode(asn1::octet_string, ByteView{statement.store}), encode(asn1::octet_string, ByteView{statement.head}),
            encode(asn1::octet_string, ByteView{statement.nonce}), encode(asn1::sequence, ByteView{subjects})});
}

Statement parse_statement(ByteView der)
{
    if (der.size() > most_bytes)
        malformed("larger than any statement");
    card::tlv::Reader reader{card::tlv::only(der, asn1::sequence)};
    const std::uint64_t version = card::tlv::decode_unsigned(reader.expect(asn1::integer));
    if (version == 0 || version > newest_version)
        malformed("another version");
    Statement statement{.version = version,
        .action = word(reader.expect(asn1::utf8_string)),
        .person = word(reader.expect(asn1::utf8_string)),
        .subjects = {},
        .at = card::Time{std::chrono::seconds{card::tlv::decode_unsigned(reader.expect(asn1::integer))}},
        .store = fixed<16>(reader.expect(asn1::octet_string)),
        .head = fixed<32>(reader.expect(asn1::octet_string)),
        .nonce = fixed<16>(reader.expect(asn1::octet_string))};
    card::tlv::Reader subjects{reader.expect(asn1::sequence)};
    reader.finish();
    while (!subjects.at_end()) {
        if (statement.subjects.size() == most_subjects)
            malformed("too many subjects");
        statement.subjects.push_back(word(subjects.expect(asn1::utf8_string), most_characters_decided));
    }
    return statement;
}

card::Bytes statement_digest(ByteView statement, card::crypto::Hash hash)
{
    return card::crypto::digest(hash, {card::as_bytes(prefix), statement});
}

bool is_signed(const card::crypto::PublicKey& key, ByteView statement, ByteView signature)
{
    const auto hash = card::piv::hash_for(card::piv::algorithm_of(key));
    return card::crypto::verify_signature(key, hash, statement_digest(statement, hash), signature);
}

} // namespace perso::people
