// SPDX-License-Identifier: Apache-2.0
// Copies and forgeries of cards with chip authentication mapping.
#include "whole_card.hpp"

#include "card/lds/card_security.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using test::Making;
using test::WholeCard;
using trust::CheckId;
using trust::Overall;
using trust::State;

namespace {

using Edit = std::function<void(refcard::Image&)>;

trust::Verdict verdict_on(const Edit& edit)
{
    WholeCard card{{.edit_image = edit}};
    return test::verify(card).verdict;
}

void expect_chip(const trust::Verdict& verdict, State state, Errc reason)
{
    CHECK(verdict.overall == (state == State::failed ? Overall::not_genuine : Overall::undetermined));
    REQUIRE(verdict.decisive);
    CHECK(trust::name(verdict.decisive->id) == "chip_genuine");
    CHECK(trust::name(verdict.decisive->state) == trust::name(state));
    CHECK(verdict.decisive->reason == reason);
}

/// EF.CardSecurity over this key, by the document signer of `pki` or by another.
refcard::Bytes card_security_over(
    const crypto::Point& key, const lds::SecurityInfos& card_access, const test::DocumentPki& pki)
{
    lds::SecurityInfos infos = card_access;
    infos.chip_authentication_keys = {{key, 2}};
    return refcard::copy(lds::make_card_security(infos, pki.signer, pki.signer_key, test::at(2026, 11, 22)));
}

lds::SecurityInfos infos_of(ByteView card_security)
{
    return lds::decode_card_security(card_security).infos;
}

/// The key pair of another chip.
struct OtherChip {
    WholeCard card;
    refcard::Bytes scalar = card.image().cam_key.value();
    crypto::Point key = infos_of(card.image().card_security.value()).chip_authentication_keys.at(0).key;
};

} // namespace

TEST_CASE("clone: a copy of every file, but not of the key")
{
    const OtherChip other;
    expect_chip(verdict_on([&](refcard::Image& image) { image.cam_key = other.scalar; }), State::failed,
        Errc::chip_not_genuine);
}

TEST_CASE("clone: EF.CardSecurity of another genuine card")
{
    WholeCard other;
    const refcard::Bytes theirs = other.image().card_security.value();
    // signed by another issuer here, whom nobody pinned
    expect_chip(verdict_on([&](refcard::Image& image) { image.card_security = theirs; }), State::failed,
        Errc::card_security_invalid);
}

TEST_CASE("clone: EF.CardSecurity of another card by the same signer does not fit the key")
{
    const OtherChip other;
    Making making;
    test::CardContent made;
    making.edit_content = [&](test::CardContent& content) { made = content; };
    making.edit_image = [&](refcard::Image& image) {
        image.card_security = card_security_over(other.key, made.card_access, made.pki);
    };
    WholeCard card{making};
    expect_chip(test::verify(card).verdict, State::failed, Errc::chip_not_genuine);
}

TEST_CASE("clone: the key of another genuine card, taken out of its chip, proves no other holder's card")
{
    const OtherChip other;
    Making making;
    test::CardContent made;
    making.edit_content = [&](test::CardContent& content) { made = content; };
    making.edit_image = [&](refcard::Image& image) {
        image.cam_key = other.scalar;
        image.card_security = card_security_over(other.key, made.card_access, made.pki);
    };
    WholeCard card{making};
    expect_chip(test::verify(card).verdict, State::failed, Errc::chip_not_genuine);
}

TEST_CASE("clone: EF.CardSecurity over a forger's key, with the forger's signature")
{
    const OtherChip forger;
    const test::DocumentPki self_made; // of the same names: only the keys differ
    WholeCard card{{.edit_image = [&](refcard::Image& image) {
        image.cam_key = forger.scalar;
        const lds::SecurityInfos infos = infos_of(image.card_security.value());
        image.card_security = card_security_over(forger.key,
            {.pace = infos.pace, .chip_authentication = {}, .chip_authentication_keys = {}, .others = {}}, self_made);
    }}};
    expect_chip(test::verify(card).verdict, State::failed, Errc::card_security_invalid);
}

