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

/// The names of the machine-readable zone are cut to 30 characters: only where nothing better was read.
void add_mrz(Holder& holder, const card::lds::Mrz& mrz, std::optional<card::Date> issued)
{
    holder.document_number = printable(mrz.document_number);
    holder.nationality = printable(mrz.nationality);
    holder.sex = mrz.sex == 'M' || mrz.sex == 'F' ? std::string{mrz.sex} : std::string{};
    if (holder.name_latin.empty())
        holder.name_latin = join(" ", {mrz.secondary_identifier, mrz.primary_identifier});
    if (const auto expiry = card::lds::expiry_of(mrz, issued); expiry && !holder.no_expiry)
        holder.date_of_expiry = card::to_text(*expiry);
}

void add_details(Holder& holder, const card::lds::Dg11& details)
{
    holder.personal_number = printable(details.personal_number);
    holder.date_of_birth = card::text::from_digits(details.full_date_of_birth);
    holder.place_of_birth = join(", ", details.place_of_birth);
    holder.address = join(", ", details.address);
    if (!holder.name_lao.empty())
        return;
    std::string name = printable(details.full_name);
    std::ranges::replace(name, '<', ' ');
    holder.name_lao = name;
}

/// DG13 tells a guess from a year that is known.
void add_precision(Holder& holder, card::lds::BirthPrecision precision)
{
    if (holder.date_of_birth && !holder.date_of_birth->month)
        holder.date_of_birth->estimated = precision == card::lds::BirthPrecision::estimated;
}

/// None for who would be born after today; the youngest is 0.
void add_age(Holder& holder, card::text::AgeRange age)
{
    if (age.most >= 0)
        holder.age = {.least = std::max(age.least, 0), .most = age.most};
}

} // namespace

Holder holder_of(const HolderData& data, card::Date today)
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
        add_mrz(holder, data.dg1->mrz, data.dg12 ? data.dg12->date_of_issue : std::nullopt);
    if (data.dg13)
        add_precision(holder, data.dg13->birth_precision);
    if (holder.date_of_birth && today.ok())
        add_age(holder, card::text::age_on(*holder.date_of_birth, today));
    return holder;
}

std::string local_date(const std::string& date, card::cli::Language language)
{
    const auto parsed = card::text::parse_partial_date(date);
    const auto* day = std::get_if<card::text::PartialDate>(&parsed);
    return day ? local_date(*day, language) : date;
}

std::string local_date(const card::text::PartialDate& date, card::cli::Language language)
{
    const bool lao = language == card::cli::Language::lao;
    return card::text::written(date, lao ? card::text::Language::lao : card::text::Language::english);
}

} // namespace idcard
