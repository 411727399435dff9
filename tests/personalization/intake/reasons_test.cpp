// SPDX-License-Identifier: Apache-2.0
// Every reason for which a record is refused can be read in Lao: it is a key of the catalogue.
#include "batches.hpp"
#include "cli/po_file.hpp"
#include "commands/import_report.hpp"
#include "intake/batch/signed_batch.hpp"
#include "intake/damage.hpp"
#include "intake/fields.hpp"
#include "intake/table/columns.hpp"
#include "intake/table/rows.hpp"
#include "personalization/records.hpp"
#include "personalization/store/databases.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <set>
#include <sstream>

using namespace perso;
using namespace perso::intake;
using nlohmann::json;

namespace {

constexpr card::Time start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};

bool has_lao(const std::string& reason)
{
    static const auto entries = test::read_po(CARD_TEST_DATA "/../po/lo.po");
    for (const auto& entry : entries)
        if (entry.context.empty() && entry.english == reason)
            return !entry.translation.empty();
    return false;
}

void collect(const Rejections& rejections, std::set<std::string>& reasons)
{
    for (const auto& rejection : rejections)
        reasons.insert(rejection.reason);
}

/// Why this text is refused as a record whose pictures are nowhere.
void collect(const std::string& record, std::set<std::string>& reasons)
{
    const auto loaded = with_pictures(record, [](const std::string&) { return std::nullopt; });
    collect(loaded.rejections, reasons);
    collect(check(loaded.files, card::profile::builtin(), test::day).rejections, reasons);
}

json with_contact()
{
    json record = test::specimen();
    record["notify"] = json::array({{{"name", "ສົມພອນ"}, {"telephone", "02055500001"}, {"address", record["address"]}}});
    return record;
}

std::string sentence_told_by(const std::function<void()>& act)
{
    try {
        act();
    } catch (const card::Error& error) {
        return sentence_of(error);
    }
    return {};
}

} // namespace

TEST_CASE("reasons: of records, each in Lao")
{
    const json values[] = {nullptr, 1, json::object(), json::array({1, 2, 3}), "", "x", "X", "?", "-A01-", "A_01",
        "A  B", std::string(41, 'A'), std::string(41, 'x'), std::string(130, 'x'), "12345678901", "1234567890123",
        "12345678901234567", "1.2E+14", "33005", "12/31/1990", "1990-02-30", "2533-05-12", "2030-01-01", "1890",
        "2011-11-23", "1966-11-22", "lt[kp8u", "??????", "\u00E0\u00BA\u00AA", "../face.jpg", "renewal", "MR SOMSAMAY",
        "ທ້າວສົມສະໄໝ", "ສົມ1", "\u0E81\u0EC0", "\u0EBC", "ເຟືຶອງ", "\u0EC8", "\u0EB2", "\u0EC6", "0x", "2055500001"};
    std::set<std::string> reasons;
    for (const std::string& path : all_paths())
        for (const json& value : values) {
            json record = with_contact();
            record[pointer_to(path)] = value;
            collect(record.dump(), reasons);
        }
    for (const char* name : {"name", "notify", "schema", "religion", "more"}) {
        const std::string key{name};
        json record = with_contact();
        record[key] = 1;
        collect(record.dump(), reasons);
        record.erase(key);
        collect(record.dump(), reasons);
    }
    for (const char* record : {"", "[]", R"({"sex": "M", "sex": "F"})", "[[[[[[[[[[]]]]]]]]]]"})
        collect(record, reasons);
    CHECK(reasons.size() > 40);
    for (const std::string& reason : reasons) {
        CAPTURE(reason);
        CHECK(has_lao(reason));
    }
}

TEST_CASE("reasons: of tables and their rows, each in Lao")
{
    const std::string head = template_table();
    std::set<std::string> reasons;
    for (const std::string& text : {std::string{}, head, "\xCA\xD2\n" + head, std::string("a\0b\0\n\0", 6),
             std::string(70'000, 'x'), std::string{"colour,sex,sex,religion\n1,2,3,4\n"}, head + "\"A-1\n",
             head + "A-1,\"" + std::string(70'000, '\n'), head + std::string(12, ',') + "12/31/1990\n"}) {
        std::istringstream in{text};
        const auto surveyed = survey_table(in);
        REQUIRE(std::holds_alternative<Rejections>(surveyed));
        collect(std::get<Rejections>(surveyed), reasons);
    }
    std::istringstream in{head + std::string(40, ',') + "x\nA-1,a\"b\n" + std::string(70'000, 'x') + "\n"};
    const auto surveyed = survey_table(in);
    REQUIRE(std::holds_alternative<TableForm>(surveyed));
    TableRows rows{in, std::get<TableForm>(surveyed)};
    while (const auto row = rows.next()) {
        REQUIRE(row->fault != nullptr);
        reasons.insert(row->fault);
    }
    CHECK(reasons.size() > 8);
    for (const std::string& reason : reasons) {
        CAPTURE(reason);
        CHECK(has_lao(reason));
    }
}

TEST_CASE("reasons: of the store and of signed batches, each in Lao and without a step")
{
    test::ADatabase base{start};
    const auto store = base.store();
    const auto told_of = [&](const std::string& number, const std::string& citizen, const std::string& record) {
        return sentence_told_by([&] {
            store->import(
                {.number = number, .personal_number = citizen, .record = record, .photograph = {1}, .signature = {}},
                "noy", start);
        });
    };
    CHECK(told_of("A-0001", "010119900000001", "{}").empty());
    std::vector<std::string> reasons{
        told_of("A-0001", "010119900000001", R"({"a":1})"), told_of("A-0002", "010119900000001", "{}")};
    CHECK(reasons[0] == "this application was imported before with other content");
    CHECK(reasons[1] == "this citizen has an open application or a live card");
    store->withdraw("A-0001", "noy", start);
    reasons.push_back(told_of("A-0001", "010119900000002", "{}"));
    CHECK(reasons[2] == "this application was imported before for another citizen");

    for (const std::string& manifest :
        {std::string{"[]"}, std::string{"{}"}, test::batch_manifest(0, 0), test::batch_manifest(1, 2'000'000),
            test::batch_manifest(1, 1, "b"), test::batch_manifest(1, 1, "B-01", "../x")})
        reasons.push_back(sentence_told_by([&] { parse_batch_manifest(manifest); }));
    for (const std::string& reason : reasons) {
        CAPTURE(reason);
        CHECK(has_lao(reason));
    }
}
