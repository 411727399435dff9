// SPDX-License-Identifier: Apache-2.0
#include "card/pki/crl.hpp"

#include "support/der_editor.hpp"
#include "support/document_pki.hpp"
#include "support/tampering.hpp"
#include "support/throws.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;
using pki::RevocationReason;
using test::at;
using test::document_pki;
using test::edit_der;
using test::error_of;

namespace {

pki::CrlContent list_content(std::vector<pki::Revocation> revoked = {})
{
    return {.this_update = at(2026, 11, 1), .next_update = at(2027, 1, 30), .number = 7, .revoked = std::move(revoked)};
}

pki::Crl build(const pki::CrlContent& content)
{
    return pki::build_crl(content, document_pki().csca, document_pki().csca_key);
}

std::vector<pki::Revocation> three()
{
    return {{from_hex("7F01"), at(2026, 3, 1), RevocationReason::key_compromise},
        {from_hex("05"), at(2026, 4, 1), RevocationReason::unspecified},
        {from_hex("FF00"), at(2026, 5, 1), RevocationReason::superseded}};
}

/// The list again, with the child of the TBSCertList at `path` changed; its signature is wrong from then on.
std::optional<Errc> error_with(
    const pki::Crl& crl, std::vector<unsigned> path, const std::function<Bytes(Bytes)>& change)
{
    path.insert(path.begin(), 0);
    const Bytes changed = edit_der(crl.der(), path, change);
    return error_of([&] { return pki::Crl::parse(changed); });
}

auto becomes(const std::string& hex)
{
    return [hex](const Bytes&) { return from_hex(hex); };
}

/// Puts one more extension behind the first.
auto with_extension(const std::string& hex)
{
    return [hex](const Bytes& first) { return concat({first, from_hex(hex)}); };
}

} // namespace

TEST_CASE("crl: what was written is read")
{
    const pki::Crl crl = build(list_content(three()));
    CHECK(crl.this_update() == at(2026, 11, 1));
    CHECK(crl.next_update() == at(2027, 1, 30));
    CHECK(crl.number() == from_hex("07"));
    CHECK(!crl.delta_base());
    CHECK(crl.distribution_point().empty());
    CHECK(crl.size() == 3);
    CHECK(crl.authority_key_id() == document_pki().csca.subject_key_id());
    CHECK(crl.issuer() == document_pki().csca.subject());
    CHECK(crl.names_as_issuer(document_pki().csca));
    CHECK(crl.names_issuer_of(document_pki().signer));
    CHECK(crl.is_signed_by(document_pki().csca));
    CHECK(crl.has_strong_signature());
    CHECK(pki::Crl::parse(crl.der()) == crl);
}

TEST_CASE("crl: serial numbers are found by their value")
{
    const pki::Crl crl = build(list_content(three()));
    REQUIRE(crl.find(from_hex("7F01")));
    CHECK(crl.find(from_hex("7F01"))->when == at(2026, 3, 1));
    CHECK(crl.find(from_hex("7F01"))->reason == RevocationReason::key_compromise);
    CHECK(crl.find(from_hex("00FF00"))->reason == RevocationReason::superseded);
    CHECK(!crl.find(from_hex("05"))->reason);
    CHECK(!crl.find(from_hex("7F02")));
    CHECK(!crl.find(from_hex("7F")));
    CHECK(!crl.find(Bytes{}));
    CHECK(!crl.find(document_pki().signer));
    const auto revoked = build(list_content({{document_pki().signer.serial_number(), at(2026, 6, 1), {}}}));
    CHECK(revoked.find(document_pki().signer)->when == at(2026, 6, 1));
}

