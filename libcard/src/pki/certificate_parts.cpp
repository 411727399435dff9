// SPDX-License-Identifier: Apache-2.0
#include "certificate_parts.hpp"

#include "card/tlv/reader.hpp"

namespace card::pki {

CertificateParts read_certificate_parts(ByteView der)
{
    namespace asn1 = tlv::asn1;
    tlv::Reader certificate{tlv::only(der, asn1::sequence)};
    tlv::Reader tbs{certificate.expect(asn1::sequence)};
    CertificateParts parts;
    parts.signature_algorithm = certificate.expect_whole(asn1::sequence);
    tbs.accept(tlv::Tag{0xA0}); // version
    parts.serial_number = tbs.expect(asn1::integer);
    tbs.expect(asn1::sequence); // signature
    parts.issuer = tbs.expect_whole(asn1::sequence);
    tbs.expect(asn1::sequence); // validity
    parts.subject = tbs.expect_whole(asn1::sequence);
    parts.spki = tbs.expect_whole(asn1::sequence);
    return parts;
}

} // namespace card::pki
