// SPDX-License-Identifier: Apache-2.0
#include "card/trust/package.hpp"

#include "card/pki/cms.hpp"
#include "card/trust/archive.hpp"
#include "support/packages.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <time.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace {

using namespace card;
using test::error_of;
using trust::Envelope;

std::optional<Errc> refusal_of(const Bytes& p7m)
{
    return error_of([&] { return Envelope::open(p7m).unpack(); });
}

/// A manifest with one thing changed in its text.
std::string manifest_with(std::string_view old_text, std::string_view new_text)
{
    std::string toml = to_toml(test::manifest_of(7, test::package_files(7)));
    const auto at = toml.find(old_text);
    REQUIRE(at != std::string::npos);
    return toml.replace(at, old_text.size(), new_text);
}

std::optional<Errc> refusal_of_manifest(std::string_view old_text, std::string_view new_text)
{
    return error_of([&] { return trust::parse_manifest(manifest_with(old_text, new_text)); });
}

} // namespace

TEST_CASE("a package reads back as it was made, and twice the same")
{
    const trust::Package package = test::package_of(7, test::package_files(7));
    const Bytes p7m = test::sealed(package);
    const Envelope envelope = Envelope::open(p7m);
    CHECK(envelope.signer() == test::package_root().certificate);
    CHECK(envelope.unpack() == package);
}

TEST_CASE("broken envelopes")
{
    const Bytes whole = test::complete_package(1);
    for (std::size_t length = 0; length < whole.size(); length += 97)
        CHECK(
            refusal_of({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)}) == Errc::package_invalid);
    for (std::size_t at = 0; at < whole.size(); at += 61) {
        Bytes changed = whole;
        changed[at] ^= 0x01; // of the certificate, the pin decides
        CHECK(error_of([&] {
            return trust::install_first(changed, test::package_root().certificate.fingerprint(), test::at(2026, 11, 2));
        }).has_value());
    }
    Bytes longer = whole;
    longer.push_back(0);
    CHECK(refusal_of(longer) == Errc::package_invalid);
}

TEST_CASE("SignedData of another kind is no package")
{
    const auto& root = test::package_root();
    CHECK(refusal_of(pki::sign(tlv::Oid{"2.23.136.1.1.1"}, Bytes{1}, root.certificate, root.key,
              test::at(2026, 11, 1))) == Errc::package_invalid);
    const Bytes statement = trust::hand_over(
        root.certificate, test::next_package_root().certificate, test::next_package_root().key, test::at(2026, 11, 1));
    CHECK(refusal_of(statement) == Errc::package_invalid);
}

TEST_CASE("names of files")
{
    for (const char* good : {"policy.toml", "csca/a.cer", "link/x-1.cer", "crl/csca-1.crl", "citizen/ca_1.cer",
             "citizen/ca-1-delta.crl", "status/cards.bin", "status/cards.delta", "root/next.p7m"})
        CHECK_MESSAGE(trust::is_package_file(good), good);
    for (const char* bad : {"", "csca", "csca/", "csca/.cer", "csca/..cer", "csca/a.crl", "csca/A.cer", "../a.cer",
             "csca/../a.cer", "csca/b/a.cer", "/csca/a.cer", "other/a.cer", "root/present.cer", "root/a.p7m",
             "manifest.toml", "csca/a.cer ", "csca/a\n.cer"})
        CHECK_MESSAGE(!trust::is_package_file(bad), bad);
    CHECK(!trust::is_package_file("csca/" + std::string(64, 'a') + ".cer"));
}

