// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "idcard/setup/changes.hpp"
#include "idcard/setup/files.hpp"
#include "idcard/setup/insertion.hpp"
#include "idcard/setup/openssl_sections.hpp"
#include "idcard/setup/profiles.hpp"
#include "idcard/setup/security_properties.hpp"

#include "support/temporary_folder.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace idcard::setup;
using card::Errc;
using test::error_of;
using test::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

Edit block_edit(const fs::path& file, std::string block)
{
    const Content current = read_content(file);
    return {.program = "a program",
        .file = file,
        .current = current,
        .base = current,
        .after = with_block(current.value_or(""), block),
        .kind = Kind::block,
        .inserted = block};
}

const fs::path module = "/usr/lib/pkcs11/idcard-pkcs11.so";
const fs::path policies = "policies.json";

} // namespace

TEST_CASE("setup: a block goes to the end on lines of its own, once, and is taken out where it stands")
{
    CHECK(with_block("", "b\n") == "b\n");
    CHECK(with_block("a\n", "b\n") == "a\nb\n");
    CHECK(with_block("a", "b\n") == "a\nb\n");
    CHECK(with_block("b\na\n", "b\n") == "b\na\n");
    CHECK(without_block("a\nb\nc\n", "b\n") == "a\nc\n");
    CHECK(!without_block("a\n", "b\n"));
    CHECK(!without_block("b\nb\n", "b\n"));
    CHECK(!without_block("a\n", ""));
}

TEST_CASE("setup: differences show what goes and comes, without what is common, and nothing that moves a terminal")
{
    CHECK(differences("a\nb\nc\n", "a\nx\ny\nc\n") == std::vector<std::string>{"- b", "+ x", "+ y"});
    CHECK(differences(std::nullopt, "a\n") == std::vector<std::string>{"+ a"});
    CHECK(differences("a\n", std::nullopt) == std::vector<std::string>{"- a"});
    CHECK(differences("a\n", "a\n").empty());
    CHECK(differences("a\n", "a\na\n") == std::vector<std::string>{"+ a"});
    CHECK(differences(std::nullopt, "\x1b[2J\n") == std::vector<std::string>{"+ \xEF\xBF\xBD[2J"});
    CHECK(differences(std::nullopt, std::string{"a\0b", 3}) == std::vector<std::string>{"+ (3 B)"});
}

TEST_CASE("setup: policies get the device in the form that stands there, and keep everything else in order")
{
    const std::string begun = with_device("", module, policies);
    CHECK(has_device(begun, module));
    CHECK(without_device(begun, module) == "{\n  \"policies\": {}\n}\n");

    const std::string foreign = R"({
    "policies": {
        "Z": true,
        "SecurityDevices": {
            "Other": "/other.so"
        },
        "A": 1
    }
}
)";
    const std::string with = with_device(foreign, module, policies);
    CHECK(has_device(with, module));
    CHECK(has_device(with, "/other.so"));
    CHECK(with.find("\"Add\"") == std::string::npos);
    CHECK(without_device(with, module) == foreign);

    const std::string deletes = R"({"policies": {"SecurityDevices": {"Delete": ["Old"]}}})";
    const std::string both = with_device(deletes, module, policies);
    CHECK(both.find("\"Old\"") != std::string::npos);
    CHECK(has_device(both, module));
    CHECK(!has_device(deletes, module));
    CHECK(!without_device(both, "/other.so"));
}

TEST_CASE("setup: what is no policies.json is refused with its line, never written over")
{
    for (const char* broken : {"{", "[]", "1", "{\"policies\": 1}", "{\"policies\": {\"SecurityDevices\": []}}",
             "{\"policies\": {\"SecurityDevices\": {\"Add\": \"x\"}}}", "{\"policies\": {}} x",
             "{\"policies\": 9e999}"}) {
        INFO(broken);
        CHECK(error_of([&] { return with_device(broken, module, policies); }) == Errc::config_invalid);
        CHECK(!has_device(broken, module));
        CHECK(!without_device(broken, module));
    }
    try {
        with_device("{\n\"policies\":\n]", module, policies);
        FAIL("taken");
    } catch (const card::Error& error) {
        CHECK(error.number() == 3);
        CHECK(error.field() == policies.string());
    }
}

