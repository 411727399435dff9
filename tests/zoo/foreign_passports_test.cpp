// SPDX-License-Identifier: Apache-2.0
// What passports and signers of other states have that cards of ours do not.
#include "foreign_specimen.hpp"

#include "card/tlv/integer.hpp"

namespace {

using namespace zoo;
using card::Errc;
using trust::CheckId;
using trust::Overall;

/// DG1 of a passport of this state, valid until April 2032.
Bytes passport_zone(std::string_view state)
{
    std::string line_2 = "L898902C36UTO7408122F320415";
    line_2 += lds::check_digit("320415");
    line_2 += "ZE184226B<<<<<1";
    line_2 += lds::check_digit(line_2.substr(0, 10) + line_2.substr(13, 7) + line_2.substr(21, 22));
    const std::string zone = "P<" + std::string{state} + "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<" + line_2;
    return tlv::encode(lds::file::dg1.tag, tlv::encode(tlv::Tag{0x5F1F}, card::as_bytes(zone)));
}

/// The signer's certificate with this extendedKeyUsage.
void set_purpose(Specimen& card, const char* purpose)
{
    const Bytes value = tlv::encode(tlv::asn1::sequence, tlv::Oid{purpose}.encode());
    card.sign_with_changed_signer({{tbs::extensions, with_extension("2.5.29.37", true, value)}});
}

} // namespace

TEST_CASE("foreign documents: passports, whose zone has two lines")
{
    Specimen card = foreign_card();
    card.put(1, passport_zone("THA"));
    CHECK(trust::name(card.verdict().overall) == "genuine");
    card.today = parse_date("20320501");
    test::expect(card.verdict(), Overall::genuine_not_valid, CheckId::document_validity, Errc::document_expired);

    card.put(1, passport_zone("VNM")); // another state than the signer's
    test::expect(card.verdict(), Overall::not_genuine, CheckId::chain, Errc::country_mismatch);
}

TEST_CASE("foreign documents: what they write into DG12 does not hide what the zone says")
{
    Specimen card = foreign_card();
    const Bytes date = tlv::encode(tlv::Tag{0x5F26}, card::as_bytes("20150000"));
    const Bytes list = tlv::encode(tlv::Tag{0x5C}, Bytes{0x5F, 0x26});
    card.put(12, tlv::encode(lds::file::dg12.tag, card::concat({list, date})));
    CHECK(trust::name(card.verdict().overall) == "genuine");

    Specimen ours = our_card();
    ours.put(12, tlv::encode(lds::file::dg12.tag, card::concat({list, date})));
    CHECK(ours.verdict().overall == Overall::undetermined);
}

TEST_CASE("signers: whose key is for master lists, deviation lists or bar codes signs no documents")
{
    for (const char* purpose : {"2.23.136.1.1.3", "2.23.136.1.1.8", "2.23.136.1.1.11.1", "2.23.136.1.1.14.2"})
        for (Specimen card : {foreign_card(), our_card()}) {
            CAPTURE(purpose);
            set_purpose(card, purpose);
            test::expect(card.verdict(), Overall::not_genuine, CheckId::chain, Errc::signer_unsuitable);
        }
}

TEST_CASE("signers: any other purpose is a remark on a foreign document, and one too many on ours")
{
    Specimen card = foreign_card();
    set_purpose(card, "1.3.6.1.5.5.7.3.36");
    CHECK(trust::name(card.verdict().overall) == "genuine");
    CHECK(test::only(card.verdict(), CheckId::chain).remark == Errc::legacy_rules);
    Specimen ours = our_card();
    set_purpose(ours, "1.3.6.1.5.5.7.3.36");
    test::expect(ours.verdict(), Overall::not_genuine, CheckId::chain, Errc::signer_unsuitable);
}

TEST_CASE("signers: without a key identifier the CSCA may be another one of that name: unknown, not forged")
{
    Specimen card = foreign_card();
    const auto other_key = pki::SigningKey::generate(crypto::Curve::p256);
    const Bytes content = card.cms().content;
    const Bytes der =
        reissued(card.content.pki.signer, {{tbs::extensions, without_extension("2.5.29.35")}}, AnyKey::of(other_key));
    card.content.pki.signer = pki::Certificate::parse(der);
    card.sign(cms_of(content, card.content.pki.signer));
    test::expect(card.verdict(), Overall::undetermined, CheckId::chain, Errc::no_trust_anchor);
}
