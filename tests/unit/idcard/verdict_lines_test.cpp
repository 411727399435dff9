// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/verdict_lines.hpp"

#include <doctest/doctest.h>

using namespace card;
using namespace card::trust;
using card::cli::Catalogue;
using card::cli::ExitCode;
using card::cli::Language;

namespace {

const Catalogue english{Language::english, ""};

/// Everything passed but what this policy leaves undone.
std::vector<Check> usual_checks()
{
    std::vector<Check> checks;
    for (const CheckId id : all_checks)
        checks.push_back({id, State::passed, {}, {}, {}});
    const auto not_done = [&checks](CheckId id, Errc reason) {
        Check& check = checks.at(static_cast<std::size_t>(id));
        check.state = State::not_done;
        check.reason = reason;
    };
    not_done(CheckId::signer_revocation, Errc::revocation_not_checked);
    not_done(CheckId::card_status, Errc::status_not_checked);
    not_done(CheckId::holder, Errc::holder_not_checked);
    return checks;
}

Check& at(std::vector<Check>& checks, CheckId id)
{
    return checks.at(static_cast<std::size_t>(id));
}

} // namespace

TEST_CASE("verdict lines: genuine says what nobody checked")
{
    const Verdict verdict = conclude(usual_checks(), default_policy());
    CHECK(verdict.overall == Overall::genuine);
    CHECK(idcard::headline(verdict, english) == "GENUINE – revocation and card status were not checked");
    CHECK(idcard::advice(verdict, english) ==
          "Compare the person with the photograph; if they match, the card can be accepted.");
    CHECK(idcard::exit_code(verdict.overall) == ExitCode::done);
}

TEST_CASE("verdict lines: a chip that cannot prove itself is told in the headline")
{
    auto checks = usual_checks();
    at(checks, CheckId::chip_genuine) = {CheckId::chip_genuine, State::not_done, Errc::chip_proof_missing, {}, {}};
    Policy lenient = default_policy();
    lenient.required.erase(CheckId::chip_genuine);
    const Verdict verdict = conclude(checks, lenient);
    CHECK(idcard::headline(verdict, english) ==
          "GENUINE – revocation and card status were not checked; clone not excluded");
}

TEST_CASE("verdict lines: one of revocation and status done, the other is named alone")
{
    auto checks = usual_checks();
    at(checks, CheckId::card_status) = {CheckId::card_status, State::passed, {}, {}, {}};
    CHECK(idcard::headline(conclude(checks, default_policy()), english) == "GENUINE – revocation was not checked");
    checks = usual_checks();
    at(checks, CheckId::signer_revocation) = {CheckId::signer_revocation, State::passed, {}, {}, {}};
    CHECK(idcard::headline(conclude(checks, default_policy()), english) == "GENUINE – card status was not checked");
}

TEST_CASE("verdict lines: lists that are too old are told in the headline, required or not, in both languages")
{
    auto checks = usual_checks();
    at(checks, CheckId::signer_revocation) = {
        .id = CheckId::signer_revocation, .state = State::stale, .reason = Errc::signer_list_old, .days = 1100};
    const auto told = [](Errc code, const Catalogue& catalogue) {
        std::string sentence = catalogue.text(card::cli::message(code), card::cli::Part::happened);
        sentence.pop_back();
        return sentence;
    };
    const std::string signers = told(Errc::signer_list_old, english);
    const std::string cards = told(Errc::status_list_old, english);
    CHECK(idcard::headline(conclude(checks, default_policy()), english) ==
          "GENUINE – card status was not checked; " + signers);
    at(checks, CheckId::card_status) = {
        .id = CheckId::card_status, .state = State::stale, .reason = Errc::status_list_old, .days = 1100};
    const Verdict genuine = conclude(checks, default_policy());
    CHECK(genuine.overall == Overall::genuine);
    CHECK(idcard::headline(genuine, english) == "GENUINE – " + signers + "; " + cards);
    const Catalogue lao{Language::lao};
    CHECK(idcard::headline(genuine, lao).find(told(Errc::signer_list_old, lao)) != std::string::npos);
    CHECK(idcard::headline(genuine, lao).ends_with(told(Errc::status_list_old, lao)));

    // What decided is named once, the other still.
    Policy strict = default_policy();
    strict.required.insert(CheckId::signer_revocation);
    const Verdict stale = conclude(checks, strict);
    CHECK(stale.overall == Overall::genuine_stale);
    CHECK(idcard::headline(stale, english).ends_with(": " + signers + " – " + cards));
}

TEST_CASE("verdict lines: the reason that decided gives the advice")
{
    auto checks = usual_checks();
    at(checks, CheckId::group_hash) = {CheckId::group_hash, State::failed, Errc::data_group_altered, 2U, {}};
    const Verdict verdict = conclude(checks, default_policy());
    CHECK(idcard::headline(verdict, english) ==
          "NOT GENUINE: A part of the data was changed after the issuer had signed it");
    CHECK(idcard::advice(verdict, english) == cli::message(Errc::data_group_altered).advice);
    CHECK(idcard::exit_code(verdict.overall) == ExitCode::not_genuine);
    CHECK(idcard::subject(at(checks, CheckId::group_hash), english) == "Photograph (DG2)");
    CHECK(idcard::finding(at(checks, CheckId::group_hash), english) ==
          "A part of the data was changed after the issuer had signed it.");
}

