// SPDX-License-Identifier: Apache-2.0
// The zoo of bad cards: every defect gives the verdict, the check and the reason that zoo.json foretells.
#include "catalogue.hpp"
#include "specimen.hpp"

#include "card/cli/messages.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>

namespace {

std::vector<zoo::Breed> all_breeds()
{
    std::vector<zoo::Breed> all;
    for (const auto& part : {zoo::sod_breeds(), zoo::signature_breeds(), zoo::chain_breeds(), zoo::group_breeds(),
             zoo::chip_breeds(), zoo::document_breeds(), zoo::trust_breeds(), zoo::good_breeds()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

std::string name_of(const card::trust::Check& check)
{
    const std::string id{card::trust::name(check.id)};
    return check.group ? id + " " + std::to_string(*check.group) : id;
}

/// What the engine says of the animal, in the words of the catalogue.
zoo::Entry judged(const zoo::Entry& entry, const zoo::Breed& breed)
{
    zoo::Specimen card;
    breed.make(card);
    const auto verdict = card.verdict();
    zoo::Entry found = entry;
    found.verdict = card::trust::name(verdict.overall);
    found.check = verdict.decisive ? name_of(*verdict.decisive) : "";
    found.reason = verdict.decisive && verdict.decisive->reason
                       ? std::string{card::cli::identifier(*verdict.decisive->reason)}
                       : "";
    return found;
}

} // namespace

TEST_CASE("zoo: every animal gets the verdict of its entry")
{
    std::map<std::string, zoo::Breed, std::less<>> breeds;
    for (const zoo::Breed& breed : all_breeds())
        CHECK(breeds.emplace(breed.name, breed).second);
    for (const zoo::Entry& entry : zoo::read_catalogue()) {
        INFO(entry.number << " " << entry.name << ": " << entry.wrong);
        const auto breed = breeds.find(entry.name);
        REQUIRE(breed != breeds.end());
        const zoo::Entry found = judged(entry, breed->second);
        CHECK(found.verdict == entry.verdict);
        CHECK(found.pair() == entry.pair());
        breeds.erase(breed);
    }
    for (const auto& [name, breed] : breeds)
        FAIL_CHECK("not in zoo.json: " << name);
}

TEST_CASE("zoo: no defect is genuine, nothing good is anything else")
{
    std::size_t defects = 0;
    for (const zoo::Entry& entry : zoo::read_catalogue()) {
        INFO(entry.number << " " << entry.name);
        const bool good = entry.name.starts_with("good");
        CHECK(good == (entry.verdict == "genuine"));
        CHECK(good == entry.check.empty());
        defects += good ? 0 : 1;
    }
    CHECK(defects >= 60);
}

TEST_CASE("zoo: check and reason tell the defects apart, or the entry says like which one it looks")
{
    std::map<std::string, unsigned> first;
    std::set<unsigned> numbers;
    for (const zoo::Entry& entry : zoo::read_catalogue()) {
        INFO(entry.number << " " << entry.name);
        CHECK((numbers.empty() || *numbers.rbegin() < entry.number));
        numbers.insert(entry.number);
        if (entry.check.empty())
            continue;
        const auto [known, fresh] = first.emplace(entry.pair(), entry.number);
        CHECK(fresh == !entry.like);
        CHECK(entry.like.value_or(entry.number) == known->second);
    }
    CHECK(first.size() >= 60);
}
