// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/read_file.hpp"
#include "commands/office_setup.hpp"
#include "issuer/hsm.hpp"

#include <chrono>
#include <filesystem>
#include <string_view>

/// An office of two people with its own token on SoftHSM, before any card.
namespace test::small_office {

inline const card::Time now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
inline const auto& profile = card::profile::builtin();
inline const card::ByteView pin = card::as_bytes("12345678");

inline perso::Office wanted(const std::filesystem::path& directory)
{
    return {.directory = directory,
        .authority = {.name = "Tests", .contact_email = "a@b.invalid", .crl_url = "http://c.invalid/x.crl"},
        .document_prefix = "LA",
        .hsm = {.module = perso::issuer::find_softhsm().value_or("none"), .token = "idcard-office", .own_token = true},
        .people = {{.id = "noy", .full_name = {}, .roles = {perso::Role::operator_}},
            {.id = "keo", .full_name = {}, .roles = {perso::Role::approver}}}};
}

inline perso::Office create(const std::filesystem::path& directory)
{
    perso::issuer::create_office(wanted(directory), profile, pin, now, [](std::string_view) {});
    return perso::load_office(directory);
}

inline card::pki::Certificate certificate(const std::filesystem::path& file)
{
    return card::pki::Certificate::parse(perso::read_file(file));
}

} // namespace test::small_office
