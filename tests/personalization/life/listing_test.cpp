// SPDX-License-Identifier: Apache-2.0
// What a command tells of the lists after a transition, against the table of transitions.
#include "life/listing.hpp"

#include "commands/life_output.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace perso::life;

TEST_CASE("life: what is told of the lists is what the table says")
{
    for (const Transition& row : transitions) {
        CAPTURE(name(row.from));
        CAPTURE(name(row.event));
        const Listing told = listing(row.to, row.event);
        switch (row.lists) {
        case Lists::stay:
            CHECK(told == listing(row.from));
            break;
        case Lists::hold:
            CHECK(told == Listing::held);
            break;
        case Lists::release:
            CHECK(told == Listing::released);
            break;
        case Lists::revoke:
            CHECK(told == Listing::revoked);
            break;
        }
    }
}

TEST_CASE("life: every transition has a sentence, and only final states stand in it by their names")
{
    const card::cli::Catalogue english{card::cli::Language::english, ""};
    std::set<std::string> sentences;
    for (const Transition& row : transitions) {
        CAPTURE(name(row.from));
        CAPTURE(name(row.event));
        const std::string sentence = perso::listing_text(row.to, listing(row.to, row.event), english);
        CHECK(sentence.starts_with("The next lists say "));
        CHECK(sentence.find('{') == std::string::npos);
        CHECK((sentence.find(" is " + std::string{name(row.to)} + " ") != std::string::npos) == is_final(row.to));
        sentences.insert(sentence);
    }
    CHECK(sentences.size() == 7); // silent, held, released, and one for each final state
}
