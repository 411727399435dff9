// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/trust/installation.hpp"
#include "card/trust/policy.hpp"
#include "card/trust/status_list.hpp"
#include "support/document_pki.hpp"

#include <algorithm>

/// Trust packages of a small office.
namespace test {

namespace trust = card::trust;

/// A key that signs packages, and its certificate.
struct Root {
    explicit Root(std::string name)
        : key{pki::SigningKey::generate(crypto::Curve::p256)},
          certificate{pki::make_package_root({.subject = {.country = "LA",
                                                  .organization = {},
                                                  .organizational_unit = {},
                                                  .common_name = std::move(name),
                                                  .serial_number = {}},
                                                 .validity = {at(2026, 1, 1), at(2046, 1, 1)}},
              key, crypto::system_random())}
    {
    }

    pki::SigningKey key;
    pki::Certificate certificate;
};

inline const Root& package_root()
{
    static const Root root{"Root 1"};
    return root;
}

inline const Root& next_package_root()
{
    static const Root root{"Root 2"};
    return root;
}

/// The day of the package with this number.
inline Time day_of_package(std::uint32_t serial)
{
    return at(2026, 11, 1) + std::chrono::days{serial};
}

/// The later, the more cards: as many as a block holds.
inline card::Bytes status_list(std::uint32_t number)
{
    std::vector<trust::StatusEntry> entries;
    for (std::uint32_t i = 0; i < std::min(number, 20'000U); ++i)
        entries.push_back({.index = i * 3, .reason = trust::CardRevocation::lost});
    return trust::StatusList::make({.issuing_state = "LAO",
                                       .this_update = day_of_package(number),
                                       .next_update = day_of_package(number + 30),
                                       .number = number,
                                       .high_water = 65'536},
        entries)
        .encode();
}

inline trust::Files package_files(std::uint32_t serial)
{
    return {{"csca/csca-1.cer", document_pki().csca.der()},
        {"policy.toml", card::to_bytes(card::as_bytes(trust::to_toml(trust::default_policy())))},
        {"status/cards.bin", status_list(serial)}};
}

inline trust::Manifest manifest_of(std::uint32_t serial, const trust::Files& files)
{
    const trust::Period period{day_of_package(serial), day_of_package(serial + 30)};
    trust::Manifest manifest{
        .serial = serial, .period = period, .parts = {}, .contents = trust::contents_digest(files)};
    for (const auto& [name, content] : files)
        manifest.parts.insert_or_assign(std::string{trust::part_of(name)}, period);
    return manifest;
}

inline trust::Package package_of(std::uint32_t serial, const trust::Files& files)
{
    return {manifest_of(serial, files), files};
}

inline card::Bytes sealed(const trust::Package& package, const Root& root = package_root())
{
    return trust::seal(package, root.certificate, root.key, package.manifest.period.this_update);
}

inline card::Bytes complete_package(std::uint32_t serial)
{
    return sealed(package_of(serial, package_files(serial)));
}

inline card::Bytes delta_package(std::uint32_t from, std::uint32_t to)
{
    const trust::Files older = package_files(from);
    trust::Package delta = package_of(to, package_files(to));
    delta.files = trust::make_delta(older, delta.files);
    delta.manifest.base = from;
    delta.manifest.removed = trust::removed_files(older, package_files(to));
    return sealed(delta);
}

inline trust::Installation installed_package(std::uint32_t serial)
{
    return trust::install_first(
        complete_package(serial), package_root().certificate.fingerprint(), day_of_package(serial + 1));
}

} // namespace test
