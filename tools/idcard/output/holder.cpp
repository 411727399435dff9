// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/holder.hpp"

#include "card/cli/printable.hpp"

#include <algorithm>
#include <initializer_list>

namespace idcard {

using card::cli::printable;
using card::session::HolderData;

namespace {

std::string join(std::string_view separator, const std::vector<std::string>& parts)
{
    std::string out;
    for (const std::string& part : parts) {
        if (part.empty())
            continue;
        if (!out.empty())
            out += separator;
        out += printable(part);
    }
    return out;
}

std::string joined(const card::lds::NameParts& name)
{
    return join(" ", {name.title, name.given, name.family});
}

/// YYYYMMDD with 00 for what is unknown, to YYYY-MM-DD, YYYY-MM or YYYY.
std::string partial_date(const std::string& digits)
{
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (digits.size() != 8 || !std::ranges::all_of(digits, is_digit))
        return {};
    std::string date = digits.substr(0, 4);
    for (const std::size_t at : {4U, 6U}) {
        if (digits.compare(at, 2, "00") == 0)
            break;
        date += '-' + digits.substr(at, 2);
    }
    return date;
}

/// The names of the machine-readable zone are cut to 30 characters: only where nothing better was read.
void add_mrz(Holder& holder, const card::lds::Mrz& mrz)
{
    holder.document_number = printable(mrz.document_number);
    holder.nationality = printable(mrz.nationality);
    holder.sex = mrz.sex == 'M' || mrz.sex == 'F' ? std::string{mrz.sex} : std::string{};
    if (holder.name_latin.empty())
        holder.name_latin = join(" ", {mrz.secondary_identifier, mrz.primary_identifier});
    if (const auto expiry = card::lds::expiry_of(mrz); expiry && !holder.no_expiry)
        holder.date_of_expiry = card::to_text(*expiry);
}

void add_details(Holder& holder, const card::lds::Dg11& details)
{
    holder.personal_number = printable(details.personal_number);
    holder.date_of_birth = partial_date(details.full_date_of_birth);
    holder.place_of_birth = join(", ", details.place_of_birth);
    holder.address = join(", ", details.address);
    if (!holder.name_lao.empty())
        return;
    std::string name = printable(details.full_name);
    std::ranges::replace(name, '<', ' ');
    holder.name_lao = name;
}

} // namespace

Holder holder_of(const HolderData& data)
{
    Holder holder;
    if (data.dg13) {
        holder.name_lao = joined(data.dg13->lao);
        holder.name_latin = joined(data.dg13->latin);
        holder.no_expiry = data.dg13->no_expiry;
    }
    if (data.dg11)
        add_details(holder, *data.dg11);
    if (data.dg12) {
        holder.issuing_authority = printable(data.dg12->issuing_authority);
        if (data.dg12->date_of_issue)
            holder.date_of_issue = card::to_text(*data.dg12->date_of_issue);
    }
    if (data.dg1)
        add_mrz(holder, data.dg1->mrz);
    return holder;
}

std::string local_date(const std::string& date)
{
    std::string out;
    for (std::size_t end = date.size(); end > 0;) {
        const auto dash = date.rfind('-', end - 1);
        const std::size_t begin = dash == std::string::npos ? 0 : dash + 1;
        out += (out.empty() ? "" : "/") + date.substr(begin, end - begin);
        end = begin == 0 ? 0 : begin - 1;
    }
    return out;
}

} // namespace idcard