TEST_CASE("crl: a negative serial number is not the positive one, and zero is a number")
{
    const pki::Crl crl = build(list_content(three()));
    const auto negative = pki::Crl::parse(edit_der(crl.der(), {0, 5, 1, 0}, becomes("0201FB")));
    CHECK(!negative.find(from_hex("05")));
    CHECK(!negative.find(from_hex("FB")));
    const Bytes signer = edit_der(document_pki().signer.der(), {0, 1}, becomes("0201FB"));
    CHECK(negative.find(pki::Certificate::parse(signer, pki::Leniency::foreign_legacy)));
    const auto zero = pki::Crl::parse(edit_der(crl.der(), {0, 5, 1, 0}, becomes("020100")));
    CHECK(zero.find(from_hex("00")));
}

TEST_CASE("crl: of two entries for one certificate a compromise counts, then the earlier")
{
    const pki::Crl crl = build(list_content(three()));
    const auto both = [&](const std::string& serial) {
        return pki::Crl::parse(edit_der(crl.der(), {0, 5, 2, 0}, becomes(serial)));
    };
    CHECK(both("02027F01").find(from_hex("7F01"))->reason == RevocationReason::key_compromise);
    CHECK(both("020105").find(from_hex("05"))->when == at(2026, 4, 1));
}

TEST_CASE("crl: an empty list has no entries at all")
{
    const pki::Crl crl = build(list_content());
    CHECK(crl.size() == 0);
    CHECK(!crl.find(from_hex("01")));
    CHECK(to_hex(crl.der()).find("3000") == std::string::npos);
}

TEST_CASE("crl: times after 2049 are GeneralizedTime")
{
    pki::CrlContent late = list_content();
    late.this_update = at(2049, 12, 31);
    late.next_update = at(2050, 1, 1);
    const pki::Crl crl = build(late);
    CHECK(crl.next_update() == at(2050, 1, 1));
    CHECK(to_hex(crl.der()).find("170d" + to_hex(as_bytes("491231000000Z")) + "180f" +
                                 to_hex(as_bytes("20500101000000Z"))) != std::string::npos);
}

TEST_CASE("crl: a partition names its distribution point, a delta list its base")
{
    pki::CrlContent delta = list_content({{from_hex("05"), at(2026, 11, 1), RevocationReason::remove_from_crl}});
    delta.base = 6;
    delta.distribution_point = "http://crl.example.la/citizen-1.crl";
    const pki::Crl crl = build(delta);
    CHECK(crl.delta_base() == from_hex("06"));
    CHECK(crl.distribution_point() == delta.distribution_point);
    CHECK(crl.find(from_hex("05"))->reason == RevocationReason::remove_from_crl);

    pki::CrlContent complete = list_content();
    complete.freshest_url = "http://crl.example.la/citizen-1-delta.crl";
    CHECK(to_hex(build(complete).der()).find("0603551d2e") != std::string::npos);
}

TEST_CASE("crl: what must not be written")
{
    CHECK(error_of([] {
        return build(list_content({{from_hex("05"), at(2026, 1, 1), {}}, {from_hex("0005"), at(2026, 1, 2), {}}}));
    }) == Errc::malformed_data);
    CHECK(error_of([] {
        return build(list_content({{from_hex("05"), at(2026, 1, 1), RevocationReason::remove_from_crl}}));
    }) == Errc::malformed_data);
    pki::CrlContent delta = list_content();
    delta.base = delta.number;
    CHECK(error_of([&] { return build(delta); }) == Errc::malformed_data);
    pki::CrlContent backwards = list_content();
    backwards.next_update = at(2026, 10, 1);
    CHECK(error_of([&] { return build(backwards); }) == Errc::malformed_data);
    CHECK(error_of([] { return pki::build_crl(list_content(), document_pki().csca, document_pki().signer_key); }) ==
          Errc::key_rejected);
}

TEST_CASE("crl: another authority of the same name did not sign it")
{
    const auto key = pki::SigningKey::generate(crypto::Curve::p256);
    const auto rogue = pki::make_csca(test::csca_content(), key, crypto::system_random());
    const pki::Crl crl = build(list_content());
    CHECK(!crl.names_as_issuer(rogue));
    CHECK(!crl.is_signed_by(rogue));
    const pki::Crl theirs = pki::build_crl(list_content(), rogue, key);
    CHECK(theirs.names_issuer_of(document_pki().signer));
    CHECK(!theirs.is_signed_by(document_pki().csca));
}

