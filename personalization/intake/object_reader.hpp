// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "intake/rejection.hpp"
#include "intake/rules.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace perso::intake {

/// Reads one JSON object key by key and notes every problem under its path; nothing is thrown, so that one pass names
/// all of them. What is rejected reads as empty. Every text is taken in its canonical form with ASCII digits, whatever
/// it was typed with. The value and the list must outlive the reader.
class ObjectReader {
public:
    ObjectReader(const nlohmann::json& value, std::string path, Rejections& rejections);

    /// A string by the rule of its field, and required or not as the table says. [fields.hpp]
    std::string field(const std::string& key);
    /// A string that passes the rule.
    std::string text(const std::string& key, rules::Reason (*rule)(std::string_view));
    /// The same, or empty when the key is absent.
    std::string optional_text(const std::string& key, rules::Reason (*rule)(std::string_view));
    /// A string that is one of the listed; the first of them when rejected. The reason, a marked text, names them all.
    std::string choice(
        const std::string& key, std::initializer_list<std::string_view> allowed, std::string_view reason);
    ObjectReader object(const std::string& key);
    /// The objects of a list, `key[0]` and so on; none when the key is absent. More than `most` are rejected.
    std::vector<ObjectReader> list(const std::string& key, std::size_t most);

    /// The reason is a marked text, as every reason: offices read it in Lao.
    void reject(const std::string& key, std::string_view reason);
    /// Every key that was not asked for is rejected, and whose name it is of prohibited data, as such.
    void finish();

private:
    const nlohmann::json* find(const std::string& key);
    std::string path_of(const std::string& key) const;

    const nlohmann::json* value_; ///< null when it is no object
    std::string path_;
    Rejections* rejections_;
    std::set<std::string> asked_;
};

} // namespace perso::intake
