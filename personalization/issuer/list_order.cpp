// SPDX-License-Identifier: Apache-2.0
#include "issuer/list_order.hpp"

#include "card/trust/status_list.hpp"

#include <algorithm>
#include <limits>

namespace perso::issuer {

namespace {

using card::pki::Certificate;
using card::pki::Crl;
using card::trust::Files;
using card::trust::StatusList;

constexpr std::string_view list_ending = ".crl";
constexpr std::string_view certificate_ending = ".cer";

std::string status_file()
{
    return std::string{card::trust::status_list_file};
}

std::uint32_t status_number(const Files& files)
{
    const auto list = files.find(status_file());
    return list == files.end() ? 0 : StatusList::parse(list->second).header().number;
}

/// One that is longer than ours are is above all of ours.
std::uint32_t own_number(const Crl& list)
{
    constexpr std::uint32_t highest = std::numeric_limits<std::uint32_t>::max();
    if (!list.number())
        return 0;
    return list.number()->size() > sizeof highest ? highest
                                                  : static_cast<std::uint32_t>(card::from_big_endian(*list.number()));
}

/// Some CSCA or CA among these files made the list.
bool is_vouched_for(const Crl& list, const Files& files)
{
    return std::ranges::any_of(files, [&](const auto& file) {
        if (!file.first.ends_with(certificate_ending) || file.first.starts_with("link/"))
            return false;
        const auto authority = Certificate::parse(file.second);
        return list.names_as_issuer(authority) && list.is_signed_by(authority);
    });
}

void require_later_crl(const std::string& name, const Crl& before, const Files& next)
{
    const auto found = next.find(name);
    const bool went_back = found == next.end() ? !before.delta_base() && is_vouched_for(before, next)
                                               : compare_numbers(Crl::parse(found->second), before) < 0;
    if (went_back)
        refuse_older_store(name, 0);
}

} // namespace

std::uint32_t highest_list_number(const Files& files)
{
    std::uint32_t highest = status_number(files);
    for (const auto& [name, content] : files)
        if (card::trust::part_of(name) == "citizen" && name.ends_with(list_ending))
            highest = std::max(highest, own_number(Crl::parse(content)));
    return highest;
}

std::strong_ordering compare_numbers(const Crl& a, const Crl& b)
{
    const card::Bytes first = a.number().value_or(card::Bytes{});
    const card::Bytes second = b.number().value_or(card::Bytes{});
    if (first.size() != second.size())
        return first.size() <=> second.size();
    return std::lexicographical_compare_three_way(first.begin(), first.end(), second.begin(), second.end());
}

void require_later_lists(const Files& before, const Files& next)
{
    if (before.contains(status_file()) && status_number(next) <= status_number(before))
        refuse_older_store(status_file(), 0);
    for (const auto& [name, content] : before) {
        if (name.ends_with(list_ending))
            require_later_crl(name, Crl::parse(content), next);
        else if (card::trust::part_of(name) == "citizen" && !next.contains(name))
            refuse_older_store(name, 0);
    }
}

void refuse_older_store(const std::string& list, std::size_t entries)
{
    throw card::Error{card::Errc::lists_went_back, card::Step{"lists of revoked cards and certificates"},
        "the newest package says more than the store"}
        .with_field(list)
        .with_number(static_cast<long>(entries));
}

} // namespace perso::issuer
