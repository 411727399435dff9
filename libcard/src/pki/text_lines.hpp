// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace card::pki {

/// Lines as they stand in a file, without their ends.
class Lines {
public:
    explicit Lines(std::string_view text) : rest_{text} {}

    std::optional<std::string_view> next()
    {
        if (rest_.empty())
            return std::nullopt;
        ++number_;
        const std::size_t end = rest_.find('\n');
        std::string_view line = rest_.substr(0, end);
        rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        return line;
    }

    /// The next line continues the one before, as LDIF folds them.
    bool is_continued() const { return !rest_.empty() && rest_.front() == ' '; }

    long number() const { return number_; }

private:
    std::string_view rest_;
    long number_ = 0;
};

} // namespace card::pki
