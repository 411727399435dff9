// SPDX-License-Identifier: Apache-2.0
#include "catalogue.hpp"

#include "card/base/error.hpp"

#include <nlohmann/json.hpp>

#include <fstream>

namespace zoo {

namespace {

Variant read_variant(const nlohmann::json& item)
{
    Variant variant{.name = item.at("name"), .group = {}};
    if (item.contains("group"))
        variant.group = item.at("group").get<unsigned>();
    return variant;
}

Defect read_defect(const nlohmann::json& item)
{
    Defect defect{.number = item.at("number"),
        .check = item.at("check"),
        .reason = item.at("reason"),
        .verdict = item.at("verdict"),
        .wrong = item.at("wrong"),
        .breeds = {}};
    for (const auto& breed : item.at("breeds"))
        defect.breeds.push_back(read_variant(breed));
    return defect;
}

} // namespace

Catalogue read_catalogue()
{
    std::ifstream file{CARD_TEST_DATA "/zoo/zoo.json"};
    card::require(file.good(), card::Errc::file_unreadable, "zoo", "zoo.json");
    const nlohmann::json document = nlohmann::json::parse(file);
    Catalogue catalogue;
    for (const auto& item : document.at("defects"))
        catalogue.defects.push_back(read_defect(item));
    for (const auto& item : document.at("good"))
        catalogue.good.push_back(item.at("name"));
    return catalogue;
}

} // namespace zoo
