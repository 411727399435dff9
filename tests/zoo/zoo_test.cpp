// SPDX-License-Identifier: Apache-2.0
// The zoo of bad cards: every defect gives the verdict, the check and the reason that zoo.json foretells.
#include "catalogue.hpp"
#include "specimen.hpp"

#include "card/cli/messages.hpp"
#include "idcard/output/verdict_lines.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>

namespace {

using Breeds = std::map<std::string, zoo::Breed, std::less<>>;

Breeds all_breeds()
{
    Breeds all;
    for (const auto& part : {zoo::sod_breeds(), zoo::signature_breeds(), zoo::chain_breeds(), zoo::group_breeds(),
             zoo::chip_breeds(), zoo::document_breeds(), zoo::trust_breeds(), zoo::good_breeds()})
        for (const zoo::Breed& breed : part)
            CHECK(all.emplace(breed.name, breed).second);
    return all;
}

/// Takes the breed out, so that those without an entry remain.
card::trust::Verdict judged(Breeds& breeds, const std::string& name)
{
    const auto breed = breeds.find(name);
    REQUIRE(breed != breeds.end());
    zoo::Specimen card;
    breed->second.make(card);
    breeds.erase(breed);
    return card.verdict();
}

} // namespace

TEST_CASE("zoo: every breed gets verdict, check and reason of its entry, and every breed has one")
{
    Breeds breeds = all_breeds();
    const zoo::Catalogue catalogue = zoo::read_catalogue();
    for (const zoo::Defect& defect : catalogue.defects) {
        REQUIRE(!defect.breeds.empty());
        for (const zoo::Variant& variant : defect.breeds) {
            INFO(defect.number << " " << variant.name << ": " << defect.wrong);
            const auto verdict = judged(breeds, variant.name);
            CHECK(card::trust::name(verdict.overall) == defect.verdict);
            REQUIRE(verdict.decisive);
            CHECK(card::trust::name(verdict.decisive->id) == defect.check);
            CHECK(verdict.decisive->group == variant.group);
            REQUIRE(verdict.decisive->reason);
            CHECK(card::cli::identifier(*verdict.decisive->reason) == defect.reason);
        }
    }
    for (const std::string& name : catalogue.good) {
        INFO(name);
        const auto verdict = judged(breeds, name);
        CHECK(card::trust::name(verdict.overall) == "genuine");
        if (verdict.decisive)
            FAIL_CHECK(card::trust::name(verdict.decisive->id));
    }
    for (const auto& [name, breed] : breeds)
        FAIL_CHECK("not in zoo.json: " << name);
}

TEST_CASE("zoo: a genuine card that was judged by old lists says so in its headline")
{
    Breeds breeds = all_breeds();
    const card::cli::Catalogue english{card::cli::Language::english, ""};
    const std::string headline = idcard::headline(judged(breeds, "good_old_lists_not_required"), english);
    CHECK(headline.starts_with("GENUINE – "));
    for (const card::Errc code : {card::Errc::signer_list_old, card::Errc::status_list_old}) {
        std::string sentence = english.text(card::cli::message(code), card::cli::Part::happened);
        sentence.pop_back();
        CHECK(headline.find(sentence) != std::string::npos);
    }
    CHECK(idcard::headline(judged(breeds, "good_with_lists"), english) ==
          "GENUINE – the part for log-in and signature was not checked");
}

TEST_CASE("zoo: at least sixty defects, none genuine, each with a number and a pair of check and reason of its own")
{
    const zoo::Catalogue catalogue = zoo::read_catalogue();
    std::set<std::pair<std::string, std::string>> pairs;
    unsigned last = 0;
    for (const zoo::Defect& defect : catalogue.defects) {
        INFO(defect.number << " " << defect.wrong);
        CHECK(last < defect.number);
        last = defect.number;
        CHECK(defect.verdict != "genuine");
        CHECK(pairs.emplace(defect.check, defect.reason).second);
    }
    CHECK(catalogue.defects.size() >= 60);
    CHECK(catalogue.good.size() >= 15);
}
