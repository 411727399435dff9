// SPDX-License-Identifier: Apache-2.0
// EF.SOD as a file, as DER, as CMS and as a list of hashes. What is wrong here is truly signed.
#include "specimen.hpp"

#include "card/base/hex.hpp"
#include "card/tlv/integer.hpp"

namespace zoo {

namespace {

namespace asn1 = tlv::asn1;
using test::Status;

// Paths into ContentInfo
constexpr std::initializer_list<unsigned> encapsulated_content{1, 0, 2, 1};
constexpr std::initializer_list<unsigned> certificate{1, 0, 3, 0};
constexpr std::initializer_list<unsigned> certificates{1, 0, 3};
constexpr std::initializer_list<unsigned> signer{1, 0, 4, 0};

/// The only attribute of this type.
Bytes& attribute_of(Cms& cms, const char* oid)
{
    const Bytes type = tlv::Oid{oid}.encode();
    return *std::find_if(cms.attributes->begin(), cms.attributes->end(), [&](const Bytes& attribute) {
        return std::search(attribute.begin(), attribute.end(), type.begin(), type.end()) != attribute.end();
    });
}

void drop_attribute(Specimen& card, const char* oid)
{
    Cms cms = card.cms();
    attribute_of(cms, oid).clear();
    card.sign(cms);
}

constexpr const char* content_type = "1.2.840.113549.1.9.3";
constexpr const char* message_digest = "1.2.840.113549.1.9.4";

/// A path to part of LDSSecurityObject is changed, and the whole signed again.
void edit_hashes(Specimen& card, std::initializer_list<unsigned> path, const Change& change)
{
    card.sign_content(test::edit_der(card.cms().content, path, change));
}

/// The first element of EF.SOD with a length in the form 80, its end marked by two zeros.
Bytes indefinite(const Bytes& file)
{
    tlv::Reader reader{file};
    const ByteView value = reader.next().value;
    return card::concat({Bytes{0x77, 0x80}, value, Bytes{0x00, 0x00}});
}

Bytes nested(unsigned depth)
{
    Bytes der = tlv::encode(asn1::null, ByteView{});
    for (unsigned level = 0; level < depth; ++level)
        der = tlv::encode(asn1::sequence, der);
    return der;
}

} // namespace

std::vector<Breed> sod_breeds()
{
    return {
        {"sod_absent",
            [](Specimen& card) {
                card.evidence.sod = {Status::absent, {}};
            }},
        {"sod_denied",
            [](Specimen& card) {
                card.evidence.sod = {Status::denied, {}};
            }},
        {"sod_not_read",
            [](Specimen& card) {
                card.evidence.sod = {Status::failed, {}};
            }},
        {"sod_cut", [](Specimen& card) { card.evidence.sod.content.pop_back(); }},
        {"sod_empty", [](Specimen& card) { card.evidence.sod.content.clear(); }},
        {"sod_longer", [](Specimen& card) { card.evidence.sod.content.push_back(0x00); }},
        {"sod_indefinite", [](Specimen& card) { card.evidence.sod.content = indefinite(card.evidence.sod.content); }},
        {"sod_too_large", [](Specimen& card) { card.present(tlv::encode(asn1::sequence, Bytes(70'000, 0x00))); }},
        {"sod_too_deep", [](Specimen& card) { card.present(nested(40)); }},
        {"sod_no_sod", [](Specimen& card) { card.evidence.sod = card.evidence.groups.at(1); }},
        {"cms_version",
            [](Specimen& card) {
                Cms cms = card.cms();
                cms.version = 1;
                card.sign(cms);
            }},
        {"cms_two_signers", [](Specimen& card) { card.edit_sod(signer, test::twice); }},
        {"cms_no_signer", [](Specimen& card) { card.edit_sod(signer, test::nothing); }},
        {"cms_signer_version",
            [](Specimen& card) {
                Cms cms = card.cms();
                cms.signer_version = 3;
                card.sign(cms);
            }},
        {"cms_two_certificates",
            [](Specimen& card) {
                Cms cms = card.cms();
                cms.certificates.push_back(card.content.pki.csca.der());
                card.sign(cms);
            }},
        {"cms_no_certificate", [](Specimen& card) { card.edit_sod(certificate, test::nothing); }},
        {"cms_no_certificates", [](Specimen& card) { card.edit_sod(certificates, test::nothing); }},
        {"cms_signer_unnamed",
            [](Specimen& card) {
                Cms cms = card.cms();
                cms.signer_identifier = identifier_of(card.content.pki.csca);
                card.sign(cms);
            }},
        {"cms_no_attributes",
            [](Specimen& card) {
                Cms cms = card.cms();
                cms.attributes.reset();
                card.sign(cms);
            }},
        {"cms_no_content_type", [](Specimen& card) { drop_attribute(card, content_type); }},
        {"cms_no_message_digest", [](Specimen& card) { drop_attribute(card, message_digest); }},
        {"cms_other_content_type",
            [](Specimen& card) {
                Cms cms = card.cms();
                attribute_of(cms, content_type) = attribute(content_type, tlv::Oid{"1.2.840.113549.1.7.1"}.encode());
                std::sort(cms.attributes->begin(), cms.attributes->end());
                card.sign(cms);
            }},
        {"cms_attribute_twice",
            [](Specimen& card) {
                Cms cms = card.cms();
                cms.attributes->push_back(cms.attributes->back());
                card.sign(cms);
            }},
        {"cms_attributes_unordered",
            [](Specimen& card) {
                Cms cms = card.cms();
                std::reverse(cms.attributes->begin(), cms.attributes->end());
                card.sign(cms);
            }},
        {"cms_detached", [](Specimen& card) { card.edit_sod(encapsulated_content, test::nothing); }},
        {"cms_id_data",
            [](Specimen& card) {
                Cms cms = card.cms();
                cms.content_type = tlv::Oid{"1.2.840.113549.1.7.1"};
                cms.set_attributes();
                card.sign(cms);
            }},
        {"cms_old_content_type",
            [](Specimen& card) {
                Cms cms = card.cms();
                cms.content_type = tlv::Oid{"1.3.27.1.1.1"};
                cms.set_attributes();
                card.sign(cms);
            }},
        {"lds_version", [](Specimen& card) { edit_hashes(card, {0}, always(tlv::encode_integer(7))); }},
        {"lds_no_hashes",
            [](Specimen& card) { edit_hashes(card, {2}, always(tlv::encode(asn1::sequence, ByteView{}))); }},
        {"lds_group_twice",
            [](Specimen& card) {
                edit_hashes(card, {2, 0}, test::twice);
            }},
        {"lds_group_17",
            [](Specimen& card) {
                edit_hashes(card, {2, 0, 0}, always(tlv::encode_integer(17)));
            }},
        {"lds_hash_shortened",
            [](Specimen& card) {
                edit_hashes(card, {2, 1, 1}, [](const Bytes& element) {
                    return tlv::encode(asn1::octet_string, ByteView{element}.subspan(2, 20));
                });
            }},
        {"lds_hash_empty",
            [](Specimen& card) {
                edit_hashes(card, {2, 1, 1}, always(tlv::encode(asn1::octet_string, ByteView{})));
            }},
        {"lds_sha1", [](Specimen& card) { edit_hashes(card, {1}, always(hash_identifier(EVP_sha1()))); }},
        {"lds_not_lds", [](Specimen& card) { card.sign_content(card::from_hex("0500")); }},
    };
}

} // namespace zoo
