// SPDX-License-Identifier: Apache-2.0
#include "cli/json_schema.hpp"
#include "idcard/base64.hpp"
#include "idcard/output/batch_report.hpp"
#include "idcard/output/evidence_json.hpp"
#include "idcard/output/html_report.hpp"

#include "support/specimen_mrz.hpp"

#include <doctest/doctest.h>

using namespace card;
using namespace card::trust;
using card::cli::Catalogue;
using card::cli::ExitCode;
using card::cli::Language;
using idcard::BatchResult;
using nlohmann::json;

namespace {

const Catalogue english{Language::english, ""};

session::Verification genuine()
{
    session::Verification verification;
    std::vector<Check> checks;
    for (const CheckId id : all_checks)
        checks.push_back({id, State::passed, {}, {}, {}});
    verification.verdict = conclude(checks, default_policy());
    verification.holder.dg1 = lds::Dg1{test::specimen_mrz()};
    return verification;
}

idcard::EvidenceNote note()
{
    return {.level = Level::no_photo,
        .witness =
            Witness{.counter = "<b>counter</b>", .program = "idcard", .time = Time{std::chrono::seconds{86'399}}},
        .challenge = {0xAB},
        .is_signed = true,
        .day = parse_date("20270101")};
}

std::string violation(const std::string& document, const std::string& schema)
{
    return test::schema_violation(json::parse(document), test::load_schema(schema));
}

bool holds(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("evidence report: base64 as in RFC 4648, section 10")
{
    CHECK(idcard::base64({}).empty());
    CHECK(idcard::base64(as_bytes("f")) == "Zg==");
    CHECK(idcard::base64(as_bytes("fo")) == "Zm8=");
    CHECK(idcard::base64(as_bytes("foo")) == "Zm9v");
    CHECK(idcard::base64(as_bytes("foobar")) == "Zm9vYmFy");
}

TEST_CASE("evidence report: the page asks for nothing, and no text becomes a tag")
{
    const idcard::ReportExtras extras{.today = parse_date("20270101"), .evidence = note()};
    const std::string page = idcard::to_html(genuine(), english, extras, Bytes{1, 2, 3});
    CHECK(holds(page, "data:image/png;base64,AQID"));
    CHECK(holds(page, "default-src 'none'"));
    CHECK(holds(page, "&lt;b&gt;counter&lt;/b&gt;"));
    CHECK(holds(page, "<h1 class=\"genuine\">"));
    CHECK(holds(page, "1970-01-01T23:59:59Z"));
    for (const char* never : {"<b>", "<script", "http:", "https:"})
        CHECK(!holds(page, never));
    CHECK(!holds(idcard::to_html(genuine(), english, extras, {}), "<img"));
    CHECK(holds(idcard::to_html(genuine(), Catalogue{Language::lao, ""}, extras, {}), "<html lang=\"lo\">"));
    CHECK(idcard::html_escaped("&<>\"'") == "&amp;&lt;&gt;&quot;&#39;");
}

TEST_CASE("evidence report: the verdict's JSON names the evidence")
{
    const idcard::ReportExtras extras{.today = parse_date("20270101"), .evidence = note()};
    const std::string text = idcard::to_json(genuine(), english, extras);
    CHECK(violation(text, "verify-1") == "");
    CHECK(json::parse(text)["evidence"]["challenge"] == "ab");
    CHECK(json::parse(text)["evidence"]["judged_for"] == "2027-01-01");
}

TEST_CASE("evidence report: what is worth telling of a check that passed stands in JSON and on the page")
{
    session::Verification verification = genuine();
    for (Check& check : verification.verdict.checks)
        if (check.id == CheckId::chain)
            check.remark = Errc::signer_expired;
    const std::string text = idcard::to_json(verification, english, {});
    CHECK(violation(text, "verify-1") == "");
    CHECK(json::parse(text)["checks"][2]["remark"] == "TRUST-SIGNER-EXPIRED");
    CHECK(!json::parse(text)["checks"][1].contains("remark"));
    const std::string page = idcard::to_html(verification, english, {}, {});
    CHECK(holds(page, "<code>TRUST-SIGNER-EXPIRED</code>"));
    CHECK(holds(page, "has run out since it signed the document"));
    CHECK(holds(idcard::to_text(verification, english, {}), "has run out since it signed the document"));
}

TEST_CASE("evidence report: every form of a verdict names the package that it rests on")
{
    trust::TrustData data;
    CHECK(!idcard::note_of(data));
    data.serial = 37;
    data.this_update = Time{std::chrono::seconds{86'399}};
    data.next_update = Time{std::chrono::seconds{10 * 86'400}};
    const idcard::ReportExtras extras{.trust = idcard::note_of(data)};
    const auto verification = genuine();
    const std::string line = "Trust package 37 of 1970-01-01, a newer one is due on 1970-01-11.";
    CHECK(holds(idcard::to_text(verification, english, extras), line));
    CHECK(holds(idcard::to_html(verification, english, extras, {}), line));
    const std::string text = idcard::to_json(verification, english, extras);
    CHECK(violation(text, "verify-1") == "");
    const json told{{"serial", 37}, {"this_update", "1970-01-01T23:59:59Z"}, {"next_update", "1970-01-11T00:00:00Z"}};
    CHECK(json::parse(text)["trust"] == told);
    CHECK(!json::parse(idcard::to_json(verification, english, {})).contains("trust"));
    CHECK(!holds(idcard::to_text(verification, english, {}), "Trust package"));
}

TEST_CASE("evidence report: evidence show names what was seen and tells nothing of the holder")
{
    SavedEvidence saved;
    saved.evidence.groups[1] = FileReading::of(to_bytes(as_bytes("PHOMMAVONG")));
    saved.evidence.witness = note().witness;
    const std::string text = idcard::to_json(saved);
    CHECK(violation(text, "evidence-1") == "");
    CHECK(!holds(text, "PHOMMAVONG"));
    CHECK(json::parse(text)["groups"]["DG1"]["size"] == 10);
}

TEST_CASE("evidence report: lines of a batch")
{
    const BatchResult good{.file = "=a,\"b\"", .verdict = genuine().verdict, .note = note(), .problem = {}};
    const BatchResult bad{.file = "b", .verdict = {}, .note = {}, .problem = Errc::evidence_invalid};
    CHECK(idcard::batch_csv(good) ==
          "\"'=a,\"\"b\"\"\",genuine,0,,,,no_photo,<b>counter</b>,1970-01-01T23:59:59Z,yes,,\r\n");
    CHECK(idcard::batch_csv(bad) == "b,,6,,,TRUST-EVIDENCE-INVALID,,,,,,\r\n");
    BatchResult old = good;
    old.verdict->checks[1].remark = old.verdict->checks[2].remark = Errc::legacy_rules;
    CHECK(idcard::batch_csv(old).ends_with(",yes,TRUST-LEGACY-RULES,\r\n"));
    CHECK(json::parse(idcard::batch_json(old))["remarks"] == json{"TRUST-LEGACY-RULES"});
    BatchResult by_package = good;
    by_package.trust_serial = 37;
    CHECK(idcard::batch_csv(by_package).ends_with(",yes,,37\r\n"));
    CHECK(json::parse(idcard::batch_json(by_package))["trust_serial"] == 37);
    CHECK(!json::parse(idcard::batch_json(good)).contains("trust_serial"));
    for (const BatchResult& result : {good, bad, old, by_package})
        CHECK(violation(idcard::batch_json(result), "batch-1") == "");

    idcard::BatchSummary summary;
    CHECK(summary.exit() == ExitCode::done);
    summary.count(good);
    CHECK(summary.exit() == ExitCode::done);
    summary.count(bad);
    CHECK(summary.exit() == ExitCode::failed);
    const BatchResult unanswered{.file = "c", .verdict = {}, .note = {}, .problem = Errc::challenge_unanswered};
    CHECK(idcard::batch_csv(unanswered) == "c,,3,,,TRUST-CHALLENGE-UNANSWERED,,,,,,\r\n");
    idcard::BatchSummary replayed;
    replayed.count(unanswered);
    CHECK(replayed.exit() == ExitCode::undetermined);
    CHECK(replayed.unusable == 0);
    CHECK(idcard::progress_bar(5, 10, 10) == "[#####     ]  50 % (5/10)");
    CHECK(idcard::progress_bar(0, 0, 2) == "[##] 100 % (0/0)");
}
