// SPDX-License-Identifier: Apache-2.0
#include "catalogue.hpp"

#include "card/base/error.hpp"

#include <nlohmann/json.hpp>

#include <fstream>

namespace zoo {

std::vector<Entry> read_catalogue()
{
    std::ifstream file{CARD_TEST_DATA "/zoo/zoo.json"};
    card::require(file.good(), card::Errc::file_unreadable, "zoo", "zoo.json");
    const nlohmann::json document = nlohmann::json::parse(file);
    std::vector<Entry> entries;
    for (const auto& item : document.at("animals")) {
        Entry entry;
        item.at("number").get_to(entry.number);
        item.at("name").get_to(entry.name);
        item.at("wrong").get_to(entry.wrong);
        item.at("verdict").get_to(entry.verdict);
        entry.check = item.value("check", std::string{});
        entry.reason = item.value("reason", std::string{});
        if (item.contains("like"))
            entry.like = item.at("like").get<unsigned>();
        entries.push_back(entry);
    }
    return entries;
}

} // namespace zoo
