// SPDX-License-Identifier: Apache-2.0
#include "card/trust/installation.hpp"

#include "card/trust/time_bound.hpp"
#include "card/trust/trust_files.hpp"
#include "support/packages.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

namespace {

using namespace card;
using test::error_of;
using trust::Installation;

const Time clock_now = test::at(2026, 11, 20);

std::optional<Errc> refusal(const Bytes& p7m, const Installation& before)
{
    return error_of([&] { return trust::install(p7m, before, clock_now); });
}

/// A package with other files than the usual.
Bytes package_with(std::uint32_t serial, const std::string& name, Bytes content, const test::Root& root)
{
    trust::Files files = test::package_files(serial);
    files.insert_or_assign(name, std::move(content));
    return test::sealed(test::package_of(serial, files), root);
}

Bytes statement()
{
    return trust::hand_over(test::package_root().certificate, test::next_package_root().certificate,
        test::next_package_root().key, clock_now);
}

} // namespace

TEST_CASE("the first package is taken under the fingerprint alone")
{
    const Bytes root = test::package_root().certificate.fingerprint();
    const Bytes other = test::next_package_root().certificate.fingerprint();
    const Installation installed = trust::install_first(test::complete_package(500'000), root, clock_now);
    CHECK(installed.manifest.serial == 500'000);
    CHECK(installed.root == test::package_root().certificate);
    CHECK(error_of([&] { return trust::install_first(test::complete_package(1), other, clock_now); }) ==
          Errc::package_untrusted);
    CHECK(error_of([&] { return trust::install_first(test::delta_package(1, 2), root, clock_now); }) ==
          Errc::package_base_differs);
}

TEST_CASE("the serial rises, by at most a thousand")
{
    const Installation before = test::installed_package(10);
    CHECK(trust::install(test::complete_package(11), before, clock_now)->manifest.serial == 11);
    CHECK(trust::install(test::complete_package(1'010), before, clock_now)->manifest.serial == 1'010);
    CHECK(refusal(test::complete_package(1'011), before) == Errc::package_serial_jump);
    CHECK(refusal(test::complete_package(9), before) == Errc::package_rolled_back);
    CHECK(!trust::install(test::complete_package(10), before, clock_now));

    trust::Files files = test::package_files(10);
    files.erase("status/cards.bin");
    CHECK(refusal(test::sealed(test::package_of(10, files)), before) == Errc::package_rolled_back);
    trust::Package backdated = test::package_of(11, test::package_files(11));
    backdated.manifest.period.this_update = test::day_of_package(9);
    CHECK(refusal(test::sealed(backdated), before) == Errc::package_rolled_back);
}

TEST_CASE("a package whose card status list is older is refused, whatever its own number")
{
    const Installation before = test::installed_package(10);
    const auto with_list = [](std::uint32_t number) {
        return package_with(11, "status/cards.bin", test::status_list(number), test::package_root());
    };
    CHECK(refusal(with_list(9), before) == Errc::package_rolled_back);
    CHECK(refusal(package_with(12, "status/cards.bin", test::status_list(0), test::package_root()), before) ==
          Errc::package_rolled_back);
    CHECK(!refusal(with_list(10), before));
    CHECK(!refusal(with_list(11), before));
}

TEST_CASE("another signer is refused, whatever he signs")
{
    const Installation before = test::installed_package(10);
    CHECK(refusal(test::sealed(test::package_of(11, test::package_files(11)), test::next_package_root()), before) ==
          Errc::package_untrusted);
    // The same name and key identifier are not the pin: the whole certificate is.
    const test::Root twin{"Root 1"};
    CHECK(
        refusal(test::sealed(test::package_of(11, test::package_files(11)), twin), before) == Errc::package_untrusted);
}

TEST_CASE("changes apply to their base alone")
{
    const Installation before = test::installed_package(10);
    const auto after = trust::install(test::delta_package(10, 11), before, clock_now);
    REQUIRE(after);
    CHECK(after->files == test::package_files(11));
    CHECK(!trust::install(test::delta_package(10, 11), *after, clock_now));
    CHECK(!trust::install(test::complete_package(11), *after, clock_now));
    CHECK(refusal(test::delta_package(9, 11), before) == Errc::package_base_differs);

    trust::Package lying = test::package_of(11, test::package_files(11));
    lying.files = {};
    lying.manifest.base = 10;
    CHECK(refusal(test::sealed(lying), before) == Errc::package_invalid); // the result is not what was announced
    lying.manifest.removed = {"crl/none.crl"};
    CHECK(refusal(test::sealed(lying), before) == Errc::package_invalid);
}

TEST_CASE("a change is small")
{
    CHECK(test::delta_package(10, 11).size() < 4'096);
}

TEST_CASE("files that cannot be used are refused before they are installed")
{
    const Installation before = test::installed_package(10);
    const auto refused = [&](const std::string& name, Bytes content) {
        return refusal(package_with(11, name, std::move(content), test::package_root()), before);
    };
    CHECK(refused("csca/csca-2.cer", {0x30, 0x00}) == Errc::package_invalid);
    CHECK(refused("csca/signer.cer", test::document_pki().signer.der()) == Errc::package_invalid);
    CHECK(refused("crl/a.crl", {0x30, 0x00}) == Errc::package_invalid);
    CHECK(refused("citizen/a.cer", test::document_pki().signer.der()) == Errc::package_invalid);
    CHECK(refused("status/cards.bin", {1, 2, 3}) == Errc::package_invalid);
    CHECK(refused("status/others.bin", test::status_list(3)) == Errc::package_invalid);
    CHECK(refused("policy.toml", to_bytes(as_bytes("frob = 1\n"))) == Errc::package_invalid);
    CHECK(refused("root/next.p7m", {0x30, 0x00}) == Errc::package_invalid);
}

TEST_CASE("a list of revoked signers needs a pinned authority behind it")
{
    const auto& pki = test::document_pki();
    const pki::CrlContent content{
        .this_update = clock_now, .next_update = clock_now + std::chrono::days{30}, .number = 1, .revoked = {}};
    const Bytes good = pki::build_crl(content, pki.csca, pki.csca_key).der();
    const Installation before = test::installed_package(10);
    const auto after =
        trust::install(package_with(11, "crl/csca-1.crl", good, test::package_root()), before, clock_now);
    REQUIRE(after);
    const auto loaded = trust::load_files(after->files, &after->manifest);
    CHECK(loaded.data.signer_crls.size() == 1);
    CHECK(loaded.data.serial == 11);
    CHECK(loaded.data.status != nullptr);

    const test::DocumentPki stranger;
    const Bytes foreign = pki::build_crl(content, stranger.csca, stranger.csca_key).der();
    CHECK(refusal(package_with(11, "crl/csca-1.crl", foreign, test::package_root()), before) == Errc::package_invalid);
}

TEST_CASE("the next root follows the present one, and nobody else does")
{
    const Installation before = test::installed_package(10);
    const Bytes announcing = package_with(11, "root/next.p7m", statement(), test::package_root());
    const auto announced = trust::install(announcing, before, clock_now);
    REQUIRE(announced);
    CHECK(announced->root == test::package_root().certificate);
    CHECK(announced->next == test::next_package_root().certificate);

    SUBCASE("it takes over with its first package, and the old root is out")
    {
        const Bytes by_next = test::sealed(test::package_of(12, test::package_files(12)), test::next_package_root());
        const auto taken = trust::install(by_next, *announced, clock_now);
        REQUIRE(taken);
        CHECK(taken->root == test::next_package_root().certificate);
        CHECK(!taken->next);
        CHECK(refusal(test::complete_package(13), *taken) == Errc::package_untrusted);
    }
    SUBCASE("a package without the statement takes it back")
    {
        const auto withdrawn = trust::install(test::complete_package(12), *announced, clock_now);
        REQUIRE(withdrawn);
        CHECK(!withdrawn->next);
    }
    SUBCASE("the next root cannot name itself")
    {
        const Bytes alone = package_with(11, "root/next.p7m", statement(), test::next_package_root());
        CHECK(refusal(alone, before) == Errc::package_untrusted);
    }
}

TEST_CASE("the clock is bounded from below")
{
    const Time build = test::at(2026, 10, 1);
    CHECK(trust::earliest({.build = build}) == build);
    CHECK(trust::earliest({.build = build, .package = test::at(2026, 11, 1)}) == test::at(2026, 11, 1));
    CHECK(trust::earliest({.build = build, .package = test::at(2020, 1, 1)}) == build);
    CHECK(
        trust::earliest({.build = build, .package = test::at(2026, 11, 1), .clock_at_import = test::at(2026, 11, 9)}) ==
        test::at(2026, 11, 9));
}

TEST_CASE("a clock outside the package's period is not remembered, and decides nothing")
{
    const Bytes root = test::package_root().certificate.fingerprint();
    const auto recorded = [&](Time clock) {
        return trust::install_first(test::complete_package(10), root, clock).clock_at_import;
    };
    const Time made = test::day_of_package(10);
    const Time due = test::day_of_package(40);
    CHECK(recorded(made) == made);
    CHECK(recorded(due) == due);
    CHECK(!recorded(made - std::chrono::seconds{1}));
    CHECK(!recorded(due + std::chrono::seconds{1}));
    CHECK(!recorded(test::at(1970, 1, 1)));
    CHECK(!recorded(test::at(2038, 1, 19)));
    CHECK(!recorded(test::at(2050, 1, 1)));
}
