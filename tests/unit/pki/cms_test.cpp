// SPDX-License-Identifier: Apache-2.0
#include "card/pki/cms.hpp"

#include "support/der_editor.hpp"
#include "support/document_pki.hpp"
#include "support/tampering.hpp"
#include "support/throws.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;
using test::document_pki;
using test::error_of;

namespace {

const tlv::Oid& content_type()
{
    static const tlv::Oid oid{"2.23.136.1.1.1"};
    return oid;
}

const Bytes& content()
{
    static const Bytes bytes = from_hex("30030201AA");
    return bytes;
}

Bytes specimen()
{
    const test::DocumentPki& pki = document_pki();
    return pki::sign(content_type(), content(), pki.signer, pki.signer_key, test::at(2026, 11, 22));
}

// Paths into the tree: ContentInfo, [0], SignedData, then
constexpr std::initializer_list<unsigned> version{1, 0, 0};
constexpr std::initializer_list<unsigned> encapsulated_type{1, 0, 2, 0};
constexpr std::initializer_list<unsigned> encapsulated_content{1, 0, 2, 1, 0};
constexpr std::initializer_list<unsigned> certificate{1, 0, 3, 0};
constexpr std::initializer_list<unsigned> signer{1, 0, 4, 0};
constexpr std::initializer_list<unsigned> signer_version{1, 0, 4, 0, 0};
constexpr std::initializer_list<unsigned> signer_name{1, 0, 4, 0, 1};
constexpr std::initializer_list<unsigned> digest_algorithm{1, 0, 4, 0, 2};
constexpr std::initializer_list<unsigned> signed_attributes{1, 0, 4, 0, 3};
constexpr std::initializer_list<unsigned> signature_algorithm{1, 0, 4, 0, 4};
constexpr std::initializer_list<unsigned> signature{1, 0, 4, 0, 5};

Bytes changed(std::initializer_list<unsigned> path, const std::function<Bytes(Bytes)>& change)
{
    return test::edit_der(specimen(), path, change);
}

std::optional<Errc> error(std::initializer_list<unsigned> path, const std::function<Bytes(Bytes)>& change)
{
    const Bytes bad = changed(path, change);
    return error_of([&] { return pki::SignedData::parse(bad); });
}

bool verifies(std::initializer_list<unsigned> path, const std::function<Bytes(Bytes)>& change)
{
    return pki::SignedData::parse(changed(path, change)).signature_is_valid();
}

Bytes off_by_one(Bytes element)
{
    element.back() ^= 0x01;
    return element;
}

/// Removes the attribute of this type from the set of attributes.
auto without(const char* oid)
{
    return [oid](const Bytes& attributes) {
        tlv::Reader outer{attributes};
        const tlv::Element set = outer.next();
        tlv::Reader reader{set.value};
        Bytes left;
        while (!reader.at_end()) {
            const ByteView attribute = reader.next().whole;
            if (!equal(attribute.subspan(2, tlv::Oid{oid}.encode().size()), tlv::Oid{oid}.encode()))
                append(left, attribute);
        }
        return tlv::encode(set.tag, left);
    };
}

} // namespace

TEST_CASE("cms: signed, read and verified")
{
    const pki::SignedData data = pki::SignedData::parse(specimen());
    CHECK(data.content_type() == content_type());
    CHECK(data.content() == content());
    CHECK(data.signer() == document_pki().signer);
    CHECK(data.digest_algorithm() == crypto::Hash::sha256);
    CHECK(data.signature_is_valid());
}

TEST_CASE("cms: a key on P-384 signs with SHA-384")
{
    const test::DocumentPki& pki = document_pki();
    const auto key = pki::SigningKey::generate(crypto::Curve::p384);
    const auto certificate_384 = pki::make_document_signer(
        test::signer_content(), key.public_key(), pki.csca, pki.csca_key, crypto::system_random());
    const auto data =
        pki::SignedData::parse(pki::sign(content_type(), content(), certificate_384, key, test::at(2051, 1, 1)));
    CHECK(data.digest_algorithm() == crypto::Hash::sha384);
    CHECK(data.signature_is_valid());
}

TEST_CASE("cms: a signing time from 2050 is a GeneralizedTime, before it a UTCTime, [RFC5652] §11.3")
{
    const test::DocumentPki& pki = document_pki();
    const auto signed_at = [&](Time time) {
        return to_hex(pki::sign(content_type(), content(), pki.signer, pki.signer_key, time));
    };
    const auto holds = [](const std::string& der, const char* tag, std::string_view text) {
        return der.find(tag + to_hex(as_bytes(text))) != std::string::npos;
    };
    CHECK(holds(signed_at(test::at(2049, 12, 31)), "170d", "491231000000Z"));
    CHECK(holds(signed_at(test::at(2050, 1, 1)), "180f", "20500101000000Z"));
    CHECK(holds(signed_at(test::at(2077, 6, 5)), "180f", "20770605000000Z"));
}

