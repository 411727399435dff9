// SPDX-License-Identifier: Apache-2.0
#include "card/text/truncate.hpp"

#include "support/throws.hpp"
#include "support/vectors.hpp"

#include <doctest/doctest.h>

using namespace card::text;

TEST_CASE("truncate: a consonant with its marks is one character, AM belongs to it")
{
    CHECK(grapheme_count("ນະຄອນຫຼວງວຽງຈັນ") == 13); // of 15 code points
    CHECK(grapheme_count("ນ້ຳ") == 1);
    CHECK(grapheme_count("ເກົ້າ") == 3);
    CHECK(grapheme_count("e\u0301a") == 2);
    CHECK(grapheme_count("") == 0);
}

TEST_CASE("truncate: to so many characters")
{
    CHECK(truncate("ສົມສະໄໝ", 2) == "ສົມ");
    CHECK(truncate("ສົມສະໄໝ", 99) == "ສົມສະໄໝ");
    CHECK(truncate("ສົມສະໄໝ", 5) == "ສົມສະ"); // the leading vowel would lose its consonant
    CHECK(truncate("ສົມ ໃຈ", 3) == "ສົມ");
    CHECK(truncate("ນ້ຳ", 0) == "");
    CHECK(truncate("", 3) == "");
}

TEST_CASE("truncate: a label of 32 bytes holds ten Lao characters and breaks none")
{
    const std::string name = "ນະຄອນຫຼວງວຽງຈັນ"; // 45 bytes
    const std::string_view label = truncate_to_bytes(name, 32);
    CHECK(label == "ນະຄອນຫຼວງວ");
    CHECK(label.size() == 30);
    CHECK(truncate_to_bytes(name, 45) == name);
    CHECK(truncate_to_bytes("ນ້ຳໃຈ", 8) == ""); // three code points of three bytes each
    CHECK(truncate_to_bytes("ນ້ຳໃຈ", 9) == "ນ້ຳ");
    CHECK(truncate_to_bytes("ນ້ຳໃຈ", 12) == "ນ້ຳ");
}

TEST_CASE("truncate: every cut of every place is a beginning of it, well-formed and not longer than asked for")
{
    for (const test::Vector& place : test::read_vectors("lao_places.vec")) {
        const std::string& name = place.text("Name");
        for (std::size_t bytes = 0; bytes <= name.size(); ++bytes) {
            const std::string_view cut = truncate_to_bytes(name, bytes);
            CHECK(cut.size() <= bytes);
            CHECK(name.starts_with(cut));
            CHECK(truncate(name, grapheme_count(cut)) == cut);
        }
    }
}

TEST_CASE("truncate: what is no UTF-8")
{
    CHECK(test::error_of([] { grapheme_count("\xE0\xBA"); }) == card::Errc::malformed_data);
    CHECK(test::error_of([] { truncate("\xE0\xBA", 1); }) == card::Errc::malformed_data);
    CHECK(test::error_of([] { truncate_to_bytes("\xE0\xBA", 1); }) == card::Errc::malformed_data);
}
