// SPDX-License-Identifier: Apache-2.0
#include "settings.hpp"

#include "card/base/error.hpp"
#include "support/temporary_folder.hpp"
#include "support/variable.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

TEST_CASE("settings: each key, over what was set before; other tables are for others")
{
    const p11::Settings settings =
        p11::apply_settings("[pkcs11]\ncache = true\ncache_folder = \"/c\"\n[other]\nx=1\n", {});
    CHECK(settings == p11::Settings{.allow_final_try = false, .cache = true, .cache_folder = "/c"});
    CHECK(p11::apply_settings("", settings) == settings);
    CHECK(p11::apply_settings("[pkcs11]\nallow_final_try = true", settings).cache);
}

TEST_CASE("settings: what is unknown, of another type or not well formed is named with its line")
{
    const auto wrong = [](const std::string& text) {
        try {
            p11::apply_settings(text, {});
        } catch (const card::Error& error) {
            CHECK(error.code() == card::Errc::config_invalid);
            return error.field() + ":" + std::to_string(error.number().value_or(0));
        }
        return std::string{"accepted"};
    };
    CHECK(wrong("[pkcs11]\ncahce = true") == "pkcs11.cahce:2");
    CHECK(wrong("[pkcs11]\n\ncache = 1") == "pkcs11.cache:3");
    CHECK(wrong("[pkcs11]\ncache_folder = \"here\"") == "pkcs11.cache_folder:1");
    CHECK(wrong("pkcs11 = true") == "pkcs11:1");
    CHECK(wrong("[pkcs11\n").starts_with("toml"));
    CHECK(wrong("[=").starts_with("toml"));
}

TEST_CASE("settings: the user's file over nothing, the environment over both; a broken file counts for nothing")
{
    using test::Variable;
    const test::TemporaryFolder outer;
    std::filesystem::create_directories(outer.path() / "idcard");
    const Variable config{"XDG_CONFIG_HOME", outer.path().c_str()};
    const Variable cache{"XDG_CACHE_HOME", "relative"};
    const Variable home{"HOME", "/home/somebody"};
    const Variable no_cache{"IDCARD_PKCS11_CACHE", nullptr};
    const Variable no_final_try{"IDCARD_ALLOW_FINAL_TRY", nullptr};
    const auto write = [&](const std::string& text) { std::ofstream{outer.path() / "idcard/idcard.toml"} << text; };
    CHECK(p11::read_settings() == p11::Settings{.cache_folder = "/home/somebody/.cache/idcard/pkcs11"});
    write("[pkcs11]\ncache = true\nallow_final_try = true\n");
    CHECK(p11::read_settings().cache);
    CHECK(p11::read_settings().allow_final_try);
    const Variable cache_off{"IDCARD_PKCS11_CACHE", "0"};
    const Variable means_nothing{"IDCARD_ALLOW_FINAL_TRY", "yes"};
    CHECK_FALSE(p11::read_settings().cache);
    CHECK(p11::read_settings().allow_final_try);
    write("[pkcs11]\nallow_final_try = true\ncahce = true\n");
    CHECK_FALSE(p11::read_settings().allow_final_try);
}
