// SPDX-License-Identifier: Apache-2.0
#include "card/pki/spki.hpp"

#include "known_curves.hpp"
#include "openssl.hpp"
#include "spki_reader.hpp"

#include "card/crypto/hash.hpp"
#include "card/tlv/oid.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

namespace card::pki {

namespace {

namespace asn1 = tlv::asn1;

const tlv::Oid& ec_public_key()
{
    static const tlv::Oid oid{"1.2.840.10045.2.1"};
    return oid;
}

const tlv::Oid& rsa_encryption()
{
    static const tlv::Oid oid{"1.2.840.113549.1.1.1"};
    return oid;
}

tlv::Oid curve_name_of(int nid)
{
    const ASN1_OBJECT* const object = ensured(OBJ_nid2obj(nid), "curve name");
    return tlv::Oid::from_content({OBJ_get0_data(object), OBJ_length(object)});
}

int named_curve(ByteView name)
{
    const Bytes der = tlv::encode(asn1::oid, name);
    const auto object = decoded<ObjectPtr>(der, d2i_ASN1_OBJECT, "curve name");
    const int nid = OBJ_obj2nid(object.get());
    require(nid != NID_undef, Errc::unsupported, "public key", "unknown curve name");
    return nid;
}

void read_curve(SpkiParts& parts, tlv::Reader parameters)
{
    const tlv::Element element = parameters.next();
    parameters.finish();
    if (element.tag == asn1::oid) {
        parts.curve = named_curve(tlv::Oid::from_content(element.value).content());
    } else if (const auto match = match_parameters(element.whole)) {
        parts.curve = match->nid;
        parts.curve_in_full = match->in_full;
    } else {
        parts.unknown_curve = true;
    }
}

crypto::Point read_point(const SpkiParts& parts)
{
    require(!parts.unknown_curve, Errc::unsupported, "public key", "a curve that is written out and is no known one");
    require(parts.curve.has_value(), Errc::unsupported, "public key", "another algorithm than id-ecPublicKey");
    require(parts.curve_in_full, Errc::unsupported, "public key", "a curve that is not written out in full");
    return crypto::Point::decode(curve_of(*parts.curve), parts.key);
}

Bytes curve_parameters(crypto::Curve curve, CurveForm form)
{
    const int nid = nid_of(curve);
    return form == CurveForm::spelled_out ? write_parameters(nid) : curve_name_of(nid).encode();
}

/// A positive INTEGER's content as the number itself, strictly in DER.
ByteView positive(ByteView content)
{
    const bool sign_byte = content.size() > 1 && content[0] == 0;
    const bool good = !content.empty() && (content[0] & 0x80) == 0 && (!sign_byte || (content[1] & 0x80) != 0);
    require(good, Errc::malformed_data, "RSA public key", "an integer that is negative or not in the fewest bytes");
    return sign_byte ? content.subspan(1) : content;
}

RsaIntegers rsa_integers(ByteView der)
{
    tlv::Reader reader{tlv::only(der, asn1::sequence)};
    const ByteView modulus = positive(reader.expect(asn1::integer));
    const ByteView exponent = positive(reader.expect(asn1::integer));
    reader.finish();
    return {modulus, exponent};
}

crypto::RsaPublicKey read_rsa_key(ByteView der)
{
    const RsaIntegers rsa = rsa_integers(der);
    return crypto::RsaPublicKey::make(rsa.modulus, rsa.exponent);
}

} // namespace

SpkiParts read_spki(ByteView der)
{
    tlv::Reader reader{tlv::only(der, asn1::sequence)};
    tlv::Reader algorithm{reader.expect(asn1::sequence)};
    const ByteView bits = reader.expect(asn1::bit_string);
    reader.finish();
    require(!bits.empty() && bits[0] == 0, Errc::malformed_data, "public key", "not a whole number of bytes");

    SpkiParts parts{.key = bits.subspan(1)};
    const tlv::Oid oid = tlv::Oid::from_content(algorithm.expect(asn1::oid));
    if (oid == ec_public_key())
        read_curve(parts, algorithm);
    else if (oid == rsa_encryption() && !algorithm.at_end())
        parts.rsa = algorithm.next().tag == asn1::null && algorithm.at_end();
    return parts;
}

std::optional<RsaIntegers> read_rsa_integers(ByteView der)
{
    try {
        return rsa_integers(der);
    } catch (const Error&) {
        return std::nullopt;
    }
}

Bytes subject_public_key_content(const crypto::PublicKey& key)
{
    if (const auto* const point = std::get_if<crypto::Point>(&key))
        return point->encode();
    const auto& rsa = std::get<crypto::RsaPublicKey>(key);
    return tlv::encode(asn1::sequence, {tlv::encode_unsigned(rsa.modulus()), tlv::encode_unsigned(rsa.exponent())});
}

Bytes key_algorithm(const crypto::PublicKey& key, CurveForm form)
{
    if (const auto* const point = std::get_if<crypto::Point>(&key))
        return tlv::encode(asn1::sequence, {ec_public_key().encode(), curve_parameters(point->curve(), form)});
    return tlv::encode(asn1::sequence, {rsa_encryption().encode(), tlv::encode(asn1::null, ByteView{})});
}

Bytes encode_spki(const crypto::PublicKey& key, CurveForm form)
{
    const Bytes bits = concat({Bytes{0x00}, subject_public_key_content(key)});
    return tlv::encode(asn1::sequence, {key_algorithm(key, form), tlv::encode(asn1::bit_string, bits)});
}

crypto::PublicKey subject_public_key(ByteView spki)
{
    const SpkiParts parts = read_spki(spki);
    if (parts.rsa)
        return read_rsa_key(parts.key);
    return read_point(parts);
}

crypto::Point decode_spki(ByteView der)
{
    return read_point(read_spki(der));
}

Bytes key_hash(const crypto::PublicKey& key)
{
    return crypto::digest(crypto::Hash::sha256, encode_spki(key));
}

} // namespace card::pki
