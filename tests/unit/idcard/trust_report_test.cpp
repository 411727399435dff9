// SPDX-License-Identifier: Apache-2.0
// What `idcard trust show` finds in files and folders, and says about it.
#include "cli/json_schema.hpp"
#include "idcard/output/trust_report.hpp"
#include "idcard/output/trust_texts.hpp"
#include "support/der_editor.hpp"
#include "support/document_pki.hpp"
#include "support/master_lists.hpp"
#include "support/packages.hpp"

#include "card/base/hex.hpp"
#include "idcard/trust/pem.hpp"

#include <doctest/doctest.h>

#include <cctype>
#include <set>

using namespace card;
using idcard::Currency;
using idcard::ListedItem;
using test::at;
using test::document_pki;

namespace {

const cli::Catalogue english{cli::Language::english, ""};
const cli::Catalogue lao{cli::Language::lao};
const Time today = at(2026, 11, 22);

std::vector<ListedItem> listed(const Bytes& content, const std::string& name = "file", Time now = today)
{
    return idcard::list_files({{name, content}}, now);
}

ListedItem only(const Bytes& content, const std::string& name = "file", Time now = today)
{
    const auto items = listed(content, name, now);
    REQUIRE(items.size() == 1);
    return items.front();
}

Bytes text(std::string_view content)
{
    return to_bytes(as_bytes(content));
}

pki::Crl list(std::optional<std::uint64_t> base = {})
{
    return pki::build_crl({.this_update = at(2026, 11, 1),
                              .next_update = at(2026, 12, 6),
                              .number = 7,
                              .revoked = {{from_hex("05"), at(2026, 10, 1), {}}},
                              .base = base},
        document_pki().csca, document_pki().csca_key);
}

Bytes master_list()
{
    return test::signed_master_list(
        document_pki(), test::master_list_content({document_pki().csca.der(), document_pki().signer.der()}));
}

/// Everything that a folder may hold, and things that are wrong with it.
idcard::TrustFolder folder()
{
    const Bytes altered =
        test::edit_der(document_pki().csca.der(), {0, 1}, [](const Bytes&) { return from_hex("0201fb"); });
    return {.files = {{"citizen/one.crl", list(3).der()}, {"crl/one.crl", list().der()}, {"csca/negative.cer", altered},
                {"csca/good.cer", document_pki().csca.der()}, {"policy.toml", text("")},
                {"status/cards.bin", test::status_list(3)}},
        .manifest = {},
        .installation = {}};
}

} // namespace

TEST_CASE("trust show: kinds by their content, whatever the name")
{
    CHECK(only(document_pki().csca.der(), "x.crl").kind == "csca");
    CHECK(only(document_pki().signer.der(), "x.ml").kind == "document_signer");
    CHECK(only(list().der(), "x.cer").kind == "crl");
    CHECK(listed(master_list(), "x.cer").front().kind == "master_list");
    CHECK(only(text(idcard::to_pem("CERTIFICATE", document_pki().csca.der())), "x.crl").kind == "csca");
    CHECK(only(text(idcard::to_pem("X509 CRL", list().der())), "x").kind == "crl");
    CHECK(listed(text(idcard::to_pem("PKCS7", master_list())), "x").size() == 3);
    CHECK(only(text("hello"), "x.cer").kind == "unreadable");
}

TEST_CASE("trust show: how it chains, from a file to another")
{
    const auto items = idcard::list_files({{"a.pem", text(idcard::to_pem("CERTIFICATE", document_pki().signer.der()) +
                                                          idcard::to_pem("CERTIFICATE", document_pki().csca.der()))},
                                              {"b.crl", list().der()}, {"c", test::DocumentPki{}.signer.der()}},
        today);
    REQUIRE(items.size() == 4);
    CHECK(items[0].place == "a.pem#1");
    CHECK(items[0].signed_by == "a.pem#2");
    CHECK(items[1].signed_by == "a.pem#2");
    CHECK(items[2].signed_by == "a.pem#2");
    CHECK(items[2].entries == 1);
    CHECK(items[3].signed_by.empty());
    const std::string report = to_text(items, english);
    CHECK(report.find("b.crl: Revocation list\n") != report.npos);
    CHECK(report.find("a.pem#2: Country signing CA, LA CSCA\n") != report.npos);
    CHECK(report.find("Signed   by its own key\n") != report.npos);
    CHECK(report.find("Signed   by a key that is not here\n") != report.npos);
}