TEST_CASE("cms: the content of EF.CardSecurity, id-SecurityObject, [TR-03110] part 3 §A.1.2.5")
{
    const test::DocumentPki& pki = document_pki();
    const tlv::Oid id_security_object{"0.4.0.127.0.7.3.2.1"};
    const auto data = pki::SignedData::parse(
        pki::sign(id_security_object, content(), pki.signer, pki.signer_key, test::at(2026, 11, 22)));
    CHECK(data.content_type() == id_security_object);
    CHECK(data.signer() == pki.signer);
    CHECK(data.signature_is_valid());
}

TEST_CASE("cms: a certificate of another key does not sign")
{
    const test::DocumentPki& pki = document_pki();
    CHECK(error_of([&] {
        return pki::sign(content_type(), content(), pki.signer, pki.csca_key, test::at(2026, 11, 22));
    }) == Errc::key_rejected);
}

TEST_CASE("cms: structure")
{
    CHECK(error(version, [](const Bytes&) { return from_hex("020101"); }) == Errc::malformed_data);
    CHECK(error(signer, test::twice) == Errc::malformed_tlv); // two SignerInfos
    CHECK(error(signer, test::nothing) == Errc::malformed_tlv);
    CHECK(error(certificate, test::twice) == Errc::malformed_tlv);
    CHECK(error(certificate, test::nothing) == Errc::malformed_tlv);
    CHECK(error(signed_attributes, test::nothing) == Errc::malformed_data);
    CHECK(error(signed_attributes, without("1.2.840.113549.1.9.3")) == Errc::malformed_data); // contentType
    CHECK(error(signed_attributes, without("1.2.840.113549.1.9.4")) == Errc::malformed_data); // messageDigest
    CHECK(error({1, 0, 4, 0, 3, 0}, test::twice) == Errc::malformed_data);
    CHECK(error(signer_version, [](const Bytes&) { return from_hex("020103"); }) == Errc::malformed_data);
    CHECK(error(encapsulated_type, [](const Bytes&) { return tlv::Oid{"2.23.136.1.1.2"}.encode(); }) ==
          Errc::malformed_data);
    CHECK(error(encapsulated_content, test::nothing) == Errc::malformed_tlv); // detached
}

TEST_CASE("cms: the signer identifier must name the certificate inside")
{
    CHECK(error(signer_name, off_by_one) == Errc::malformed_data);
    // a key identifier of zeros, as some documents have it
    const Bytes bad = test::edit_der(changed(signer_version, [](const Bytes&) { return from_hex("020103"); }),
        signer_name, [](const Bytes&) { return tlv::encode(tlv::Tag{0x80}, Bytes(20, 0x00)); });
    CHECK(error_of([&] { return pki::SignedData::parse(bad); }) == Errc::malformed_data);
}

TEST_CASE("cms: a signer named by key identifier is found")
{
    const Bytes key_id = *document_pki().signer.subject_key_id();
    const Bytes by_key = test::edit_der(changed(signer_version, [](const Bytes&) { return from_hex("020103"); }),
        signer_name, [&](const Bytes&) { return tlv::encode(tlv::Tag{0x80}, key_id); });
    CHECK(pki::SignedData::parse(by_key).signature_is_valid());
}

TEST_CASE("cms: only SHA-2, and the same hash everywhere")
{
    const auto sha1 = [](const Bytes&) { return from_hex("300906052B0E03021A0500"); };
    CHECK(error(digest_algorithm, sha1) == Errc::unsupported);
    const auto ecdsa_with_sha1 = [](const Bytes&) { return from_hex("300906072A8648CE3D0401"); };
    CHECK(error(signature_algorithm, ecdsa_with_sha1) == Errc::unsupported);
    const auto ecdsa_with_sha384 = [](const Bytes&) { return from_hex("300A06082A8648CE3D040303"); };
    CHECK(error(signature_algorithm, ecdsa_with_sha384) == Errc::unsupported);
}

TEST_CASE("cms: what was signed cannot change")
{
    CHECK(!verifies(encapsulated_content, off_by_one));
    CHECK(!verifies(signature, off_by_one));
    CHECK(!verifies(signed_attributes, off_by_one));
    CHECK(!verifies(signed_attributes, without("1.2.840.113549.1.9.5"))); // signing time
}

TEST_CASE("cms: attributes in another order than that of DER are refused")
{
    const auto rotated = [](const Bytes& attributes) {
        tlv::Reader outer{attributes};
        const tlv::Element set = outer.next();
        tlv::Reader reader{set.value};
        const ByteView first = reader.next().whole;
        return tlv::encode(set.tag, {set.value.subspan(first.size()), first});
    };
    CHECK(error(signed_attributes, rotated) == Errc::malformed_data);
}

TEST_CASE("cms: every truncation and a trailing byte are refused")
{
    CHECK(test::refuses_other_lengths(specimen(), [](ByteView der) { pki::SignedData::parse(der); }));
}
