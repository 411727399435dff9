// SPDX-License-Identifier: Apache-2.0
#include "card/session/file_set.hpp"

#include "support/faulty_transport.hpp"
#include "support/throws.hpp"
#include "table_card.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace card;
using session::FileSet;
using session::KnownFile;
using session::Place;

namespace {

const std::string select_identity = "00a4040c07a0000002471001";
const std::string select_pki = "00a404000ba00000030800001000010000";
const std::string com = "00b09e0000";
const std::string chuid = "00cb3fff055c035fc10200";

/// A card that opens everything to everybody: what a password changes is tested beside a card that has one.
test::TableCard open_card()
{
    return test::TableCard{{
        {"00a4000c023f00", "9000"},
        {"00b0810000", "4703F621A0 6282"},
        {select_identity, "9000"},
        {com, "6015 5F0104 30313037 5F3606 303430303030 5C03 6175 63 6282"}, // DG1, DG2, DG3
        {"00b09c0000", "31143012060A04007F0007020204020202010202010C 6282"},
        {"00b0810000", "6103 5F1F00 6282"},
        {"00b0820000", "6A82"},
        {"00b0830000", "6982"},
        {select_pki, "6118 7316 8010 00112233445546678899AABBCCDDEEFF 8102 0005 9000"},
        {chuid, "5303 300130 9000"},
        {"00cb3fff055c035fc10700", "5300 9000"},
    }};
}

const session::FileReport* find(const FileSet& set, std::string_view name)
{
    for (const auto& report : set.files)
        if (report.file.name == name)
            return &report;
    return nullptr;
}

std::optional<Errc> problem(const FileSet& set, std::string_view name)
{
    const session::FileReport* const report = find(set, name);
    REQUIRE(report != nullptr);
    return report->problem ? std::optional{report->problem->code()} : std::nullopt;
}

} // namespace

TEST_CASE("file set: every file has one name and is found by name and identifier")
{
    std::set<std::string_view> names;
    for (const KnownFile& file : session::known_files()) {
        CHECK(names.insert(file.name).second);
        const auto found = session::files_named(file.name);
        REQUIRE(found.size() == 1);
        CHECK(found[0] == file);
    }
    CHECK(session::files_named("dg2") == session::files_named("0102"));
    CHECK(session::files_named("ef.sod").at(0).id == 0x011D);
    CHECK(session::files_named("5fc105").at(0).name == "certificate 9A");
    CHECK(session::files_named("7E").at(0).name == "discovery");
    const auto both = session::files_named("011D"); // one of the master file, one of the identity application
    REQUIRE(both.size() == 2);
    CHECK(both[0].place != both[1].place);
    for (const char* nothing : {"", "DG17", "102", "0102 ", "xyz", "FFFFFFFFFF", "-102"})
        CHECK(session::files_named(nothing).empty());
}

TEST_CASE("file set: each file with its content, or with the reason why it could not be read")
{
    test::TableCard card = open_card();
    const FileSet set = session::read_files(card, {});
    CHECK(to_hex(find(set, "EF.COM")->content) == "60155f0104303130375f36063034303030305c03617563");
    CHECK_FALSE(problem(set, "DG1").has_value());
    CHECK(problem(set, "DG2") == Errc::file_not_found);
    CHECK(find(set, "DG2")->is_absent());
    CHECK(problem(set, "DG3") == Errc::access_denied);
    CHECK(problem(set, "EF.SOD") == Errc::unexpected_status); // 6D00
    CHECK(to_hex(find(set, "CHUID")->content) == "300130");
    CHECK(problem(set, "CCC") == Errc::file_not_found); // emptied is absent
    CHECK(find(set, "DG4") == nullptr);                 // neither list names it
    CHECK(iso7816::total(set.costs).apdus == card.sent.size());
}

TEST_CASE("file set: without a list all sixteen groups are asked for")
{
    test::TableCard card = open_card();
    card[com] = "6A82";
    const FileSet set = session::read_files(card, {});
    for (const char* group : {"DG1", "DG4", "DG16"})
        CHECK(find(set, group) != nullptr);
}

TEST_CASE("file set: one file costs no more than that file")
{
    test::TableCard card = open_card();
    const FileSet set = session::read_files(card, {.files = session::files_named("CHUID")});
    REQUIRE(set.files.size() == 1);
    CHECK(set.files[0].was_read());
    CHECK(card.sent == std::vector<std::string>{"00a4000c023f00", "00b0810000", select_pki, chuid});

    test::TableCard child = open_card();
    child[select_pki] = "6A82";
    const FileSet none = session::read_files(child, {.files = session::files_named("CHUID")});
    CHECK(problem(none, "CHUID") == Errc::file_not_found);
    CHECK(child.sent.back() == select_pki); // what cannot be selected is not asked
}

TEST_CASE("file set: a card that is pulled ends it, wherever that happens; a card of another kind is none of ours")
{
    test::TableCard whole = open_card();
    session::read_files(whole, {});
    for (std::size_t at = 0; at < whole.sent.size(); ++at) {
        test::TableCard card = open_card();
        test::FaultyTransport faulty{card, at, test::Fault::removed_before};
        CHECK(test::error_of([&] { return session::read_files(faulty, {}).files.size(); }) == Errc::card_removed);
    }
    test::TableCard other{{}};
    CHECK(test::error_of([&] { return session::read_files(other, {}).files.size(); }) == Errc::card_unknown);
}
