// SPDX-License-Identifier: Apache-2.0
#include "intake/classes.hpp"

#include "intake/fields.hpp"

namespace perso::intake {

ClassParts split(std::string_view record)
{
    const nlohmann::json whole = nlohmann::json::parse(record, nullptr, false);
    if (!whole.is_object())
        return {.general = {}, .specific = std::string{record}};
    nlohmann::json general = nlohmann::json::object();
    nlohmann::json specific = nlohmann::json::object();
    for (const auto& [key, value] : whole.items())
        (class_of(key) == DataClass::general ? general : specific)[key] = value;
    return {.general = general.dump(), .specific = specific.dump()};
}

std::string join(const ClassParts& parts)
{
    nlohmann::json record = nlohmann::json::parse(parts.specific, nullptr, false);
    const nlohmann::json general = nlohmann::json::parse(parts.general, nullptr, false);
    if (!record.is_object() || !general.is_object())
        return parts.specific;
    record.update(general);
    return record.dump();
}

} // namespace perso::intake
