// SPDX-License-Identifier: Apache-2.0
#include "issuer/pin_envelope.hpp"

#include "card/base/error.hpp"
#include "card/crypto/hash.hpp"
#include "card/tlv/integer.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"
#include "issuer/aes_gcm.hpp"

namespace perso::issuer {

using card::ByteView;
using card::Errc;
using card::crypto::Curve;
using card::crypto::Point;
namespace asn1 = card::tlv::asn1;

namespace {

constexpr std::uint64_t version = 1;
constexpr std::size_t most_bytes = 1024;
constexpr std::size_t most_person = 32; // as an identifier of office.toml
constexpr std::string_view purpose = "idcard PIN envelope 1";

/// All that stands in clear; it is bound to the PIN.
card::Bytes head(const std::string& person, const Point& key, const Point& ephemeral, ByteView nonce)
{
    using card::tlv::encode;
    card::Bytes head = card::tlv::encode_integer(version);
    for (const card::Bytes& part :
        {encode(asn1::utf8_string, card::as_bytes(person)), encode(asn1::octet_string, key.encode()),
            encode(asn1::octet_string, ephemeral.encode()), encode(asn1::octet_string, nonce)})
        head.insert(head.end(), part.begin(), part.end());
    return head;
}

card::SecureBytes key_of(ByteView agreed, ByteView head)
{
    return card::crypto::secret_digest(card::crypto::Hash::sha256, {card::as_bytes(purpose), agreed, head});
}

Point decode_point(ByteView encoded)
{
    for (const Curve curve : {Curve::p256, Curve::p384})
        if (encoded.size() == 1 + 2 * field_size(curve))
            return Point::decode(curve, encoded);
    throw card::Error{Errc::key_rejected, card::Step{"PIN envelope"}, "a point of another curve"};
}

} // namespace

card::Bytes seal_pin(ByteView pin, const std::string& person, const Point& key, card::crypto::RandomSource& random)
{
    card::require(!person.empty() && person.size() <= most_person, Errc::internal, "PIN envelope", "a person's id");
    const auto ephemeral = card::crypto::Group{key.curve()}.generate(random);
    const card::Bytes nonce = random.bytes(gcm::nonce_size);
    const card::Bytes clear = head(person, key, ephemeral.public_key(), nonce);
    const card::SecureBytes agreed = card::crypto::shared_secret(ephemeral, key);
    const card::Bytes sealed = gcm::seal(key_of(agreed, clear), nonce, clear, pin);
    return card::tlv::encode(asn1::sequence, {clear, card::tlv::encode(asn1::octet_string, sealed)});
}

PinEnvelope parse_pin_envelope(ByteView der)
{
    const auto require = [](bool holds, std::string_view sentence) {
        card::require(holds, Errc::malformed_data, "PIN envelope", sentence);
    };
    require(der.size() <= most_bytes, "larger than any envelope");
    card::tlv::Reader reader{card::tlv::only(der, asn1::sequence)};
    require(card::tlv::decode_unsigned(reader.expect(asn1::integer)) == version, "another version");
    const ByteView person = reader.expect(asn1::utf8_string);
    const Point key = decode_point(reader.expect(asn1::octet_string));
    const Point ephemeral = decode_point(reader.expect(asn1::octet_string));
    const ByteView nonce = reader.expect(asn1::octet_string);
    const ByteView sealed = reader.expect(asn1::octet_string);
    reader.finish();
    require(!person.empty() && person.size() <= most_person, "no person's id");
    require(key.curve() == ephemeral.curve(), "two curves");
    require(nonce.size() == gcm::nonce_size, "a nonce of another size");
    require(sealed.size() > gcm::tag_size, "nothing is sealed");
    return {.person = std::string{card::as_text(person)},
        .key = key,
        .ephemeral = ephemeral,
        .nonce = card::to_bytes(nonce),
        .sealed = card::to_bytes(sealed)};
}

card::SecureBytes open_pin(const PinEnvelope& envelope, const Agreement& agreement)
{
    const card::Bytes clear = head(envelope.person, envelope.key, envelope.ephemeral, envelope.nonce);
    const card::SecureBytes agreed = agreement(envelope.ephemeral);
    return gcm::open(key_of(agreed, clear), envelope.nonce, clear, envelope.sealed);
}

} // namespace perso::issuer
