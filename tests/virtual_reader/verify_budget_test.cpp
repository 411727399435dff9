// SPDX-License-Identifier: Apache-2.0
// What verification spends, against the reference card with three sizes of buffer.
#include "issued_card.hpp"

#include "card/lds/file_ids.hpp"
#include "card/session/card.hpp"

#include "support/sandbox.hpp"

#include <doctest/doctest.h>

#include <array>
#include <map>

using namespace card;

namespace {

/// Bytes that a tag of one byte, a length in the fewest bytes and a value take.
std::size_t object_size(std::size_t value)
{
    return 1 + (value < 0x80 ? 1 : value <= 0xFF ? 2 : 3) + value;
}

/// The most file content in one protected answer of `response` bytes: DO 87 with its padding indicator and the
/// content padded to blocks, DO 99 with the status word, DO 8E, and the status word again. [9303-11] §9.8.4
std::size_t most_per_answer(std::size_t response)
{
    for (std::size_t size = response; size > 0; --size) {
        const std::size_t padded = (size / 16 + 1) * 16;
        if (object_size(1 + padded) + object_size(2) + object_size(8) + 2 <= response)
            return size;
    }
    return 0;
}

std::map<std::string, std::size_t> sizes_of(const trust::Evidence& evidence)
{
    std::map<std::string, std::size_t> sizes{
        {"EF.SOD", evidence.sod.content.size()}, {"EF.CardSecurity", evidence.card_security.content.size()}};
    for (const auto& [number, reading] : evidence.groups)
        sizes[std::string{lds::data_group(number).name}] = reading.content.size();
    return sizes;
}

struct Spent {
    session::Verification verification;
    std::map<std::string, std::size_t> apdus; ///< by step
    std::size_t total = 0;                    ///< without the binding check
};

Spent verify(const test::IssuedCard& issued, const std::string& options)
{
    test::insert_card(issued.image, options);
    Spent spent;
    {
        pcsc::Context context;
        session::Card card{context, ""};
        const auth::Can can = issued.password();
        spent.verification = card.verify(issued.request(can));
    }
    test::eject_card();
    for (const iso7816::StepCost& step : spent.verification.costs)
        spent.apdus[step.step] += step.apdus;
    spent.total = iso7816::total(spent.verification.costs).apdus - spent.apdus["binding"];
    return spent;
}

void check_files(const Spent& spent, std::size_t per_answer)
{
    std::size_t files = 0;
    for (const auto& file : sizes_of(spent.verification.evidence)) {
        CAPTURE(file.first);
        CAPTURE(file.second);
        const std::size_t least = (file.second + per_answer - 1) / per_answer;
        CHECK(spent.apdus.at(file.first) == least);
        files += least;
    }
    CHECK(spent.apdus.at("identifying") == 3);  // SELECT, EF.ATR/INFO, EF.CardAccess
    CHECK(spent.apdus.at("opening") == 6);      // MSE:Set AT, four GENERAL AUTHENTICATE, SELECT
    CHECK(!spent.apdus.contains("chip_proof")); // PACE and EF.CardSecurity have proven the chip
    CHECK(spent.total == 3 + 6 + files);
}

} // namespace

// With generic mapping two commands of Chip Authentication take the place of EF.CardSecurity: tests/verification.
TEST_CASE("budget: 20 APDUs for a card with every data group, three for the binding check, with answers of 16 kB and "
          "more")
{
    const test::IssuedCard issued = test::issued_card();
    for (const std::size_t response : std::array<std::size_t, 3>{16'384, 20'480, 32'768}) {
        CAPTURE(response);
        const Spent spent = verify(issued, "--max-response " + std::to_string(response));
        CHECK(spent.verification.verdict.overall == trust::Overall::genuine);
        CHECK(spent.total <= 20);
        CHECK(spent.apdus.at("binding") <= 3);
        for (const auto& [file, size] : sizes_of(spent.verification.evidence))
            if (size <= most_per_answer(response))
                CHECK(spent.apdus.at(file) == 1);
    }
}

TEST_CASE("budget: the fewest READ BINARY that file sizes and buffer allow")
{
    const test::IssuedCard issued = test::issued_card();

    struct Buffer {
        const char* options;
        std::size_t per_answer;
    };

    // A short answer carries 256 bytes of data, and its status word comes on top.
    for (const Buffer& buffer :
        {Buffer{"", most_per_answer(32'768)}, Buffer{"--max-response 2048", most_per_answer(2'048)},
            Buffer{"--max-command 256 --max-response 256", most_per_answer(258)}}) {
        CAPTURE(std::string{buffer.options});
        const Spent spent = verify(issued, buffer.options);
        CHECK(spent.verification.verdict.overall == trust::Overall::genuine);
        CHECK(spent.verification.verdict.state(trust::CheckId::binding) == trust::State::passed);
        check_files(spent, buffer.per_answer);
    }
}
