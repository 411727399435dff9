// SPDX-License-Identifier: Apache-2.0
#include "batches.hpp"

#include "intake/batch/signed_batch.hpp"
#include "support/temporary_folder.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace perso::intake;
using card::Errc;
using test::batch_manifest;
using test::error_of;
using test::tar_end;
using test::tar_entry;

namespace {

const test::SigningRegistry& vientiane()
{
    static const test::SigningRegistry registry{"vientiane"};
    return registry;
}

const test::SigningRegistry& stranger()
{
    static const test::SigningRegistry registry{"stranger"};
    return registry;
}

std::string good_tar()
{
    return tar_entry("manifest.json", batch_manifest(2, 2)) + tar_entry("photographs/", "", '5') +
           tar_entry("photographs/one.jpg", "first picture") +
           tar_entry("photographs/two.jpg", std::string(70'000, '2')) +
           tar_entry("records.csv", "head\nrow 1\nrow 2\n") + tar_end();
}

class Batch {
public:
    explicit Batch(const card::Bytes& signed_batch) : file_{folder_ / "batch.p7m"} { write(signed_batch); }

    explicit Batch(const std::string& tar) : Batch{vientiane().sign(tar)} {}

    void write(const card::Bytes& bytes) const
    {
        std::ofstream{file_, std::ios::binary}.write(
            reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    }

    SignedBatch open(card::Time now = test::batch_day) const { return SignedBatch{file_, {vientiane().registry}, now}; }

    std::optional<Errc> refused(card::Time now = test::batch_day) const
    {
        return error_of([&] { return open(now).manifest(); });
    }

private:
    test::TemporaryFolder folder_;
    std::filesystem::path file_;
};

std::optional<Errc> refused(const std::string& tar)
{
    return Batch{tar}.refused();
}

std::string text_of(std::istream& in)
{
    return {std::istreambuf_iterator<char>{in}, {}};
}

} // namespace

TEST_CASE("batch: what a registry signed is read where it stands")
{
    const Batch file{good_tar()};
    const SignedBatch batch = file.open();
    CHECK(batch.manifest().number == "B-2026-01");
    CHECK(batch.manifest().registry == "vientiane");
    CHECK(batch.manifest().records == 2);
    CHECK(batch.digest() == card::crypto::digest(card::crypto::Hash::sha256, card::as_bytes(good_tar())));
    CHECK_FALSE(batch.in_lines());
    const auto records = batch.records();
    CHECK(text_of(*records) == "head\nrow 1\nrow 2\n");
    records->clear();
    records->seekg(5);
    CHECK(text_of(*records) == "row 1\nrow 2\n");
    const Pictures pictures = batch.pictures();
    CHECK(card::as_text(*pictures("one.jpg")) == "first picture");
    CHECK(pictures("two.jpg")->size() == 70'000);
    CHECK_FALSE(pictures("three.jpg"));
    CHECK_FALSE(pictures("../manifest.json"));
}

TEST_CASE("batch: every byte that is changed makes it another batch or none")
{
    const card::Bytes good = vientiane().sign(good_tar());
    const Batch file{good};
    REQUIRE(file.refused() == std::nullopt);
    int refused = 0;
    for (std::size_t i = 0; i < good.size(); i += i < 100 ? 7 : 499) {
        card::Bytes bad = good;
        bad[i] ^= 0x41;
        file.write(bad);
        const auto code = file.refused();
        CAPTURE(i);
        CHECK((code == Errc::batch_invalid || code == Errc::batch_untrusted));
        ++refused;
    }
    CHECK(refused > 100);
}

TEST_CASE("batch: each truncation, and bytes behind it")
{
    const card::Bytes good = vientiane().sign(good_tar());
    const Batch file{good};
    for (std::size_t size = 0; size < good.size(); size += size < 128 ? 1 : 1777) {
        file.write({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)});
        CHECK(file.refused() == Errc::batch_invalid);
    }
    card::Bytes longer = good;
    longer.push_back(0);
    file.write(longer);
    CHECK(file.refused() == Errc::batch_invalid);
}

TEST_CASE("batch: signed by a stranger, for another registry, or past its time")
{
    CHECK(Batch{stranger().sign(good_tar())}.refused() == Errc::batch_untrusted);
    CHECK(refused(tar_entry("manifest.json", batch_manifest(1, 0, "B-2026-01", "pakse")) +
                  tar_entry("records.csv", "x") + tar_end()) == Errc::batch_untrusted);
    CHECK(Batch{good_tar()}.refused(test::batch_day + std::chrono::days{4000}) == Errc::batch_untrusted);
    const auto other_type = card::tlv::Oid{"1.2.3.4"};
    CHECK(Batch{card::pki::sign(other_type, card::as_bytes(good_tar()), vientiane().registry.certificate,
                    vientiane().key, test::batch_day)}
              .refused() == Errc::batch_invalid);
}

TEST_CASE("batch: an archive that is none, or holds what belongs into no batch")
{
    const std::string manifest = tar_entry("manifest.json", batch_manifest(1, 0));
    const std::string records = tar_entry("records.csv", "x");
    CHECK(refused(manifest + records + tar_end()) == std::nullopt);
    CHECK(refused(tar_entry("./manifest.json", batch_manifest(1, 0)) + tar_entry("./records.jsonl", "{}\n") +
                  tar_end()) == std::nullopt);
    for (const std::string& tar : {std::string{"no tar"}, std::string{}, tar_end(), manifest + tar_end(),
             records + tar_end(), manifest + manifest + records + tar_end(),
             manifest + records + tar_entry("records.jsonl", "{}") + tar_end(),
             manifest + records + tar_entry("other.txt", "x") + tar_end(),
             manifest + records + tar_entry("/records.csv", "x") + tar_end(),
             manifest + records + tar_entry("../records.csv", "x") + tar_end(),
             manifest + records + tar_entry("photographs/deeper/one.jpg", "x") + tar_end(),
             manifest + records + tar_entry("photographs/one.jpg", "x") + tar_end(), // more than the manifest says
             manifest + tar_entry("records.csv", "", '2') + tar_end(),               // a symbolic link
             manifest + tar_entry("records.csv", "", '1') + tar_end(),               // a hard link
             tar_entry("manifest.json", batch_manifest(1, 2)) + records + tar_entry("photographs/a", "1") +
                 tar_entry("photographs/a", "2") + tar_end(),
             manifest.substr(0, 600), (manifest + records).substr(0, manifest.size() + 520)})
        CHECK(refused(tar) == Errc::batch_invalid);
}

TEST_CASE("batch: the manifest has five entries and no others")
{
    CHECK(parse_batch_manifest(batch_manifest(3, 4)).photographs == 4);
    for (const std::string& bad : {std::string{}, std::string{"[]"}, std::string{"{}"}, batch_manifest(0, 0),
             batch_manifest(1, 2'000'000), batch_manifest(1, 1, "b"), batch_manifest(1, 1, "B-01", "../x"),
             R"({"schema":"idcard-batch-2","batch":"B-2026","registry":"r","records":1,"photographs":1})" +
                 std::string{},
             R"({"schema":"idcard-batch-1","batch":"B-2026","registry":"r","records":-1,"photographs":1})" +
                 std::string{},
             R"({"schema":"idcard-batch-1","batch":"B-2026","registry":"r","records":1,"photographs":1,"more":1})" +
                 std::string{}})
        CHECK(error_of([&] { return parse_batch_manifest(bad); }) == Errc::batch_invalid);
}

TEST_CASE("batch: what changes after it was verified is never used")
{
    const card::Bytes good = vientiane().sign(good_tar());
    const Batch file{good};
    const SignedBatch batch = file.open();
    card::Bytes bad = good;
    const std::string picture(1000, '2');
    const auto found = std::search(bad.begin(), bad.end(), picture.begin(), picture.end());
    REQUIRE(found != bad.end());
    *(found + 60'000) = 'x'; // not in the block that was read last
    file.write(bad);
    CHECK(error_of([&] { return batch.pictures()("two.jpg"); }) == Errc::batch_invalid);
}

TEST_CASE("batch: begins like DER, which no table and no JSON does")
{
    CHECK(is_signed_batch(vientiane().sign(good_tar())));
    CHECK_FALSE(is_signed_batch(card::as_bytes(std::string_view{"0123"})));
    CHECK_FALSE(is_signed_batch(card::as_bytes(std::string_view{"{}"})));
    CHECK_FALSE(is_signed_batch({}));
}