TEST_CASE("setup: profiles.ini names folders; other lines, doubles and control bytes are passed over")
{
    const std::string text = "[Profile0]\r\nPath=a.default\r\n[Profile1]\nIsRelative=0\nPath=/else/where\nPath=\n"
                             "Path=a.default\nDefaultPath=no\n path=no\nPath=Profiles/x/../b";
    CHECK(parse_profiles(text, "/m") == std::vector<fs::path>{"/m/a.default", "/else/where", "/m/Profiles/b"});
    CHECK(parse_profiles(std::string{"Path=a\0b", 8}, "/m").empty());
    CHECK(parse_profiles("", "/m").empty());
}

TEST_CASE("setup: SunPKCS11 keeps its place in Java's list, or gets the one after the last")
{
    const auto place = [](std::string_view text) {
        const Provider found = place_of_sunpkcs11(text);
        return std::to_string(found.number) + " " + found.name;
    };
    CHECK(
        place("security.provider.1=SUN\nsecurity.provider.12=SunPKCS11\r\nsecurity.provider.13=X\n") == "12 SunPKCS11");
    CHECK(
        place("security.provider.1=SUN\n#security.provider.7=SunPKCS11\nsecurity.provider.2=SunEC\n") == "3 SunPKCS11");
    CHECK(place("security.provider.1=sun.security.provider.Sun\n") == "2 sun.security.pkcs11.SunPKCS11");
    for (const char* text : {"", "security.provider.", "security.provider.x=SunPKCS11", "security.provider.5",
             "security.provider.99999999999=SunPKCS11", "security.provider.-1=SunPKCS11"}) {
        INFO(text);
        CHECK(place(text) == "1 sun.security.pkcs11.SunPKCS11");
    }
}

TEST_CASE("setup: OpenSSL's sections are those that the system's file names")
{
    const auto names = [](std::string_view text) {
        const Sections found = sections_of(text);
        return found.main + " " + found.engines;
    };
    CHECK(names("") == "openssl_init idcard_engines");
    CHECK(names("openssl_conf = mine # why\n[ mine ]\r\nengines=list\n[list]\nengines = no\n") == "mine list");
    CHECK(names("[other]\nopenssl_conf = mine\nengines = list\n") == "openssl_init idcard_engines");
    CHECK(names("# openssl_conf = mine\n") == "openssl_init idcard_engines");
    CHECK(names("openssl_conf = $mine::name\n[default]\nopenssl_conf = \"a b\"\n") == "openssl_init idcard_engines");
    CHECK(names("[\n]\n=\nopenssl_conf\nopenssl_conf =\n") == "openssl_init idcard_engines");
}

TEST_CASE("setup: a plan is carried out and taken back, folders, modes and contents as before")
{
    const TemporaryFolder folder;
    const fs::path file = folder / "there/it/is";
    const fs::path old = folder / "old";
    write_content(old, "a\n");
    fs::permissions(old, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
    const Places places{.home = folder / "", .records = folder / "state"};
    Record record{places.records};
    carry_out({.area = "ssh", .edits = {block_edit(file, "x\n"), block_edit(old, "b\n")}}, places, record);
    CHECK(read_content(file) == "x\n");
    CHECK(read_content(old) == "a\nb\n");
    CHECK(fs::status(old).permissions() == (fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read));
    CHECK(fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));

    Record read{places.records}; // by another process
    REQUIRE(read.entries().size() == 2);
    CHECK(plan_undo(read, std::vector<std::string>{"java"}).plan.edits.empty());
    const Undoing undoing = plan_undo(read, {});
    CHECK(undoing.refused.empty());
    carry_out_undo(undoing.plan, read);
    CHECK(!fs::exists(folder / "there"));
    CHECK(read_content(old) == "a\n");
    CHECK(!fs::exists(places.records));
}

