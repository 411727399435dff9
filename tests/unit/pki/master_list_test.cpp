// SPDX-License-Identifier: Apache-2.0
#include "card/pki/master_list.hpp"

#include "support/der_editor.hpp"
#include "support/master_lists.hpp"
#include "support/tampering.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using test::at;
using test::document_pki;
using test::edit_der;
using test::error_of;

namespace {

Bytes good_list()
{
    static const Bytes made = test::signed_master_list(
        document_pki(), test::master_list_content({document_pki().csca.der(), document_pki().signer.der()}));
    return made;
}

std::optional<Errc> error_with(const Bytes& content, const char* type = "2.23.136.1.1.2")
{
    return error_of([&] { return pki::MasterList::parse(test::signed_master_list(document_pki(), content, type)); });
}

/// The list with the CSCA beside the signer, as most states do.
Bytes with_companion()
{
    return edit_der(good_list(), {1, 0, 3}, [](const Bytes& certificates) {
        const Bytes inner = to_bytes(tlv::only(certificates, tlv::Tag{0xA0}));
        return tlv::encode(tlv::Tag{0xA0}, {inner, document_pki().csca.der()});
    });
}

} // namespace

TEST_CASE("master list: what a state signed is read")
{
    const auto list = pki::MasterList::parse(good_list());
    CHECK(list.certificates().size() == 2);
    CHECK(list.signature_is_valid());
    CHECK(list.signing_time() == at(2026, 11, 20));
    CHECK(list.companions().empty());
    CHECK(list.allowances().empty());
    CHECK(list.is_made_under(document_pki().csca));
    CHECK(!list.is_made_under(list.signer()));
}

TEST_CASE("master list: the CSCA beside the signer is given, but trusted by nobody")
{
    const auto list = pki::MasterList::parse(with_companion());
    REQUIRE(list.companions().size() == 1);
    CHECK(list.companions()[0] == document_pki().csca);
    CHECK(list.allowances().empty());
    CHECK(list.signature_is_valid());
}

TEST_CASE("master list: another CSCA, or a signer for documents, did not make it")
{
    const test::DocumentPki stranger;
    CHECK(!pki::MasterList::parse(good_list()).is_made_under(stranger.csca));
    const Bytes content = test::master_list_content({document_pki().csca.der()});
    const auto by_purpose = [&](const char* purpose) {
        return pki::MasterList::parse(test::signed_master_list(document_pki(), content, "2.23.136.1.1.2", purpose));
    };
    CHECK(by_purpose("critical,2.23.136.1.1.3").is_made_under(document_pki().csca));
    CHECK(!by_purpose("clientAuth").is_made_under(document_pki().csca));
}

TEST_CASE("master list: a certificate exchanged breaks the signature")
{
    const Bytes other = test::DocumentPki{}.csca.der();
    const Bytes forged = edit_der(good_list(), {1, 0, 2, 1, 0},
        [&](const Bytes&) { return tlv::encode(tlv::asn1::octet_string, test::master_list_content({other})); });
    const auto list = pki::MasterList::parse(forged);
    CHECK(list.certificates().size() == 1);
    CHECK(!list.signature_is_valid());
}

TEST_CASE("master list: a certificate that cannot be read spoils no list")
{
    const Bytes unreadable = tlv::encode(tlv::asn1::sequence, Bytes{0x05, 0x00});
    const Bytes content = test::master_list_content({document_pki().csca.der(), unreadable});
    const auto list = pki::MasterList::parse(test::signed_master_list(document_pki(), content));
    CHECK(list.certificates().size() == 2);
    CHECK(error_of([&] { return pki::Certificate::parse(unreadable); }));
}

TEST_CASE("master list: BER is read, and told: in segments, and inside the content")
{
    const auto check = [](const Bytes& ber) {
        const auto list = pki::MasterList::parse(ber);
        CHECK(list.certificates().size() == 2);
        CHECK(list.certificates() == pki::MasterList::parse(good_list()).certificates());
        CHECK(list.allowances() == pki::Allowances{pki::Allowance::ber_encoding});
        CHECK(list.signature_is_valid());
    };
    check(edit_der(good_list(), {1, 0, 2, 1, 0}, [](const Bytes& whole) {
        const ByteView content = tlv::only(whole, tlv::asn1::octet_string);
        return tlv::encode(tlv::Tag{0x24}, {tlv::encode(tlv::asn1::octet_string, content.first(9)),
                                               tlv::encode(tlv::asn1::octet_string, content.subspan(9))});
    }));
    const Bytes content = test::master_list_content({document_pki().csca.der(), document_pki().signer.der()});
    const Bytes indefinite = concat({Bytes{0x30, 0x80}, tlv::only(content, tlv::asn1::sequence), Bytes{0x00, 0x00}});
    check(test::signed_master_list(document_pki(), indefinite));
    CHECK(error_with(concat({indefinite, Bytes{0x00}})) == Errc::malformed_tlv);
    CHECK(error_with(to_bytes(ByteView{indefinite}.first(indefinite.size() - 2))) == Errc::malformed_tlv);
}

TEST_CASE("master list: other contents are refused by name")
{
    const Bytes csca = document_pki().csca.der();
    CHECK(!error_with(test::master_list_content({csca})));
    CHECK(error_with(test::master_list_content({csca}, 1)) == Errc::malformed_data);
    CHECK(error_with(test::master_list_content({})) == Errc::malformed_data);
    CHECK(error_with(test::master_list_content({csca}), "2.23.136.1.1.1") == Errc::malformed_data);
    CHECK(error_with(concat({test::master_list_content({csca}), Bytes{0x05, 0x00}})) == Errc::malformed_tlv);
    CHECK(error_with(test::master_list_content({Bytes{0x04, 0x00}})) == Errc::malformed_tlv);
    CHECK(error_of([&] { return pki::MasterList::parse(csca); }) == Errc::malformed_tlv);
}

TEST_CASE("master list: truncations and a trailing byte are refused")
{
    CHECK(test::refuses_other_lengths(good_list(), pki::MasterList::parse));
}