TEST_CASE("crl: covers a certificate whose issuer has the parts of its name in another order, and no other's")
{
    const auto with_issuer = [](const std::function<Bytes(Bytes)>& change) {
        return pki::Certificate::parse(edit_der(document_pki().signer.der(), {0, 3}, change));
    };
    const pki::Crl crl = build(list_content());
    CHECK(crl.names_issuer_of(with_issuer([](const Bytes& name) {
        tlv::Reader parts{tlv::only(name, tlv::asn1::sequence)};
        Bytes backwards;
        while (!parts.at_end())
            backwards = concat({parts.next().whole, backwards});
        return tlv::encode(tlv::asn1::sequence, backwards);
    })));
    CHECK(!crl.names_issuer_of(with_issuer([](const Bytes& name) { return edit_der(name, {0}, test::nothing); })));
    CHECK(!crl.names_issuer_of(with_issuer([](const Bytes& name) { return edit_der(name, {0}, test::twice); })));
}

TEST_CASE("crl: an entry taken out breaks the signature")
{
    const pki::Crl crl = build(list_content(three()));
    const auto thinned = pki::Crl::parse(edit_der(crl.der(), {0, 5, 0}, test::nothing));
    CHECK(thinned.size() == 2);
    CHECK(!thinned.is_signed_by(document_pki().csca));
}

TEST_CASE("crl: truncations and a trailing byte are refused")
{
    CHECK(test::refuses_other_lengths(build(list_content(three())).der(), pki::Crl::parse));
}

TEST_CASE("crl: broken lists are refused by name")
{
    const pki::Crl crl = build(list_content(three()));
    CHECK(error_with(crl, {0}, test::nothing) == Errc::unsupported); // version 1
    CHECK(error_with(crl, {0}, becomes("020100")) == Errc::unsupported);
    CHECK(error_with(crl, {1}, becomes("300a06082a8648ce3d040303")) == Errc::malformed_data);       // two algorithms
    CHECK(error_with(crl, {4}, test::nothing) == Errc::malformed_data);                             // no nextUpdate
    CHECK(error_with(crl, {4}, becomes("170d3236313033313030303030305a")) == Errc::malformed_data); // before this
    CHECK(error_with(crl, {3}, becomes("170b323631313031303030305a")) == Errc::malformed_data);     // no seconds
    CHECK(error_with(crl, {3}, becomes("170d3236313333313030303030305a")) == Errc::malformed_data); // month 13
    CHECK(error_with(crl, {3}, becomes("170d3236313130313234303030305a")) == Errc::malformed_data); // hour 24
    CHECK(error_with(crl, {3}, becomes("0c00")) == Errc::malformed_tlv);
    CHECK(error_with(crl, {5, 0, 0}, becomes("02020005")) == Errc::malformed_data); // padded serial number
    CHECK(error_with(crl, {5, 0, 0}, becomes("0200")) == Errc::malformed_data);
    CHECK(error_with(crl, {6}, test::nothing) == Errc::malformed_tlv); // no extensions
    CHECK(error_with(crl, {6, 0, 0}, test::twice) == Errc::malformed_data);
}

TEST_CASE("crl: reasons")
{
    const pki::Crl crl = build(list_content(three()));
    const std::vector<unsigned> entry_extension{5, 0, 2, 0};
    const auto reason = [&](const std::string& enumerated) {
        return error_with(crl, entry_extension, becomes("300a0603551d150403" + enumerated));
    };
    CHECK(!reason("0a0104"));
    CHECK(reason("0a0107") == Errc::malformed_data);
    CHECK(reason("0a010b") == Errc::malformed_data);
    CHECK(reason("0a0108") == Errc::malformed_data); // removed from a complete list
    CHECK(reason("020104") == Errc::malformed_tlv);
    // certificateIssuer, critical: an indirect list
    CHECK(error_with(crl, entry_extension, becomes("300c0603551d1d0101ff04023000")) == Errc::unsupported);
    // invalidityDate says when, but is no more than a hint
    CHECK(!error_with(crl, entry_extension, becomes("30180603551d180411180f32303236303130313030303030305a")));
}