TEST_CASE("setup: a plan that fails in the middle leaves nothing")
{
    const TemporaryFolder folder;
    const fs::path old = folder / "old";
    write_content(old, "a\n");
    const Places places{.home = folder / "", .records = folder / "state"};
    Record record{places.records};
    const Plan plan{.area = "ssh",
        .edits = {block_edit(old, "b\n"), block_edit(folder / "new/file", "x\n"),
            block_edit(folder / "old/file", "x\n")}}; // below a file
    CHECK(error_of([&] {
        carry_out(plan, places, record);
        return 0;
    }) == Errc::file_unwritable);
    CHECK(read_content(old) == "a\n");
    CHECK(!fs::exists(folder / "new"));
    CHECK(!fs::exists(places.records));
    CHECK(record.entries().empty());
}

TEST_CASE("setup: a file that changed between plan and deed is not written")
{
    const TemporaryFolder folder;
    const fs::path old = folder / "old";
    write_content(old, "a\n");
    const Places places{.home = folder / "", .records = folder / "state"};
    Record record{places.records};
    const Plan plan{.area = "ssh", .edits = {block_edit(old, "b\n")}};
    write_content(old, "c\n");
    CHECK(error_of([&] {
        carry_out(plan, places, record);
        return 0;
    }) == Errc::setup_changed);
    CHECK(read_content(old) == "c\n");
}

TEST_CASE("setup: our part is found among what others wrote, or left alone")
{
    Entry entry{.area = "ssh", .program = "x", .file = "f", .kind = Kind::block, .inserted = "b\n"};
    entry.before = "a\n";
    entry.after = fingerprint("a\nb\n");
    CHECK(without_ours(entry, "a\nb\n") == "a\n");
    CHECK(without_ours(entry, "a\n") == "a\n");
    CHECK(without_ours(entry, "a\nb\nc\n") == "a\nc\n");
    CHECK(!without_ours(entry, std::nullopt));
    CHECK(error_of([&] { return without_ours(entry, "a\nB\n"); }) == Errc::setup_changed);
    entry.kind = Kind::whole;
    CHECK(error_of([&] { return without_ours(entry, "a\nb\nc\n"); }) == Errc::setup_changed);
    entry.kind = Kind::store;
    CHECK(without_ours(entry, "used") == "used");
    entry.kind = Kind::policy;
    CHECK(error_of([&] { return without_ours(entry, "{"); }) == Errc::setup_changed);
}

TEST_CASE("setup: a record that was damaged is refused, and so is one without the earlier content")
{
    const TemporaryFolder folder;
    const fs::path record = folder / "record.json";
    for (const char* broken : {"", "{", "[]", "{}", R"({"schema": "idcard/setup-record-2", "entries": []})",
             R"({"schema": "idcard/setup-record-1"})", R"({"schema": "idcard/setup-record-1", "entries": [{}]})",
             R"({"schema": "idcard/setup-record-1", "entries": [1]})",
             R"({"schema": "idcard/setup-record-1", "entries": [{"area": "a", "program": "p", "file": "f",
                 "kind": "other", "inserted": "", "folders": [], "existed": false, "after": ""}]})"}) {
        INFO(broken);
        write_content(record, broken);
        CHECK(error_of([&] { return Record{folder / ""}; }) == Errc::config_invalid);
    }
    write_content(record, R"({"schema": "idcard/setup-record-1", "entries": [{"area": "a", "program": "p", "file": "f",
        "kind": "whole", "inserted": "", "folders": [], "existed": true, "after": ""}]})");
    CHECK(error_of([&] { return Record{folder / ""}; }) == Errc::file_unreadable);
}