TEST_CASE("trust show: until when")
{
    const auto state = [](Time now) { return only(document_pki().csca.der(), "x", now).currency; };
    CHECK(state(at(2025, 12, 31)) == Currency::not_yet);
    CHECK(state(at(2026, 1, 1)) == Currency::current);
    CHECK(state(at(2056, 1, 1)) == Currency::current);
    CHECK(state(at(2056, 1, 1) + std::chrono::seconds{1}) == Currency::over);

    const auto said = [](const Bytes& content, Time now) { return to_text(listed(content, "x", now), english); };
    CHECK(
        said(document_pki().csca.der(), at(2056, 1, 2)).find("2026-01-01 – 2056-01-01 (expired)") != std::string::npos);
    CHECK(said(document_pki().csca.der(), at(2025, 1, 2)).find("(has not begun)") != std::string::npos);
    CHECK(said(document_pki().csca.der(), today).find("2056-01-01\n") != std::string::npos);
    CHECK(
        said(list().der(), at(2026, 12, 7)).find("2026-11-01 – 2026-12-06 (a newer one is due)") != std::string::npos);
    CHECK(to_text(listed(document_pki().csca.der(), "x", at(2057, 1, 1)), lao).find("ໝົດອາຍຸແລ້ວ") != std::string::npos);
}

TEST_CASE("trust show: what is wrong, in sentences, one a line")
{
    const Bytes wrong = test::edit_der(document_pki().signer.der(), {0, 7, 0, 6}, test::nothing);
    const Bytes worse = test::edit_der(wrong, {0, 1}, [](const Bytes&) { return from_hex("0201fb"); });
    const auto items = listed(worse);
    const std::string report = to_text(items, english);
    CHECK(report.find(
              "Departs from Doc 9303-12         The serial number is not positive, or longer than 20 bytes.\n"
              "                                     It does not say where its CRL is published.\n") != report.npos);
    CHECK(report.find("Read by rules for old documents  The serial number is zero or negative.\n") != report.npos);
    const std::string in_lao = to_text(items, lao);
    CHECK(in_lao.find("ໝາຍເລກບໍ່ແມ່ນຈຳນວນບວກ ຫຼື ຍາວກວ່າ 20 ໄບຕ໌.") != in_lao.npos);
    CHECK(in_lao.find("ຜູ້ລົງລາຍເຊັນເອກະສານ") != in_lao.npos);
}

TEST_CASE("trust show: a file that cannot be read is told beside those that can")
{
    const Bytes der = document_pki().csca.der();
    const auto items = idcard::list_files(
        {{"cut.cer", Bytes(der.begin(), der.end() - 1)}, {"good.cer", der},
            {"key.pem", text(idcard::to_pem("PRIVATE KEY", der))}, {"nothing.ldif", text("version: 1\n")}},
        today);
    REQUIRE(items.size() == 4);
    for (const unsigned i : {0U, 2U, 3U}) {
        CAPTURE(items[i].place);
        CHECK(items[i].kind == "unreadable");
        CHECK(items[i].refused.has_value());
    }
    CHECK(!items[1].refused);
    CHECK(to_text(items, english).find("Cannot be used") != std::string::npos);
    // a broken entry spoils neither its file nor what was read before it
    const auto partly =
        listed(text(idcard::to_pem("CERTIFICATE", der) + idcard::to_pem("CERTIFICATE", Bytes{0x05, 0x00})));
    REQUIRE(partly.size() == 2);
    CHECK(partly[0].kind == "csca");
    CHECK(partly[1].kind == "unreadable");
}

TEST_CASE("trust show: master lists, as they are and in LDIF")
{
    const Bytes file = text("version: 1\n\ndn: c=LA\npkdMasterListContent:: " + [] {
        std::string pem = idcard::to_pem("X", master_list());
        pem = pem.substr(pem.find('\n') + 1);
        pem = pem.substr(0, pem.rfind("-----END"));
        std::erase(pem, '\n');
        return pem;
    }() + "\n");
    for (const Bytes& content : {master_list(), file}) {
        const auto items = listed(content);
        REQUIRE(items.size() == 3);
        CHECK(items[0].kind == "master_list");
        CHECK(items[0].entries == 2);
        CHECK(items[0].signed_by == items[1].place);
        CHECK(items[1].signed_by == items[1].place);
        CHECK(!items[0].refused);
    }
    const Bytes forged = test::edit_der(master_list(), {1, 0, 2, 1, 0}, [&](const Bytes&) {
        return tlv::encode(tlv::asn1::octet_string, test::master_list_content({document_pki().csca.der()}));
    });
    CHECK(listed(forged).front().refused == Errc::trust_data_invalid);
}

