// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/certificate_by_openssl.hpp"
#include "support/der_editor.hpp"
#include "support/document_pki.hpp"
#include "support/throws.hpp"

#include "card/pki/certificate.hpp"
#include "card/tlv/oid.hpp"
#include "card/tlv/writer.hpp"

#include <doctest/doctest.h>

#include <functional>

/// The certificate of a document signer with any part of it changed, and what both readers say to that. Its signature
/// is no longer one.
namespace test::changed_signer {

using namespace card;
namespace asn1 = tlv::asn1;

inline pki::Certificate read(const Bytes& der)
{
    return pki::Certificate::parse(der, pki::Leniency::foreign_legacy);
}

/// The children of a tbsCertificate of version 3.
enum Part : unsigned { version, serial, algorithm, issuer, validity, subject, spki, extensions };

inline Bytes with(std::initializer_list<unsigned> path, const Bytes& element)
{
    return test::edit_der(document_pki().signer.der(), path, [&](const Bytes&) { return element; });
}

inline Bytes with(Part part, const Bytes& element)
{
    return with({0, part}, element);
}

inline Bytes with_hex(Part part, std::string_view hex)
{
    return with(part, from_hex(hex));
}

inline Bytes without(std::initializer_list<unsigned> path)
{
    return test::edit_der(document_pki().signer.der(), path, test::nothing);
}

/// An extension; `critical` is what stands between identifier and value.
inline Bytes extension(std::string_view oid, std::string_view value, std::string_view critical = "")
{
    return tlv::encode(
        asn1::sequence, {tlv::Oid{oid}.encode(), from_hex(critical), tlv::encode(asn1::octet_string, from_hex(value))});
}

/// The signer with these extensions and no others.
inline Bytes with_extensions(const Bytes& all)
{
    return with(extensions, tlv::encode(tlv::Tag{0xA3}, tlv::encode(asn1::sequence, all)));
}

inline Bytes with_extension(std::string_view oid, std::string_view value)
{
    return with_extensions(extension(oid, value));
}

/// Refused as malformed, by OpenSSL, too.
inline void check_refused(const Bytes& der)
{
    const auto error = error_of([&] { return read(der); });
    CHECK((error == Errc::malformed_tlv || error == Errc::malformed_data));
    CHECK(!test::certificate_by_openssl(der));
}

/// Refused as malformed; OpenSSL lets it pass.
inline void check_refused_here(const Bytes& der)
{
    const auto error = error_of([&] { return read(der); });
    CHECK((error == Errc::malformed_tlv || error == Errc::malformed_data));
    CHECK(test::certificate_by_openssl(der));
}

/// Read, and as OpenSSL does.
inline pki::Certificate check_read(const Bytes& der)
{
    const pki::Certificate certificate = read(der);
    CHECK(test::disagreement(certificate) == "");
    return certificate;
}

inline bool is_malformed(const std::function<void()>& reading)
{
    const auto error = error_of(reading);
    return error == Errc::malformed_tlv || error == Errc::malformed_data;
}

/// Refused by our own rules; passed over under foreign_legacy, unless it is critical.
inline void check_passed_over(std::string_view oid, std::string_view value)
{
    const Bytes der = with_extension(oid, value);
    CHECK(is_malformed([&] { pki::Certificate::parse(der); }));
    const pki::Certificate certificate = read(der);
    CHECK(certificate.allowances() == pki::Allowances{pki::Allowance::malformed_extension});
    CHECK(!certificate.subject_key_id());
    CHECK(!certificate.authority_key_id());
    CHECK(!certificate.private_key_usage());
    CHECK(is_malformed([&] { read(with_extensions(extension(oid, value, "0101FF"))); }));
}

inline Bytes name(std::string_view attribute)
{
    return tlv::encode(asn1::sequence, tlv::encode(asn1::set, tlv::encode(asn1::sequence, from_hex(attribute))));
}

inline Bytes times(std::string_view tag, std::string_view from, std::string_view tag_to, std::string_view to)
{
    const auto time = [](std::string_view type, std::string_view digits) {
        return tlv::encode(tlv::Tag{from_hex(type)[0]}, as_bytes(digits));
    };
    return tlv::encode(asn1::sequence, {time(tag, from), time(tag_to, to)});
}

} // namespace test::changed_signer