TEST_CASE("archives")
{
    const trust::ArchiveFiles files{{"manifest.toml", {1, 2, 3}}, {"csca/a.cer", Bytes(1'000, 7)}};
    const Bytes tar = trust::write_archive(files);
    CHECK(tar == trust::write_archive(files));
    CHECK(trust::read_archive(tar) == files);
    for (std::size_t length = 0; length < 2'000; length += 101)
        CHECK(error_of([&] { return trust::read_archive(ByteView{tar}.first(length)); }) == Errc::package_invalid);
    CHECK(error_of([&] {
        return trust::read_archive(trust::write_archive({{"a", {1}}, {"a", {2}}}));
    }) == Errc::package_invalid);
    Bytes link = trust::write_archive({{"a", {1}}});
    constexpr std::size_t checksum = 148;
    constexpr std::size_t kind = 156;
    link[kind] = '2';
    link[checksum + 5] = static_cast<std::uint8_t>(link[checksum + 5] + 2); // the last digit of the octal sum
    CHECK(error_of([&] { return trust::read_archive(link); }) == Errc::package_invalid);
}

TEST_CASE("archives: a sparse file takes no more room than its archive")
{
    // A header of the old GNU kind: 360 kB of which the archive holds the last byte.
    Bytes tar(2'048);
    const auto put = [&](std::size_t offset, std::string_view text) {
        std::copy(text.begin(), text.end(), tar.begin() + static_cast<std::ptrdiff_t>(offset));
    };
    const auto sign = [&] { // the sum of all bytes, with blanks in its place
        put(148, "        ");
        const unsigned sum = std::accumulate(tar.begin(), tar.begin() + 512, 0U);
        put(148, fmt::format("{:06o}", sum));
        tar[154] = 0;
    };
    put(0, "csca/a.cer");
    put(100, "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, "00000000001"); // what is stored
    put(136, "00000000000");
    put(156, "S");
    put(257, "ustar  ");
    put(386, "00001300000"); // one piece, at the end
    put(398, "00000000001");
    put(483, "00001300001"); // what results
    put(512, "x");
    sign();
    CHECK(error_of([&] { return trust::read_archive(tar); }) == Errc::package_invalid);
    put(386, "00000001000");
    put(483, "00000001001"); // no longer than the archive
    sign();
    Bytes content(513);
    content.back() = 'x';
    CHECK(trust::read_archive(tar) == trust::ArchiveFiles{{"csca/a.cer", content}});
}

TEST_CASE("manifests")
{
    const trust::Manifest manifest = test::manifest_of(7, test::package_files(7));
    CHECK(trust::parse_manifest(to_toml(manifest)) == manifest);
    trust::Manifest delta = manifest;
    delta.base = 6;
    delta.removed = {"crl/old.crl"};
    CHECK(trust::parse_manifest(to_toml(delta)) == delta);

    CHECK(refusal_of_manifest("serial = 7", "serial = 0") == Errc::package_invalid);
    CHECK(refusal_of_manifest("serial = 7", "serial = 1000000000") == Errc::package_invalid);
    CHECK(refusal_of_manifest("serial = 7", "serial = 7.0") == Errc::package_invalid);
    CHECK(refusal_of_manifest("serial = 7", "serial = 7\nbase = 7") == Errc::package_invalid);
    CHECK(refusal_of_manifest("serial = 7", "serial = 7\nremoved = [\"crl/a.crl\"]") == Errc::package_invalid);
    CHECK(refusal_of_manifest("serial = 7", "serial = 7\nbase = 6\nremoved = [\"../a\"]") == Errc::package_invalid);
    CHECK(refusal_of_manifest("serial = 7", "frob = 7") == Errc::package_invalid);
    CHECK(refusal_of_manifest("serial = 7\n", "") == Errc::package_invalid);
    CHECK(refusal_of_manifest("package-1", "package-2") == Errc::package_invalid);
    CHECK(refusal_of_manifest("2026-11-08T00:00:00Z", "2027-11-08T00:00:00Z") == Errc::package_invalid);
    CHECK(refusal_of_manifest("2026-11-08T00:00:00Z", "2026-11-08T00:00:00+07:00") == Errc::package_invalid);
    CHECK(refusal_of_manifest("2026-11-08T00:00:00Z", "2026-11-08") == Errc::package_invalid);
    CHECK(refusal_of_manifest("contents = \"", "contents = \"00") == Errc::package_invalid);
    CHECK(error_of([] { return trust::parse_manifest("[="); }) == Errc::package_invalid);
    CHECK(error_of([] { return trust::parse_manifest(""); }) == Errc::package_invalid);
}

TEST_CASE("times are written in UTC, wherever the computer stands")
{
    const auto written = [](const char* zone) {
        ::setenv("TZ", zone, 1);
        ::tzset();
        return trust::utc_text(test::at(2026, 11, 22) + std::chrono::seconds{3'723});
    };
    CHECK(written("WEST12") == "2026-11-22T01:02:03Z");
    CHECK(written("ICT-7") == "2026-11-22T01:02:03Z");
    ::unsetenv("TZ");
    ::tzset();
}

TEST_CASE("files and manifest must agree")
{
    const auto refused = [](const auto& change) {
        trust::Package package = test::package_of(7, test::package_files(7));
        change(package);
        return error_of([&] {
            trust::check_contents(package.manifest, package.files);
            return 0;
        });
    };
    CHECK(refused([](auto&) {}) == std::nullopt);
    CHECK(refused([](auto& package) { package.files.erase("status/cards.bin"); }) == Errc::package_invalid);
    CHECK(refused([](auto& package) { package.files["policy.toml"].push_back('\n'); }) == Errc::package_invalid);
    CHECK(refused([](auto& package) { package.files["crl/a.crl"] = {1}; }) == Errc::package_invalid);
    CHECK(refused([](auto& package) { package.files["odd"] = {1}; }) == Errc::package_invalid);
    CHECK(refused([](auto& package) { package.manifest.parts.erase("csca"); }) == Errc::package_invalid);
}

TEST_CASE("the next root proves its key over the present one")
{
    const pki::SigningKey& key = test::next_package_root().key;
    const pki::Certificate& next = test::next_package_root().certificate;
    const auto& present = test::package_root().certificate;
    const Bytes statement = trust::hand_over(present, next, key, test::at(2026, 11, 1));
    CHECK(trust::successor(statement, present) == next);
    CHECK(error_of([&] { return trust::successor(statement, next); }) == Errc::package_invalid);
    Bytes changed = statement;
    changed.back() ^= 1;
    CHECK(error_of([&] { return trust::successor(changed, present); }) == Errc::package_invalid);
    CHECK(error_of([&] { return trust::successor(test::complete_package(1), present); }) == Errc::package_invalid);
}
