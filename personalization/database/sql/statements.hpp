// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace perso::store {

/// Named statements: each follows a line `-- name` of one word; other lines that begin with `--` say something.
class Statements {
public:
    Statements() = default;

    explicit Statements(std::string_view file) { add(file); }

    /// All of database/sql, in the form of "sqlite" or "postgresql": files of that folder replace statements.
    static Statements of(std::string_view dialect);

    /// Throws Errc::internal for a name that stands there twice.
    void add(std::string_view file);
    /// Takes these texts instead. Throws Errc::internal for a name that is not there yet.
    void replace(std::string_view file);

    /// Throws Errc::internal for a name without text.
    const std::string& operator[](std::string_view name) const;

    const std::map<std::string, std::string, std::less<>>& all() const { return by_name_; }

private:
    std::map<std::string, std::string, std::less<>> by_name_;
};

} // namespace perso::store
