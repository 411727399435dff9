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

int read_curve(tlv::Reader parameters)
{
    const tlv::Element element = parameters.next();
    parameters.finish();
    if (element.tag == asn1::oid)
        return named_curve(tlv::Oid::from_content(element.value).content());
    return match_parameters(element.whole);
}

} // namespace

SpkiParts read_spki(ByteView der)
{
    tlv::Reader reader{tlv::only(der, asn1::sequence)};
    tlv::Reader algorithm{reader.expect(asn1::sequence)};
    const ByteView bits = reader.expect(asn1::bit_string);
    reader.finish();
    require(!bits.empty() && bits[0] == 0, Errc::malformed_data, "public key", "not a whole number of bytes");

    SpkiParts parts{.curve = {}, .key = bits.subspan(1)};
    if (tlv::Oid::from_content(algorithm.expect(asn1::oid)) == ec_public_key())
        parts.curve = read_curve(algorithm);
    return parts;
}

Bytes curve_parameters(int nid, bool spelled_out)
{
    return spelled_out ? write_parameters(nid) : curve_name_of(nid).encode();
}

Bytes encode_spki(const crypto::Point& key, CurveForm form)
{
    const Bytes parameters = curve_parameters(nid_of(key.curve()), form == CurveForm::spelled_out);
    return tlv::encode(asn1::sequence, {tlv::encode(asn1::sequence, {ec_public_key().encode(), parameters}),
                                           tlv::encode(asn1::bit_string, concat({Bytes{0x00}, key.encode()}))});
}

crypto::Point decode_spki(ByteView der)
{
    const SpkiParts parts = read_spki(der);
    if (!parts.curve)
        throw Error{Errc::unsupported, "public key of another algorithm than id-ecPublicKey"};
    return crypto::Point::decode(curve_of(*parts.curve), parts.key);
}

Bytes key_hash(const crypto::Point& key)
{
    return crypto::digest(crypto::Hash::sha256, encode_spki(key, CurveForm::named));
}

} // namespace card::pki
