// SPDX-License-Identifier: Apache-2.0
#include "cli/json_schema.hpp"
#include "idcard/output/progress_line.hpp"
#include "idcard/output/reader_list.hpp"
#include "idcard/output/report.hpp"
#include "idcard/output/texts.hpp"

#include "support/specimen_mrz.hpp"

#include <doctest/doctest.h>

using namespace card;
using namespace card::trust;
using card::cli::Catalogue;
using card::cli::Language;
using nlohmann::json;

namespace {

const Catalogue english{Language::english, ""};

session::Verification altered_photograph()
{
    session::Verification verification;
    std::vector<Check> checks;
    for (const CheckId id : all_checks)
        checks.push_back({id, State::passed, {}, {}, {}});
    checks[static_cast<std::size_t>(CheckId::group_hash)] = {
        CheckId::group_hash, State::failed, Errc::data_group_altered, 2U, {}};
    checks[static_cast<std::size_t>(CheckId::card_status)] = {
        CheckId::card_status, State::stale, Errc::status_not_checked, {}, 40};
    verification.verdict = conclude(checks, default_policy());
    verification.holder.dg1 = lds::Dg1{test::specimen_mrz()};
    verification.costs = {{"identifying", 3, 30, 60}, {"opening", 5, 400, 500}};
    return verification;
}

std::string violation(const std::string& document, const std::string& schema)
{
    return test::schema_violation(json::parse(document), test::load_schema(schema));
}

} // namespace

TEST_CASE("report: the JSON follows its schema and says the same in both languages")
{
    const auto verification = altered_photograph();
    const std::string text = idcard::to_json(verification, english);
    CHECK(violation(text, "verify-1") == "");
    CHECK(violation(idcard::to_json(verification, Catalogue{Language::lao}), "verify-1") == "");

    const json document = json::parse(text);
    CHECK(document["verdict"]["overall"] == "not_genuine");
    CHECK(document["verdict"]["exit_code"] == 1);
    CHECK(document["verdict"]["reason"] == "TRUST-DATA-GROUP-ALTERED");
    CHECK(document["cost"]["apdus"] == 8);
    CHECK(document["cost"]["bytes_received"] == 560);
    CHECK(document["cost"]["steps"][1]["step"] == "opening");
    CHECK(document["holder"]["name_latin"] == "DAOHEUANG PHOMMAVONG");
    CHECK(document["checks"][4]["group"] == 2);

    const json lao = json::parse(idcard::to_json(verification, Catalogue{Language::lao}));
    CHECK(lao["verdict"]["reason"] == document["verdict"]["reason"]);
    CHECK(lao["verdict"]["headline"] != document["verdict"]["headline"]);
    CHECK(lao["cost"] == document["cost"]);
}

TEST_CASE("report: the page begins with the verdict and ends with what to do now")
{
    const std::string page = idcard::to_text(altered_photograph(), english);
    CHECK(page.starts_with("NOT GENUINE: A part of the data was changed after the issuer had signed it\n"));
    CHECK(page.find("The card claims, without proof:") != std::string::npos);
    CHECK(page.find("Photograph (DG2)") != std::string::npos);
    CHECK(page.find("8 commands, 430 bytes sent, 560 bytes received.") != std::string::npos);
    CHECK(page.ends_with(
        "What to do now: Do not accept the card. Follow the rules of your office for suspected forgery.\n"));
}

TEST_CASE("report: the list of readers follows its schema")
{
    using pcsc::Reader;
    const std::vector<idcard::ReaderLine> lines{
        {Reader{"ACS \x1b[1m 00", Reader::State::card, {0x3B, 0x95}, 1}, true, true, true, {}},
        {Reader{"Other", Reader::State::card, {0x3B, 0x00}, 1}, false, false, false, Errc::card_unknown},
        {Reader{"Empty", Reader::State::empty, {}, 0}, false, false, false, {}},
        {Reader{"Mute", Reader::State::mute, {}, 0}, false, false, false, {}},
    };
    const std::string document = idcard::to_json(lines);
    CHECK(violation(document, "readers-1") == "");
    CHECK(json::parse(document)["readers"][1]["problem"] == "CARD-UNKNOWN");
    CHECK(idcard::to_text(lines, english) == "ACS \uFFFD[1m 00\n    identity card with keys\n    ATR 3b95\n"
                                             "Other\n    another kind of card\n    ATR 3b00\n"
                                             "Empty\n    empty\n"
                                             "Mute\n    a card that does not answer\n");
}

TEST_CASE("report: the check of schemas finds what is wrong")
{
    const std::string good = idcard::to_json(altered_photograph(), english);
    json document = json::parse(good);
    document["verdict"]["overall"] = "maybe";
    CHECK(violation(document.dump(), "verify-1").starts_with("$.verdict.overall is none of"));
    document = json::parse(good);
    document["checks"][0].erase("state");
    CHECK(violation(document.dump(), "verify-1") == "$.checks[0] lacks state");
    document = json::parse(good);
    document["holder"]["religion"] = "x";
    CHECK(violation(document.dump(), "verify-1") == "$.holder has the unknown member religion");
    document = json::parse(good);
    document["cost"]["apdus"] = "8";
    CHECK(violation(document.dump(), "verify-1") == "$.cost.apdus is no integer");
}

TEST_CASE("report: progress is one stable line and a text of the language")
{
    CHECK(idcard::progress_line(session::Phase::reading, "EF.SOD") == "reading EF.SOD");
    CHECK(idcard::progress_line(session::Phase::chip_proof, "") == "chip_proof");
    CHECK(idcard::progress_text("reading EF.SOD", english) == "Reading EF.SOD …");
    CHECK(idcard::progress_text("chip_proof", english) == "The chip proves itself …");
    CHECK(idcard::progress_text("something", english) == "something");
}
