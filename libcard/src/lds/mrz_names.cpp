// SPDX-License-Identifier: Apache-2.0
#include "mrz_names.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace card::lds {

namespace {

constexpr std::size_t line_size = 30;
constexpr std::string_view gap = "<<";

/// One identifier: its parts and how many letters of each are printed.
class Identifier {
public:
    explicit Identifier(std::string_view name)
    {
        for (std::size_t begin = 0; begin < name.size();) {
            const std::size_t end = std::min(name.find(' ', begin), name.size());
            if (end > begin) {
                parts_.push_back(name.substr(begin, end - begin));
                shown_.push_back(end - begin);
            }
            begin = end + 1;
        }
    }

    bool empty() const { return parts_.empty(); }

    std::size_t size() const
    {
        return shown_.empty() ? 0 : std::accumulate(shown_.begin(), shown_.end(), shown_.size() - 1);
    }

    /// Initials from the last part backwards, then less of the first part, then fewer parts, until it takes at most so
    /// many positions.
    void shorten(std::size_t most)
    {
        for (std::size_t i = shown_.size(); i-- > 1 && size() > most;)
            shown_[i] = 1;
        if (size() > most)
            shown_.front() -= std::min(size() - most, shown_.front() - 1);
        while (shown_.size() > 1 && size() > most)
            shown_.pop_back();
    }

    /// Gives positions back to the first part that was shortened. Returns how many were of use.
    std::size_t widen(std::size_t room)
    {
        for (std::size_t i = 0; i < shown_.size(); ++i)
            if (const std::size_t missing = parts_[i].size() - shown_[i]; missing > 0) {
                shown_[i] += std::min(missing, room);
                return std::min(missing, room);
            }
        return 0;
    }

    std::string printed() const
    {
        std::string out;
        for (std::size_t i = 0; i < shown_.size(); ++i)
            out.append(i == 0 ? "" : "<").append(parts_[i].substr(0, shown_[i]));
        return out;
    }

private:
    std::vector<std::string_view> parts_;
    std::vector<std::size_t> shown_; ///< never more than there are parts
};

std::string filled(std::string line)
{
    line.resize(line_size, '<');
    return line;
}

/// Both shortened, the family name to at most `most` positions.
std::string truncated(Identifier primary, Identifier secondary, std::size_t most)
{
    primary.shorten(most);
    const std::size_t room = line_size - gap.size() - primary.size();
    secondary.shorten(room);
    secondary.widen(room - secondary.size());
    primary.widen(room - secondary.size());
    return primary.printed().append(gap).append(secondary.printed());
}

} // namespace

std::string name_line(std::string_view primary_name, std::string_view secondary_name)
{
    Identifier primary{primary_name};
    const Identifier secondary{secondary_name};
    if (secondary.empty()) {
        primary.shorten(line_size);
        primary.widen(line_size - primary.size());
        return filled(primary.printed());
    }
    const std::size_t whole = primary.size() + gap.size() + secondary.size();
    if (whole <= line_size)
        return filled(primary.printed().append(gap).append(secondary.printed()));
    // A given name of one letter may leave the last position empty: then the family name gives one away.
    std::string line;
    for (std::size_t most = line_size - gap.size() - 1; most > 0; --most) {
        line = truncated(primary, secondary, most);
        if (line.size() == line_size)
            break;
    }
    return filled(line);
}

} // namespace card::lds
