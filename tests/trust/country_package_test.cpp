// SPDX-License-Identifier: Apache-2.0
// A country in one package: 7.5 million cards of ten years, 2 % of them revoked, 75 CAs of the holders' keys.
#include "card/trust/installation.hpp"

#include "card/pki/crl.hpp"

#include "support/packages.hpp"

#include <doctest/doctest.h>

#include <random>
#include <set>

namespace {

using namespace card;
using trust::Files;

constexpr unsigned cas = 75;
constexpr std::uint32_t cards_of_ca = 100'000; ///< at most
constexpr std::uint32_t cards = cas * cards_of_ca;
constexpr unsigned certificates_of_card = 4;   ///< 9A, 9C, 9D, 9E
constexpr unsigned revoked_cards = cards / 50; ///< of all that are not out of date
constexpr unsigned revoked_in_a_day = revoked_cards / 3652 + 1;
constexpr unsigned days_of_complete_list = 7; ///< so long only changes are signed

const Time first_day = test::at(2036, 11, 1);

struct Country {
    struct Ca {
        pki::SigningKey key;
        pki::Certificate certificate;
        std::vector<pki::Revocation> revoked;
        std::vector<pki::Revocation> changes; ///< since the complete list
        unsigned complete = 0;                ///< day of the complete list
        bool touched = false;
    };

    std::mt19937_64 random{20'361'101};
    std::vector<Ca> authorities;
    std::set<std::uint32_t> taken;
    std::vector<trust::StatusEntry> entries;
    Files files;

    Country()
    {
        for (unsigned number = 1; number <= cas; ++number) {
            auto key = pki::SigningKey::generate(crypto::Curve::p256);
            auto certificate = pki::make_citizen_ca({.subject = {.country = "LA",
                                                         .organization = "Ministry of Public Security",
                                                         .organizational_unit = {},
                                                         .common_name = "Citizen CA " + std::to_string(number),
                                                         .serial_number = {}},
                                                        .validity = {test::at(2026, 1, 1), test::at(2056, 1, 1)},
                                                        .crl_url = url(number, "")},
                key, crypto::system_random());
            authorities.push_back({std::move(key), std::move(certificate), {}, {}});
        }
        for (unsigned card = 0; card < revoked_cards; ++card)
            revoke(first_day - std::chrono::days{card % 3652});
        for (Ca& ca : authorities)
            ca.changes.clear();
    }

    static std::string url(unsigned number, const std::string& delta)
    {
        return "http://lists.example.la/citizen-ca-" + std::to_string(number) + delta + ".crl";
    }

    /// One card, with all its certificates.
    void revoke(Time when)
    {
        std::uint32_t index = 0;
        do
            index = static_cast<std::uint32_t>(random() % cards);
        while (!taken.insert(index).second);
        entries.push_back({.index = index, .reason = static_cast<trust::CardRevocation>(random() % 4)});
        Ca& ca = authorities.at(index / cards_of_ca);
        ca.touched = true;
        for (unsigned slot = 0; slot < certificates_of_card; ++slot) {
            Bytes serial(16);
            for (std::uint8_t& byte : serial)
                byte = static_cast<std::uint8_t>(random());
            serial[0] = static_cast<std::uint8_t>((serial[0] & 0x3F) | 0x40);
            ca.revoked.push_back({.serial_number = serial, .when = when, .reason = {}});
            ca.changes.push_back(ca.revoked.back());
        }
    }

    /// The files of the package of that day, as `trust export` gathers them: complete lists of all CAs on day 0, and
    /// from then on of each on its day.
    Files of_day(unsigned day)
    {
        const Time now = first_day + std::chrono::days{day};
        const std::uint32_t number = day + 1;
        const auto& pki = test::document_pki();
        files["csca/csca-1.cer"] = pki.csca.der();
        files["policy.toml"] = to_bytes(as_bytes(trust::to_toml(trust::default_policy())));
        files["crl/csca-1.crl"] = pki::build_crl({.this_update = now,
                                                     .next_update = now + std::chrono::days{35},
                                                     .number = number,
                                                     .revoked = {{Bytes(16, 0x41), first_day, {}}}},
            pki.csca, pki.csca_key)
                                      .der();
        for (unsigned i = 0; i < cas; ++i) {
            Ca& ca = authorities[i];
            const std::string name = "citizen/citizen-ca-" + std::to_string(i + 1);
            pki::CrlContent content{
                .this_update = now, .next_update = now + std::chrono::days{35}, .number = number, .revoked = {}};
            files[name + ".cer"] = ca.certificate.der();
            if (day == 0 || day % days_of_complete_list == (i + 1) % days_of_complete_list) {
                content.revoked = ca.revoked;
                content.freshest_url = url(i + 1, "-delta");
                files[name + ".crl"] = pki::build_crl(content, ca.certificate, ca.key).der();
                files.erase(name + "-delta.crl");
                ca.changes.clear();
                ca.complete = day;
            } else if (ca.touched) {
                content.revoked = ca.changes;
                content.base = ca.complete + 1;
                content.next_update = first_day + std::chrono::days{ca.complete + 35};
                files[name + "-delta.crl"] = pki::build_crl(content, ca.certificate, ca.key).der();
            }
            ca.touched = false;
        }
        files["status/cards.bin"] = trust::StatusList::make({.issuing_state = "LAO",
                                                                .this_update = now,
                                                                .next_update = now + std::chrono::days{35},
                                                                .number = number,
                                                                .high_water = (cards / 65'536 + 1) * 65'536},
            entries)
                                        .encode();
        return files;
    }
};

trust::Manifest manifest_of_day(unsigned day, const Files& files)
{
    trust::Manifest manifest = test::manifest_of(day + 1, files);
    const Time now = first_day + std::chrono::days{day};
    manifest.period = {now, now + std::chrono::days{30}};
    for (auto& [name, period] : manifest.parts)
        period = manifest.period;
    return manifest;
}

Bytes signed_package(const trust::Package& package)
{
    const auto& root = test::package_root();
    return trust::seal(package, root.certificate, root.key, package.manifest.period.this_update);
}

} // namespace

TEST_CASE("a country's package, and what a day adds to it")
{
    Country country;
    CHECK(country.entries.size() == 150'000);
    const auto pass_day = [&](unsigned day) {
        for (unsigned card = 0; card < revoked_in_a_day; ++card)
            country.revoke(first_day + std::chrono::days{day});
    };
    Files before = country.of_day(0);
    CHECK(before.at("status/cards.bin").size() <= 200'000);
    const Bytes whole = signed_package({manifest_of_day(0, before), before});
    MESSAGE(before.at("status/cards.bin").size(), " bytes of card status list, ", whole.size(), " of package");
    auto counter = trust::install_first(whole, test::package_root().certificate.fingerprint(), first_day);

    std::size_t longest = 0;
    for (unsigned day = 1; day <= 2 * days_of_complete_list; ++day) {
        pass_day(day);
        Files after = country.of_day(day);
        trust::Package delta{manifest_of_day(day, after), trust::make_delta(before, after)};
        delta.manifest.base = counter.manifest.serial;
        delta.manifest.removed = trust::removed_files(before, after);
        const Bytes p7m = signed_package(delta);
        longest = std::max(longest, p7m.size());
        auto next = trust::install(p7m, counter, first_day + std::chrono::days{day});
        REQUIRE(next);
        CHECK(next->files == after);
        counter = *std::move(next);
        before = std::move(after);
    }
    MESSAGE("at most ", longest, " bytes for a day on which ", revoked_in_a_day, " cards were revoked");
    CHECK(longest < 100'000);
}
