// SPDX-License-Identifier: Apache-2.0
#include "card/text/names.hpp"

#include "support/vectors.hpp"

#include <doctest/doctest.h>

using card::text::suggest_latin;

namespace {

void replace_all(std::string& text, std::string_view what, std::string_view with)
{
    for (std::size_t at = 0; (at = text.find(what, at)) != text.npos; at += with.size())
        text.replace(at, what.size(), with);
}

/// The name in ISO 3166-2, which is the romanisation of BGN/PCGN 1966, as [MoH2020] changes it: without diacritics
/// and with NY for GN.
std::string as_in_2020(std::string name)
{
    for (const auto& [from, to] : {std::pair{"ô", "o"}, {"é", "e"}, {"è", "e"}, {" ", ""}, {"gn", "ny"}})
        replace_all(name, from, to);
    for (char& c : name)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    return name;
}

} // namespace

TEST_CASE("romanisation: the provinces as ISO 3166-2 spells them, but for diacritics and GN")
{
    int provinces = 0;
    for (const test::Vector& place : test::read_vectors("lao_places.vec")) {
        if (!place.has("Province"))
            continue;
        const std::string& name = place.text("Name");
        CAPTURE(name);
        const std::string latin = as_in_2020(place.text("IsoName"));
        CHECK(suggest_latin(name) == (place.text("Province") == "01" ? "NAKHONLOUANG" + latin : latin));
        ++provinces;
    }
    CHECK(provinces == 18);
}

TEST_CASE("romanisation: every district gets a suggestion of letters and spaces")
{
    for (const test::Vector& place : test::read_vectors("lao_places.vec")) {
        CAPTURE(place.text("Name"));
        const std::string latin = suggest_latin(place.text("Name"));
        CHECK(!latin.empty());
        CHECK(latin.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ ") == latin.npos);
    }
}

TEST_CASE("romanisation: consonants of [MoH2020]")
{
    const std::pair<const char*, const char*> consonants[] = {{"ກາ", "KA"}, {"ຂາ", "KHA"}, {"ຄາ", "KHA"}, {"ງາ", "NGA"},
        {"ຈາ", "CHA"}, {"ສາ", "SA"}, {"ຊາ", "XA"}, {"ຍາ", "NYA"}, {"ດາ", "DA"}, {"ຕາ", "TA"}, {"ຖາ", "THA"},
        {"ທາ", "THA"}, {"ນາ", "NA"}, {"ບາ", "BA"}, {"ປາ", "PA"}, {"ຜາ", "PHA"}, {"ຝາ", "FA"}, {"ພາ", "PHA"},
        {"ຟາ", "FA"}, {"ມາ", "MA"}, {"ຢາ", "YA"}, {"ຣາ", "RA"}, {"ລາ", "LA"}, {"ວາ", "VA"}, {"ຫາ", "HA"}, {"ອາ", "A"},
        {"ຮາ", "HA"}, {"ຫງາ", "NGA"}, {"ຫຍາ", "NYA"}, {"ໜາ", "NA"}, {"ໝາ", "MA"}, {"ຫຼາ", "LA"}, {"ຫວາ", "VA"}};
    for (const auto& [lao, latin] : consonants)
        CHECK(suggest_latin(lao) == latin);
    const std::pair<const char*, const char*> finals[] = {{"ກາກ", "KAK"}, {"ກາງ", "KANG"}, {"ກາດ", "KAT"},
        {"ການ", "KAN"}, {"ກາບ", "KAP"}, {"ກາມ", "KAM"}, {"ກາຍ", "KAY"}, {"ກາວ", "KAO"}};
    for (const auto& [lao, latin] : finals)
        CHECK(suggest_latin(lao) == latin);
}

TEST_CASE("romanisation: vowels of [MoH2020]")
{
    const std::pair<const char*, const char*> vowels[] = {{"ກະ", "KA"}, {"ກັກ", "KAK"}, {"ກິ", "KI"}, {"ກີ", "KI"},
        {"ກຶ", "KU"}, {"ກື", "KU"}, {"ກຸ", "KOU"}, {"ກູ", "KOU"}, {"ເກະ", "KE"}, {"ເກັກ", "KEK"}, {"ເກ", "KE"},
        {"ແກະ", "KE"}, {"ແກັກ", "KEK"}, {"ແກ", "KE"}, {"ໂກະ", "KO"}, {"ກົກ", "KOK"}, {"ໂກ", "KO"}, {"ເກາະ", "KO"},
        {"ກັອກ", "KOK"}, {"ກໍ", "KO"}, {"ກອກ", "KOK"}, {"ເກິະ", "KEU"}, {"ເກິກ", "KEUK"}, {"ເກີ", "KEU"}, {"ເກັຽະ", "KIA"},
        {"ເກັຽ", "KIA"}, {"ກຽກ", "KIAK"}, {"ເກຶອະ", "KUA"}, {"ເກຶອກ", "KUAK"}, {"ເກືອ", "KUA"}, {"ກົວະ", "KOUA"},
        {"ກັວກ", "KOUAK"}, {"ກົວ", "KOUA"}, {"ກວກ", "KOUAK"}, {"ໄກ", "KAI"}, {"ໃກ", "KAI"}, {"ກັຍ", "KAI"}, {"ເກົາ", "KAO"},
        {"ກຳ", "KAM"}};
    for (const auto& vowel : vowels) {
        CAPTURE(std::string{vowel.first});
        CHECK(suggest_latin(vowel.first) == vowel.second);
    }
}

TEST_CASE("romanisation: names")
{
    CHECK(suggest_latin("ສົມສະໄໝ") == "SOMSAMAI");
    CHECK(suggest_latin("ພົມມະວົງ") == "PHOMMAVONG");
    CHECK(suggest_latin("ຫ້ວຍຊາຍ") == "HOUAYXAY"); // ຫ with the vowel ວ, not ຫວ
    CHECK(suggest_latin("ແຂວງ") == "KHOUENG");
    CHECK(suggest_latin("ແກ້ວອຸດົມ") == "KEOOUDOM");
    CHECK(suggest_latin("ແຫວນ") == "VEN");
    CHECK(suggest_latin("ເມຍ") == "MIA");
    CHECK(suggest_latin("ຈັນທ໌") == "CHAN");
    CHECK(suggest_latin("ໄກສອນ ພົມວິຫານ") == "KAISON PHOMVIHAN");
    CHECK(suggest_latin("ຫຼັກ ໕໒") == "LAK 52");
    CHECK(suggest_latin("ສວັນ") == "SOUAN");
    CHECK(suggest_latin("ສຫວັນ") == "SAVAN"); // the old spelling leaves the first vowel out
}

TEST_CASE("romanisation: nothing is suggested for what is not spelled by the rules")
{
    for (const char* text : {"Somsay", "ເຟືຶອງ", "\u0E99\u0EB3\u0EC9", "\xE0\xBA", ""})
        CHECK(suggest_latin(text) == "");
}
