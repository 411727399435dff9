// SPDX-License-Identifier: Apache-2.0
#include "office/office.hpp"

#include "card/base/error.hpp"
#include "support/temporary_folder.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

using namespace perso;
using card::Errc;
using test::error_of;

namespace {

Office office()
{
    return {.directory = {},
        .authority = {.name = "Office of \"tests\" \\ ນະຄອນ",
            .contact_email = "a@b.invalid",
            .crl_url = "http://c.invalid/"},
        .document_prefix = "LA",
        .hsm = {.module = "/usr/lib/softhsm/libsofthsm2.so", .token = "idcard-office", .own_token = true},
        .people = {{.id = "noy", .full_name = "Noy", .roles = {Role::operator_}},
            {.id = "keo", .full_name = {}, .roles = {Role::approver, Role::operator_}}}};
}

/// Loads an office.toml of this text.
struct Loading {
    std::optional<Errc> code;
    std::string field;
    std::optional<long> line;
};

Loading loading(const std::string& toml)
{
    const test::TemporaryFolder folder;
    std::ofstream{folder / "office.toml"} << toml;
    try {
        load_office(folder.path());
        return {};
    } catch (const card::Error& error) {
        return {error.code(), error.field(), error.number()};
    }
}

std::string replaced(std::string text, const std::string& what, const std::string& by)
{
    return text.replace(text.find(what), what.size(), by);
}

} // namespace

TEST_CASE("office: what is written is read again")
{
    const test::TemporaryFolder folder;
    std::ofstream{folder / "office.toml"} << office_toml(office());
    const Office read = load_office(folder.path());
    CHECK(read.authority.name == office().authority.name);
    CHECK(read.hsm.module == office().hsm.module);
    CHECK(read.hsm.own_token);
    CHECK(read.people.size() == 2);
    CHECK(read.people[0].full_name == "Noy");
    CHECK(read.people[1].has(Role::approver));
    CHECK(read.store_file() == std::filesystem::canonical(folder.path()) / "store.sqlite");
}

TEST_CASE("office: how long personal data are kept")
{
    const std::string good = office_toml(office());
    CHECK(good.find("privacy") == std::string::npos);
    Office shorter = office();
    shorter.keep_data = std::chrono::days{30};
    const test::TemporaryFolder folder;
    std::ofstream{folder / "office.toml"} << office_toml(shorter);
    CHECK(load_office(folder.path()).keep_data == std::chrono::days{30});
    for (const char* wrong : {"keep_days = 0", "keep_days = -1", "keep_days = 3654", "keep_days = 4000000000000"})
        CHECK(loading(good + "\n[privacy]\n" + wrong + "\n").field == "privacy.keep_days");
    CHECK(loading(good + "\n[privacy]\n").code == Errc::config_invalid);
}

TEST_CASE("office: mistakes are told with key and line")
{
    const std::string good = office_toml(office());
    CHECK_FALSE(loading(good).code);

    const auto unknown = loading(good + "\nhsm_pin = \"1234\"\n"); // behind the last [[person]]
    CHECK(unknown.code == Errc::config_invalid);
    CHECK(unknown.field == "person.hsm_pin");
    CHECK(unknown.line == std::count(good.begin(), good.end(), '\n') + 2);

    CHECK(loading(replaced(good, "document_prefix = \"LA\"", "")).field == "document_prefix");
    CHECK(loading(replaced(good, "\"LA\"", "\"la\"")).field == "document_prefix");
    CHECK(loading(replaced(good, "own_token = true", "own_token = 1")).field == "hsm.own_token");
    CHECK(loading(replaced(good, "\"approver\"", "\"janitor\"")).field == "person.roles");
    CHECK(loading(replaced(good, "id = \"noy\"", "id = \"keo\"")).field == "person.id");
    CHECK(loading(replaced(good, "id = \"noy\"", "id = \"Noy Keomany\"")).field == "person.id");
    CHECK(loading(replaced(good, "idcard-office-1", "idcard-office-2")).field == "schema");
    CHECK(loading("[[").code == Errc::config_invalid);
    CHECK(loading("[[").line == 1);
    CHECK(loading("[=").code == Errc::config_invalid); // what toml++ takes for impossible
}

TEST_CASE("office: it needs an operator and another person as approver")
{
    Office alone = office();
    alone.people = {{.id = "noy", .full_name = {}, .roles = {Role::operator_, Role::approver}}};
    CHECK(error_of([&] { check(alone); }) == Errc::config_invalid);
    alone.people[0].roles = {Role::operator_};
    CHECK(error_of([&] { check(alone); }) == Errc::config_invalid);
}

TEST_CASE("office: who may do what")
{
    CHECK(office().require("noy", Role::operator_).full_name == "Noy");
    CHECK(error_of([] { office().require("noy", Role::approver); }) == Errc::role_missing);
    CHECK(error_of([] { office().require("nobody", Role::approver); }) == Errc::person_unknown);
}

TEST_CASE("office: none in this folder")
{
    const test::TemporaryFolder folder;
    CHECK(error_of([&] { load_office(folder.path()); }) == Errc::office_missing);
}

TEST_CASE("office: with staff cards people stand in the store, and nobody acts by name alone")
{
    const test::TemporaryFolder folder;
    Office with_cards = office();
    with_cards.people.clear();
    with_cards.staff_cards = true;
    std::ofstream{folder / "office.toml"} << office_toml(with_cards);
    const Office read = load_office(folder.path());
    CHECK(read.staff_cards);
    CHECK_FALSE(read.real_cards);
    CHECK(error_of([&] { return read.require("noy", Role::operator_).id; }) == Errc::staff_card_needed);

    Office both = office();
    both.staff_cards = true;
    CHECK(error_of([&] { check(both); }) == Errc::config_invalid);
}

TEST_CASE("office: nothing of a development office makes real cards")
{
    Office real = office();
    real.real_cards = true;
    CHECK(error_of([&] { check(real); }) == Errc::not_for_production); // people by name
    real.people.clear();
    real.staff_cards = true;
    real.hsm.own_token = true;
    CHECK(error_of([&] { check(real); }) == Errc::not_for_production);
    real.hsm.own_token = false;
    CHECK(error_of([&] { check(real); }) == Errc::not_for_production); // blanks that nobody counts
    real.counts_blanks = true;
    CHECK(error_of([&] { check(real); }) == Errc::not_for_production); // a clock that is compared with nothing
    Office shared = real;
    shared.store_url = "postgresql:///idcard";
    CHECK_FALSE(error_of([&] { check(shared); })); // but with the clock of the server
    real.clock.source = "/run/clock";
    CHECK_FALSE(error_of([&] { check(real); }));
}
