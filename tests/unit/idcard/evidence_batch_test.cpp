// SPDX-License-Identifier: Apache-2.0
#include "idcard/batch.hpp"

#include "support/temporary_folder.hpp"
#include "support/throws.hpp"
#include "unit/trust/counter.hpp"

#include "card/trust/proven_signers.hpp"

#include <fmt/format.h>

#include <fstream>

using namespace card;
using test::error_of;
using trust::Overall;

namespace {

void put_file(const std::filesystem::path& path, ByteView content)
{
    std::ofstream{path, std::ios::binary} << as_text(content);
}

/// A folder with evidence of one card: every third file is cut, every fifth from another issuer.
struct EvidenceFolder {
    EvidenceFolder()
    {
        counter.evidence.witness = trust::Witness{"counter", "test", start_of(counter.today)};
        const Bytes good = trust::encode(counter.evidence, trust::Level::no_photo);
        const Bytes strange = trust::encode(test::Counter{}.evidence, trust::Level::full);
        for (unsigned number = 0; number < count; ++number)
            put_file(folder / name(number), is_cut(number)       ? ByteView{good}.first(good.size() - 1)
                                            : is_strange(number) ? ByteView{strange}
                                                                 : ByteView{good});
        trust_data.data = counter.trust_data;
        trust_data.data.proven = std::make_shared<trust::ProvenSigners>();
        trust_data.policy = counter.policy;
    }

    static constexpr unsigned count = 60;

    static std::string name(unsigned number) { return fmt::format("{:03}.cbor", number); }

    static bool is_cut(unsigned number) { return number % 3 == 2; }

    static bool is_strange(unsigned number) { return number % 5 == 1; }

    std::vector<idcard::BatchResult> judged(unsigned threads) const
    {
        const idcard::Judging judging{.trust = &trust_data, .at = counter.today};
        std::vector<idcard::BatchResult> results;
        idcard::judge_batch(idcard::batch_files(folder.path()), judging, threads,
            [&](idcard::BatchResult&& result) { results.push_back(std::move(result)); });
        return results;
    }

    test::Counter counter;
    test::TemporaryFolder folder;
    idcard::TrustData trust_data;
};

} // namespace

TEST_CASE("batch: each file has its result, in the order of the names, whatever the threads")
{
    const EvidenceFolder folder;
    for (const unsigned threads : {1U, 2U, 7U, 200U, 0U}) {
        CAPTURE(threads);
        const auto results = folder.judged(threads);
        REQUIRE(results.size() == EvidenceFolder::count);
        for (unsigned number = 0; number < EvidenceFolder::count; ++number) {
            const idcard::BatchResult& result = results[number];
            CHECK(result.file == EvidenceFolder::name(number));
            if (EvidenceFolder::is_cut(number)) {
                CHECK(result.problem == Errc::evidence_invalid);
                CHECK(!result.verdict);
                continue;
            }
            REQUIRE(result.verdict);
            CHECK(result.verdict->overall ==
                  (EvidenceFolder::is_strange(number) ? Overall::undetermined : Overall::genuine));
            REQUIRE(result.note);
            CHECK(result.note->witness.has_value() == !EvidenceFolder::is_strange(number));
        }
    }
    CHECK(folder.trust_data.data.proven->size() == 1); // strangers fill no memory
}

TEST_CASE("batch: who takes the results may stop, and no thread stays behind")
{
    const EvidenceFolder folder;
    const idcard::Judging judging{.trust = &folder.trust_data, .at = folder.counter.today};
    unsigned taken = 0;
    const auto stop = [&](idcard::BatchResult&&) {
        if (++taken == 5)
            throw Error{Errc::file_unwritable, "standard output"};
    };
    CHECK(error_of([&] { idcard::judge_batch(idcard::batch_files(folder.folder.path()), judging, 4, stop); }) ==
          Errc::file_unwritable);
    CHECK(taken == 5);
}

TEST_CASE("batch: only the visible regular files of the folder itself; none is no good answer")
{
    const test::TemporaryFolder folder;
    CHECK(error_of([&] { idcard::batch_files(folder.path()); }) == Errc::file_unreadable);
    CHECK(error_of([&] { idcard::batch_files(folder / "nowhere"); }) == Errc::file_unreadable);
    std::filesystem::create_directory(folder / "below");
    put_file(folder / "below/x", {});
    put_file(folder / ".hidden", {});
    CHECK(error_of([&] { idcard::batch_files(folder.path()); }) == Errc::file_unreadable);
    put_file(folder / "b", {});
    put_file(folder / "a", {});
    CHECK(idcard::batch_files(folder.path()) == std::vector{folder / "a", folder / "b"});
}
