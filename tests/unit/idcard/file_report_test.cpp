// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/file_report.hpp"

#include "card/base/hex.hpp"
#include "card/lds/dg16.hpp"
#include "card/lds/dg7.hpp"
#include "card/piv/data_objects.hpp"
#include "cli/json_schema.hpp"
#include "idcard/output/decoding.hpp"
#include "idcard/output/field_labels.hpp"

#include "support/specimen_card.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace card;
using card::cli::Catalogue;
using card::cli::Language;
using nlohmann::json;
using session::FileReport;
using session::FileSet;

namespace {

const Catalogue english{Language::english, ""};

FileReport file(std::string_view name, Bytes content)
{
    return {session::files_named(name).at(0), std::move(content), {}};
}

/// Every kind of file that this version takes apart.
FileSet whole_card()
{
    const test::CardContent content;
    std::map<unsigned, Bytes> groups = test::data_groups_of(content);
    groups[7] = lds::encode(lds::Dg7{{Bytes{0xFF, 0xD8}}});
    groups[16] = lds::encode(lds::Dg16{
        {{.recorded = parse_date("20261122"), .name = "ສົມພອນ", .telephone = "+8562055500001", .address = {"ວຽງຈັນ"}}}});
    FileSet set;
    set.files = {file("EF.DIR", from_hex("61094F07A0000002471001")),
        file("EF.ATR/INFO", from_hex("4703F621E07F660802020800"
                                     "02028000")),
        file("EF.CardAccess", lds::encode(content.card_access)),
        file("EF.COM", lds::encode(lds::Com{.groups = {1, 2}})), file("EF.SOD", test::sod_of(content, groups))};
    for (const auto& [number, group] : groups)
        set.files.push_back(file("DG" + std::to_string(number), group));
    piv::Chuid chuid{.fasc_n = Bytes(25, 0x11), .guid = {}, .expiry = "20361122"};
    set.files.push_back(file("discovery", piv::encode(piv::Discovery{.aid = from_hex("A000000308000010000100")})));
    set.files.push_back(file("CHUID", piv::encode(chuid)));
    set.files.push_back(file("CCC", piv::encode(piv::Ccc{})));
    set.files.push_back(file("certificate 9A", piv::encode_certificate_container(content.pki.signer.der())));
    set.costs = {{"DG1", 1, 23, 115}};
    return set;
}

void collect_keys(const json& value, std::set<std::string>& keys)
{
    for (const auto& [key, member] : value.items()) {
        if (value.is_object())
            keys.insert(key);
        if (member.is_structured())
            collect_keys(member, keys);
    }
}

std::string page(const FileSet& set)
{
    return idcard::to_text(set, profile::builtin(), english);
}

json document(const FileSet& set, bool raw = false)
{
    return json::parse(idcard::to_json(set, profile::builtin(), english, raw));
}

} // namespace

TEST_CASE("read: every file is taken apart, in a document that follows its schema")
{
    const json card = document(whole_card(), true);
    CHECK(test::schema_violation(card, test::load_schema("read-1")) == "");
    CHECK(card["verified"] == false);
    for (const json& entry : card["files"]) {
        CAPTURE(entry["name"].get<std::string>());
        CHECK(!entry["decoded"].empty());
        CHECK(!entry.contains("problem"));
        CHECK(entry["data"].get<std::string>().size() == 2 * entry["bytes"].get<std::size_t>());
    }
    CHECK_FALSE(document(whole_card())["files"][0].contains("data"));
}

TEST_CASE("read: what the files say")
{
    std::map<std::string, json> decoded;
    const json card = document(whole_card());
    for (const json& entry : card["files"])
        decoded[entry["name"]] = entry["decoded"];
    CHECK(decoded["EF.DIR"]["applications"][0] == "a0000002471001");
    CHECK(decoded["EF.ATR/INFO"]["longest_response"] == 0x8000);
    CHECK(decoded["EF.CardAccess"]["pace"][0]["protocol"] == "PACE, generic mapping, ECDH, AES-128");
    CHECK(decoded["EF.COM"]["groups"] == json{"DG1", "DG2"});
    CHECK(decoded["EF.SOD"]["hash"] == "SHA-256");
    CHECK(decoded["EF.SOD"]["hashes"].contains("DG16"));
    CHECK(decoded["DG1"]["document_number"] == "L12345678");
    CHECK(decoded["DG2"]["width"] == 413);
    CHECK(decoded["DG7"]["pictures"] == 1);
    CHECK(decoded["DG11"]["full_name"] == "ພົມມະວົງ<<ດາວເຮືອງ");
    CHECK(decoded["DG12"]["date_of_issue"] == "2026-11-22");
    CHECK(decoded["DG13"]["card_type"] == "adult");
    CHECK(decoded["DG13"]["keys"][0]["slot"] == "9E");
    CHECK(decoded["DG14"]["chip_authentication_keys"][0]["curve"] == "P-256");
    CHECK(decoded["DG16"]["persons"][0]["telephone"] == "+8562055500001");
    CHECK(decoded["CHUID"]["date_of_expiry"] == "20361122");
    CHECK(decoded["certificate 9A"]["key"] == "EC P-256");
}