TEST_CASE("crl: names of reasons")
{
    for (const unsigned code : {0U, 1U, 2U, 3U, 4U, 5U, 6U, 8U, 9U, 10U}) {
        const RevocationReason reason{code};
        CHECK(!pki::name(reason).empty());
        CHECK(pki::revocation_reason_named(pki::name(reason)) == reason);
    }
    CHECK(pki::name(RevocationReason::key_compromise) == "key_compromise");
    CHECK(pki::name(RevocationReason{7}).empty());
    CHECK(!pki::revocation_reason_named("mislaid"));
    CHECK(!pki::revocation_reason_named(""));
}

TEST_CASE("crl: scopes that leave certificates out are refused")
{
    const pki::Crl crl = build(list_content());
    const std::vector<unsigned> first_extension{5, 0, 0};
    const auto scope = [&](const std::string& flags, const std::string& lengths) {
        return error_with(crl, first_extension,
            with_extension("30" + lengths.substr(0, 2) + "0603551d1c0101ff04" + lengths.substr(2, 2) + flags));
    };
    CHECK(!scope("30038101ff", "0f05"));
    CHECK(scope("30038201ff", "0f05") == Errc::unsupported);   // authorities
    CHECK(scope("3004830205c0", "1006") == Errc::unsupported); // some reasons
    CHECK(scope("30038401ff", "0f05") == Errc::unsupported);   // indirect
    CHECK(scope("30038501ff", "0f05") == Errc::unsupported);   // attribute certificates
    CHECK(scope("3004a002a100", "1006") == Errc::unsupported); // relative to the issuer
    CHECK(scope("3004a002a000", "1006") == Errc::unsupported); // no URI
    // any other critical extension
    CHECK(error_with(crl, first_extension, with_extension("300c0603551d630101ff04020500")) == Errc::unsupported);
    CHECK(!error_with(crl, first_extension, with_extension("30090603551d6304020500")));
}

TEST_CASE("crl: numbers have at most 20 bytes and no sign")
{
    const pki::Crl crl = build(list_content());
    const auto number = [&](const std::string& integer) {
        return error_with(
            crl, {5, 0, 1, 1}, [&](const Bytes&) { return tlv::encode(tlv::asn1::octet_string, from_hex(integer)); });
    };
    CHECK(!number("021500" + std::string(40, 'f')));
    CHECK(number("021501" + std::string(40, '0')) == Errc::malformed_data);
    CHECK(number("0201ff") == Errc::malformed_data);
    CHECK(number("04010a") == Errc::malformed_tlv);
}

TEST_CASE("crl: a list of 20,000 is read whole")
{
    std::vector<pki::Revocation> many;
    for (std::uint64_t i = 0; i < 20'000; ++i)
        many.push_back({big_endian(i * 7919 + 1, 16), at(2026, 5, 1), RevocationReason::cessation_of_operation});
    const pki::Crl crl = build(list_content(many));
    CHECK(crl.size() == 20'000);
    CHECK(crl.find(big_endian(7919 * 777 + 1, 16)));
    CHECK(!crl.find(big_endian(7919 * 777 + 2, 16)));
}

TEST_CASE("crl: a CA of 100,000 cards, 2 % of them revoked with four certificates each, in at most 300 kB")
{
    std::vector<pki::Revocation> revoked;
    for (std::uint64_t i = 0; i < 100'000 / 50 * 4; ++i)
        revoked.push_back({concat({from_hex("7f"), big_endian(i * 7919 + 1, 15)}), at(2026, 5, 1), {}});
    const pki::Crl crl = build(list_content(revoked));
    CHECK(crl.size() == 8'000);
    CHECK(crl.der().size() <= 300'000);
    CHECK(crl.der().size() > 250'000); // so that the bound says something
}