TEST_CASE("trust show: a folder, with what would keep it from being used")
{
    const auto items = idcard::list_folder(folder(), today);
    REQUIRE(items.size() == 5);
    CHECK(items[0].kind == "citizen_crl");
    CHECK(items[0].broken.empty()); // a delta list, which only a CSCA must not make
    CHECK(items[1].kind == "crl");
    CHECK(items[1].signed_by == "csca/good.cer");
    CHECK(!items[2].refused);
    CHECK(items[3].refused == Errc::trust_data_invalid);
    CHECK(items[4].kind == "card_status_list");
    CHECK(items[4].entries == 3);
    CHECK(items[4].subject == "LAO");
}

TEST_CASE("trust show: an installed package, its root and the next")
{
    idcard::TrustFolder installed;
    installed.installation = test::installed_package(5);
    installed.installation->next = test::next_package_root().certificate;
    installed.manifest = installed.installation->manifest;
    installed.files = installed.installation->files;
    const auto items = idcard::list_folder(installed, test::day_of_package(6));
    REQUIRE(items.size() == 5);
    CHECK(items[0].kind == "trust_package");
    CHECK(items[0].subject == "5");
    CHECK(items[0].signed_by == items[1].place);
    CHECK(items[1].fingerprint == to_hex(test::package_root().certificate.fingerprint()));
    CHECK(items[2].subject == "LA Root 2");
    CHECK(idcard::list_folder(installed, test::day_of_package(36)).front().currency == Currency::over);
}

TEST_CASE("trust show: JSON by its schema")
{
    for (const auto& items : {idcard::list_folder(folder(), today), listed(master_list()), listed(text("hello")), {}}) {
        const auto document = nlohmann::json::parse(to_json(items));
        CHECK(test::schema_violation(document, test::load_schema("trust-show-1")) == "");
        CHECK(document["items"].size() == items.size());
    }
    const auto document = nlohmann::json::parse(to_json(idcard::list_folder(folder(), at(2027, 1, 1))));
    CHECK(document["items"][1]["state"] == "over");
    CHECK(document["items"][2]["state"] == "current");
    CHECK(document["items"][3]["refused"] == "TRUST-DATA-INVALID");
    CHECK(document["items"][3]["broken_rules"] == nlohmann::json{"serial_number", "authority_key_id"});
}

TEST_CASE("trust show: every rule, allowance and kind has its own sentence, and the schema knows it")
{
    const auto schema = test::load_schema("trust-show-1")["properties"]["items"]["items"]["properties"];
    std::set<std::string_view> contexts, sentences;
    for (const auto& entry : idcard::texts::all_trust_texts()) {
        CHECK(contexts.insert(entry.context).second);
        sentences.insert(entry.english);
    }
    CHECK(sentences.size() == contexts.size());
    for (const auto& name : schema["broken_rules"]["items"]["enum"]) {
        std::string context = "LINT-";
        for (const char c : name.get<std::string>())
            context += c == '_' ? '-' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        context += "/broken";
        CHECK(contexts.contains(context));
    }
    CHECK(schema["broken_rules"]["items"]["enum"].size() == static_cast<std::size_t>(pki::LintRule::list_period) + 1);
    CHECK(schema["allowances"]["items"]["enum"].size() ==
          static_cast<std::size_t>(pki::Allowance::security_object_version) + 1);
    CHECK(schema["kind"]["enum"].size() == idcard::listed_kinds().size());
    for (const std::string_view kind : idcard::listed_kinds()) {
        CHECK(std::ranges::find(schema["kind"]["enum"], kind) != schema["kind"]["enum"].end());
        CHECK(!idcard::texts::listed_kind(kind).english.empty());
    }
    CHECK(idcard::texts::broken(pki::LintRule::list_period).context == "LINT-LIST-PERIOD/broken");
    CHECK(idcard::texts::allowed(pki::Allowance::pss_parameters).context == "ALLOWANCE-PSS-PARAMETERS/text");
    CHECK(idcard::texts::listed_kind("unreadable").english == "Unreadable");
}