TEST_CASE("read: every member has a label in both languages")
{
    std::set<std::string> keys;
    const json card = document(whole_card());
    for (const json& entry : card["files"])
        collect_keys(entry["decoded"], keys);
    std::erase_if(keys, [](const std::string& key) { return key.starts_with("DG"); });
    const Catalogue lao{Language::lao};
    for (const std::string& key : keys) {
        CAPTURE(key);
        CHECK(idcard::field_label(key, english) != key);
        CHECK(!idcard::field_label(key, lao).empty());
    }
    CHECK(idcard::field_label("document_number", lao) != "Document number");
    CHECK(idcard::value_label("adult", english) == "adult, ten years");
    CHECK(idcard::value_label("SOMCHAI", english) == "SOMCHAI");
}

TEST_CASE("read: the page says that nothing was verified, and why a file could not be read")
{
    FileSet set = whole_card();
    set.files[0].problem = Error{Errc::file_not_found, "6A82"};
    set.files[1].problem = Error{Errc::access_denied, "6982"};
    set.files[2].problem = Error{Errc::secure_messaging_failed, "wrong MAC"};
    set.files[3].content = from_hex("6099");
    const std::string text = page(set);
    CHECK(text.find("NOTHING WAS VERIFIED") != std::string::npos);
    CHECK(text.find("EF.DIR (2F00): not on this card") != std::string::npos);
    CHECK(text.find("EF.ATR/INFO (2F01): closed") != std::string::npos);
    CHECK(text.find("EF.CardAccess (011C): A protected answer") != std::string::npos);
    CHECK(text.find("EF.COM (011E), 2 bytes\n  The data break") != std::string::npos);
    CHECK(text.find("Name in Lao\n    Title        ນາງ\n") != std::string::npos);

    const json files = document(set)["files"];
    CHECK(files[0]["problem"] == "CARD-FILE-NOT-FOUND");
    CHECK_FALSE(files[0].contains("bytes"));
    CHECK(files[3]["problem"] == "CARD-TLV-MALFORMED");
    CHECK(files[3]["bytes"] == 2);
    CHECK(test::schema_violation(document(set), test::load_schema("read-1")) == "");
}

TEST_CASE("read: texts of a card cannot draw on the terminal")
{
    // 5F0E: full name, with CSI; 5F42: address, with RIGHT-TO-LEFT OVERRIDE
    FileSet set;
    set.files = {file("DG11", from_hex("6B13 5C045F0E5F42 5F0E03 47C29B 5F4203 E280AE"))};
    for (const std::string& text : {page(set), document(set).dump()}) {
        CHECK(text.find("\xC2\x9B") == std::string::npos);
        CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
    }
}

TEST_CASE("read: the picture inside DG2 and DG7, and every truncation of every file")
{
    const FileSet set = whole_card();
    for (const FileReport& report : set.files) {
        CAPTURE(std::string{report.file.name});
        const auto picture = idcard::picture_in(report.file, report.content);
        CHECK(picture.has_value() == (report.file.group == 2 || report.file.group == 7));
        const std::size_t step = report.content.size() > 400 ? 37 : 1;
        for (std::size_t size = 0; size < report.content.size(); size += step) {
            if (report.file.name == "EF.DIR" && size == 0)
                continue; // an empty list
            if (report.file.name == "EF.ATR/INFO")
                continue; // of its objects the first alone is a file, too
            CHECK(test::error_of([&] {
                return idcard::decode(report.file, ByteView{report.content}.first(size), profile::builtin());
            }).has_value());
        }
    }
}