TEST_CASE("verdict lines: an unknown issuer is no result, an expired card is not valid")
{
    auto checks = usual_checks();
    at(checks, CheckId::chain) = {CheckId::chain, State::not_done, Errc::no_trust_anchor, {}, {}};
    const Verdict unknown = conclude(checks, default_policy());
    CHECK(idcard::headline(unknown, english) ==
          "NO RESULT: The issuer of this card is not among those that this computer trusts");
    CHECK(idcard::exit_code(unknown.overall) == ExitCode::undetermined);

    checks = usual_checks();
    at(checks, CheckId::document_validity) = {
        CheckId::document_validity, State::failed, Errc::document_expired, {}, {}};
    const Verdict expired = conclude(checks, default_policy());
    CHECK(idcard::exit_code(expired.overall) == ExitCode::genuine_not_valid);
    CHECK(idcard::headline(expired, english) ==
          "GENUINE, BUT NOT VALID: The card has expired – revocation and card status were not checked");
    CHECK(idcard::advice(expired, english) == "Ask the holder to apply for a new card.");
}

TEST_CASE("verdict lines: a wrong PIN tells how many tries are left, in both languages")
{
    auto checks = usual_checks();
    at(checks, CheckId::holder) = {
        .id = CheckId::holder, .state = State::not_done, .reason = Errc::pin_wrong, .tries = 2U};
    Policy with_pin = default_policy();
    with_pin.required.insert(CheckId::holder);
    const Verdict verdict = conclude(checks, with_pin);
    CHECK(idcard::headline(verdict, english) == "NO RESULT: The PIN is wrong. Tries left: 2");
    CHECK(idcard::finding(at(checks, CheckId::holder), english) == "The PIN is wrong. Tries left: 2.");
    const Catalogue lao{Language::lao};
    CHECK(idcard::headline(verdict, lao).find("2 ຄັ້ງ") != std::string::npos);
}

TEST_CASE("verdict lines: no placeholder reaches the reader, whatever the reason")
{
    for (const cli::Message& message : cli::all_messages()) {
        const Check check{.id = CheckId::holder, .state = State::not_done, .reason = message.code};
        CHECK(idcard::finding(check, english).find('{') == std::string::npos);
    }
}

TEST_CASE("verdict lines: every check in every state has a name, and a finding unless nothing is to be said")
{
    const Catalogue lao{Language::lao};
    for (const CheckId id : all_checks) {
        CHECK(!idcard::subject({id, State::passed, {}, {}, {}}, english).empty());
        CHECK(!idcard::finding({id, State::passed, {}, {}, {}}, english).empty());
        CHECK(idcard::subject({id, State::passed, {}, {}, {}}, lao) !=
              idcard::subject({id, State::passed, {}, {}, {}}, english));
    }
    const Check stale{CheckId::card_status, State::stale, Errc::status_not_checked, {}, 12};
    CHECK(idcard::finding(stale, english).ends_with("The data are 12 days old."));
}

TEST_CASE("verdict lines: within the limits the age of installed data is told with what they say")
{
    Check fresh{.id = CheckId::card_status, .state = State::passed};
    const std::string without = idcard::finding(fresh, english);
    fresh.days = 3;
    CHECK(idcard::finding(fresh, english) == without + " The data are 3 days old.");
}

TEST_CASE("verdict lines: a signer that has run out since is told beside its check and changes no headline")
{
    auto checks = usual_checks();
    at(checks, CheckId::chain).remark = Errc::signer_expired;
    CHECK(idcard::finding(at(checks, CheckId::chain), english)
              .ends_with("The certificate of the signer has run out since it signed the document; the document stays "
                         "good."));
    CHECK(idcard::headline(conclude(checks, default_policy()), english) ==
          idcard::headline(conclude(usual_checks(), default_policy()), english));
}

TEST_CASE("verdict lines: rules for older documents of other states stand in the headline, once, in both languages")
{
    auto checks = usual_checks();
    at(checks, CheckId::sod_signature).remark = Errc::legacy_rules;
    at(checks, CheckId::chain).remark = Errc::legacy_rules;
    const std::string told =
        "The document is signed in a way that is only accepted from older documents of other states";
    const Verdict verdict = conclude(checks, default_policy());
    CHECK(verdict.overall == Overall::genuine);
    CHECK(idcard::headline(verdict, english) == "GENUINE – revocation and card status were not checked; " + told);
    CHECK(idcard::finding(at(checks, CheckId::sod_signature), english).ends_with(told + "."));
    const Catalogue lao{Language::lao};
    const std::string in_lao = lao.text(card::cli::message(Errc::legacy_rules), card::cli::Part::happened);
    CHECK(in_lao != told + ".");
    CHECK(idcard::finding(at(checks, CheckId::chain), lao).ends_with(in_lao));
}

TEST_CASE("verdict lines: a clock that is wrong is told with both dates")
{
    auto checks = usual_checks();
    Check& validity = at(checks, CheckId::document_validity);
    validity.state = State::not_done;
    validity.reason = Errc::clock_before_build;
    validity.clock = parse_date("20210105");
    validity.bound = parse_date("20261122");
    const Verdict verdict = conclude(checks, default_policy());
    CHECK(verdict.overall == Overall::undetermined);
    CHECK(idcard::headline(verdict, english)
              .ends_with(": This computer's clock says 2021-01-05, it cannot be before 2026-11-22"));
    CHECK(
        idcard::finding(validity, english) == "This computer's clock says 2021-01-05, it cannot be before 2026-11-22.");
}