TEST_CASE("clone: every byte of EF.CardSecurity counts")
{
    WholeCard card;
    test::Visit visit{card};
    session::Verification seen = visit.of(card);
    const Bytes good = seen.evidence.card_security.content;
    std::size_t survivors = 0;
    for (std::size_t i = 0; i < good.size(); ++i) {
        seen.evidence.card_security.content = good;
        seen.evidence.card_security.content[i] ^= 0x01;
        const trust::Verdict verdict = trust::judge(seen.evidence, visit.trust_data, visit.request.policy,
            profile::builtin(), visit.request.today, visit.request.source_date);
        survivors += verdict.state(CheckId::chip_genuine) == State::passed ? 1 : 0;
    }
    CHECK(survivors <= 2); // digest algorithm identifiers outside what is signed
}

TEST_CASE("clone: EF.CardSecurity missing, cut, longer, of another type, or something else")
{
    for (const auto& file : {std::optional<refcard::Bytes>{}, std::optional{refcard::Bytes{0x30, 0x00}}})
        expect_chip(verdict_on([&](refcard::Image& image) { image.card_security = file; }), State::failed,
            Errc::card_security_invalid);
    expect_chip(verdict_on([](refcard::Image& image) { image.card_security->pop_back(); }), State::failed,
        Errc::card_security_invalid);
    expect_chip(verdict_on([](refcard::Image& image) { // an EF.SOD without its template
        const refcard::Bytes sod = image.files.at(0x011D);
        image.card_security = refcard::Bytes{sod.begin() + 4, sod.end()};
    }),
        State::failed, Errc::card_security_invalid);
    expect_chip(verdict_on([](refcard::Image& image) { image.card_security = refcard::Bytes(5000, 0x30); }),
        State::failed, Errc::card_security_invalid);
}

TEST_CASE("clone: EF.CardSecurity that repeats other parameters than EF.CardAccess")
{
    Making making;
    test::CardContent made;
    making.edit_content = [&](test::CardContent& content) { made = content; };
    making.edit_image = [&](refcard::Image& image) {
        const lds::SecurityInfos infos = infos_of(image.card_security.value());
        lds::SecurityInfos weaker = made.card_access;
        weaker.pace.pop_back();
        image.card_security = card_security_over(infos.chip_authentication_keys.at(0).key, weaker, made.pki);
    };
    WholeCard card{making};
    expect_chip(test::verify(card).verdict, State::failed, Errc::access_parameters_differ);
}

TEST_CASE("clone: a card that offers less than its issuer signed is not opened on these terms")
{
    // The signed data name both mappings; the chip pretends to have the generic one alone.
    WholeCard card{{.mappings = {"GM"}, .edit_content = [](test::CardContent& content) {
                        content.card_access.pace.push_back({tlv::Oid{"0.4.0.127.0.7.2.2.4.6.2"}, 2, 12});
                    }}};
    const trust::Verdict verdict = test::verify(card).verdict;
    CHECK(verdict.overall == Overall::not_genuine);
    CHECK(verdict.decisive->id == CheckId::access_parameters);
}

TEST_CASE("clone: a copy with generic mapping has no key for Chip Authentication either")
{
    WholeCard other{{.mappings = {"GM"}}};
    WholeCard copy{
        {.mappings = {"GM"}, .edit_image = [&](refcard::Image& image) { image.ca_key = other.image().ca_key; }}};
    expect_chip(test::verify(copy).verdict, State::failed, Errc::chip_not_genuine);
}

TEST_CASE("clone: an issuer that nobody pinned")
{
    WholeCard card;
    test::Visit visit{card};
    const trust::TrustData nobody;
    visit.request.trust_data = &nobody;
    const trust::Verdict verdict = visit.of(card).verdict;
    CHECK(verdict.overall == Overall::undetermined);
    CHECK(verdict.state(CheckId::chip_genuine) == State::not_done);
}

TEST_CASE("clone: CAM announced without a key on the chip is a card that was never finished")
{
    WholeCard card{{.edit_image = [](refcard::Image& image) { image.cam_key.reset(); }}};
    CHECK(test::error_of([&] { return test::verify(card).verdict.overall; }) == Errc::card_unknown);
}
