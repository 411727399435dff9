// SPDX-License-Identifier: Apache-2.0
#include "intake/object_reader.hpp"

#include "base/text.hpp"
#include "card/base/error.hpp"
#include "card/text/canonical.hpp"
#include "intake/fields.hpp"

#include <algorithm>

namespace perso::intake {

ObjectReader::ObjectReader(const nlohmann::json& value, std::string path, Rejections& rejections)
    : value_{value.is_object() ? &value : nullptr}, path_{std::move(path)}, rejections_{&rejections}
{
    if (!value_)
        rejections_->push_back({path_.empty() ? whole_record : path_,
            value.is_null() ? perso::text("missing") : perso::text("not an object")});
}

std::string ObjectReader::field(const std::string& key)
{
    if (!value_) // rejected as a whole already
        return {};
    const Field* const known = find_field(path_of(key));
    card::require(known != nullptr && known->rule != nullptr, card::Errc::malformed_data, "record", "no such field");
    const bool of_list = known->path.find('[') != known->path.npos; // who has an entry in it has all of its fields
    return known->presence == Presence::required || of_list ? text(key, known->rule) : optional_text(key, known->rule);
}

std::string ObjectReader::text(const std::string& key, rules::Reason (*rule)(std::string_view))
{
    if (value_ && !find(key)) {
        reject(key, perso::text("missing"));
        return {};
    }
    return optional_text(key, rule);
}

std::string ObjectReader::optional_text(const std::string& key, rules::Reason (*rule)(std::string_view))
{
    const nlohmann::json* found = find(key);
    if (!found)
        return {};
    if (!found->is_string()) {
        reject(key, perso::text("not a text"));
        return {};
    }
    const std::string text = card::text::ascii_digits(card::text::canonical(found->get_ref<const std::string&>()));
    if (const auto reason = rule(text)) {
        reject(key, *reason);
        return {};
    }
    return text;
}

std::string ObjectReader::choice(
    const std::string& key, std::initializer_list<std::string_view> allowed, std::string_view reason)
{
    const std::size_t before = rejections_->size();
    const std::string chosen = text(key, [](std::string_view) { return rules::Reason{}; });
    if (std::find(allowed.begin(), allowed.end(), chosen) != allowed.end())
        return chosen;
    if (value_ && rejections_->size() == before)
        reject(key, reason);
    return std::string{*allowed.begin()};
}

ObjectReader ObjectReader::object(const std::string& key)
{
    static const nlohmann::json absent;
    if (!value_) // rejected as a whole already
        return *this;
    const nlohmann::json* found = find(key);
    return ObjectReader{found ? *found : absent, path_of(key), *rejections_};
}

std::vector<ObjectReader> ObjectReader::list(const std::string& key, std::size_t most)
{
    std::vector<ObjectReader> objects;
    const nlohmann::json* found = find(key);
    if (!found)
        return objects;
    if (!found->is_array() || found->empty() || found->size() > most) {
        reject(key, perso::text("not a list, empty, or too long a one"));
        return objects;
    }
    for (std::size_t i = 0; i < found->size(); ++i)
        objects.push_back(ObjectReader{(*found)[i], path_of(key) + "[" + std::to_string(i) + "]", *rejections_});
    return objects;
}

void ObjectReader::reject(const std::string& key, std::string_view reason)
{
    rejections_->push_back({path_of(key), std::string{reason}});
}

void ObjectReader::finish()
{
    if (!value_)
        return;
    for (const auto& [key, ignored] : value_->items())
        if (!asked_.contains(key))
            reject(key,
                is_prohibited(key) ? perso::text("data of this kind must not be in a record") : perso::text("unknown"));
}

const nlohmann::json* ObjectReader::find(const std::string& key)
{
    asked_.insert(key);
    if (!value_)
        return nullptr;
    const auto found = value_->find(key);
    return found == value_->end() ? nullptr : &*found;
}

std::string ObjectReader::path_of(const std::string& key) const
{
    return path_.empty() ? key : path_ + "." + key;
}

} // namespace perso::intake
