// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <optional>
#include <string>

namespace test {

/// A variable of the environment, set for the life of this object and then as it was.
class Variable {
public:
    /// Without a value it is not there.
    Variable(const char* name, const char* value) : name_{name}
    {
        if (const char* const before = std::getenv(name))
            before_ = before;
        set(value);
    }

    ~Variable() { set(before_ ? before_->c_str() : nullptr); }

    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    void set(const char* value) const
    {
        if (value != nullptr)
            ::setenv(name_, value, 1);
        else
            ::unsetenv(name_);
    }

    const char* name_;
    std::optional<std::string> before_;
};

} // namespace test
