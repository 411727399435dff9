// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace test {

/// One case of a `.vec` file: `Key = hex` lines up to a blank line, and the `# Source:` line above its group.
struct Vector {
    std::string source;
    std::map<std::string, std::string> fields;

    bool has(const std::string& key) const { return fields.count(key) != 0; }

    /// The field as it stands. Throws std::out_of_range if it is missing.
    const std::string& text(const std::string& key) const { return fields.at(key); }

    /// The field as bytes.
    card::Bytes bytes(const std::string& key) const;
};

/// Reads tests/vectors/<name>. Throws std::runtime_error if it is missing or holds no case.
std::vector<Vector> read_vectors(std::string_view name);

} // namespace test
