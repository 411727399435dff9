// SPDX-License-Identifier: Apache-2.0
#include "intake/classes.hpp"

#include "intake/fields.hpp"

namespace perso::intake {

using nlohmann::json;

ClassParts split(std::string_view record)
{
    const json whole = json::parse(record, nullptr, false);
    if (!whole.is_object())
        return {.general = {}, .specific = std::string{record}};
    json general = json::object();
    json specific = json::object();
    for (const auto& [key, value] : whole.items())
        (class_of(key) == DataClass::general ? general : specific)[key] = value;
    return {.general = general.dump(), .specific = specific.dump()};
}

std::string join(const ClassParts& parts)
{
    json record = json::parse(parts.specific, nullptr, false);
    const json general = json::parse(parts.general, nullptr, false);
    if (!record.is_object() || !general.is_object())
        return parts.specific;
    record.update(general);
    return record.dump();
}

} // namespace perso::intake
