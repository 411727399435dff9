// SPDX-License-Identifier: Apache-2.0
#include "idcard/trust/content_kind.hpp"

#include "card/base/error.hpp"
#include "card/pki/ldif.hpp"
#include "card/pki/pem.hpp"
#include "card/tlv/reader.hpp"

namespace idcard {

namespace tlv = card::tlv;
namespace asn1 = card::tlv::asn1;

namespace {

constexpr tlv::Tag version_of_certificate{0xA0};

/// BER of indefinite length, as some states write their master lists: SEQUENCE, then an object identifier.
bool is_indefinite_signed_data(card::ByteView content)
{
    return content.size() > 2 && content[0] == 0x30 && content[1] == 0x80 && content[2] == 0x06;
}

/// SignedData begins with its object identifier. A certificate has a validity, a SEQUENCE, where a list has a time.
/// [RFC5280] §4.1, §5.1
ContentKind kind_of_der(card::ByteView content)
{
    tlv::Reader outer{tlv::only(content, asn1::sequence)};
    if (outer.peek() == asn1::oid)
        return ContentKind::master_list;
    tlv::Reader signed_part{outer.expect(asn1::sequence)};
    if (signed_part.accept(version_of_certificate))
        return ContentKind::certificate;
    signed_part.accept(asn1::integer);
    signed_part.expect(asn1::sequence); // signature
    signed_part.expect(asn1::sequence); // issuer
    return signed_part.peek() == asn1::sequence ? ContentKind::certificate : ContentKind::revocation_list;
}

} // namespace

ContentKind kind_of(card::ByteView content, std::string_view name)
{
    if (card::pki::is_ldif(content))
        return ContentKind::ldif;
    if (card::pki::is_pem(content))
        return ContentKind::pem;
    if (is_indefinite_signed_data(content))
        return ContentKind::master_list;
    try {
        return kind_of_der(content);
    } catch (const card::Error&) { // said when it is read
    }
    if (name.ends_with(".crl"))
        return ContentKind::revocation_list;
    return name.ends_with(".ml") ? ContentKind::master_list : ContentKind::certificate;
}

} // namespace idcard
