// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "intake/rules.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace perso::intake {

/// One field that was refused: its path in the record, `name.lao.given`, and why, in English.
struct Rejection {
    std::string field;
    std::string reason;

    friend bool operator==(const Rejection&, const Rejection&) = default;
};

using Rejections = std::vector<Rejection>;

/// Reads one JSON object key by key and notes every problem under its path; nothing is thrown, so that one pass names
/// all of them. What is rejected reads as empty. The value and the list must outlive the reader.
class ObjectReader {
public:
    ObjectReader(const nlohmann::json& value, std::string path, Rejections& rejections);

    /// A string that passes the rule.
    std::string text(const std::string& key, rules::Reason (*rule)(std::string_view));
    /// The same, or empty when the key is absent.
    std::string optional_text(const std::string& key, rules::Reason (*rule)(std::string_view));
    /// A string that is one of the listed; the first of them when rejected.
    std::string choice(const std::string& key, std::initializer_list<std::string_view> allowed);
    ObjectReader object(const std::string& key);

    void reject(const std::string& key, std::string_view reason);
    /// Every key that was not asked for is rejected.
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
