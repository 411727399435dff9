// SPDX-License-Identifier: Apache-2.0
#include "intake/lao_spelling.hpp"

#include <doctest/doctest.h>

#include <string>

using perso::intake::lao_spelling_fault;

TEST_CASE("lao: each fault has its words")
{
    const std::pair<const char*, const char*> faults[] = {
        {"\xE0\xBA", "not in canonical spelling"},
        {"\u0E99\u0ECD\u0EC9\u0EB2", "not in canonical spelling"},
        {"\u00A6\u00BD\u00A1", "text of an old Lao font or of a wrong character set: convert it to Unicode first"},
        {"Somsay", "a character that is no Lao letter"},
        {"ສົມ ", "a space or hyphen at an end or doubled"},
        {"\u0E81\u0EC0", "a leading vowel is not followed by a consonant"},
        {"\u0EBC", "a sign that belongs to a consonant stands without one"},
        {"ເຟືຶອງ", "a vowel mark stands without a consonant"},
        {"\u0EC8", "a tone mark stands without a consonant or vowel mark"},
        {"\u0EB2", "a vowel stands without a consonant"},
        {"\u0EC6", "the repetition sign has nothing to repeat"},
    };
    for (const auto& [text, words] : faults)
        CHECK(lao_spelling_fault(text) == words);
    CHECK_FALSE(lao_spelling_fault("ຫຼວງນ້ຳທາ"));
}
