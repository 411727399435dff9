// SPDX-License-Identifier: Apache-2.0
// A record of the issuing station: JSON up to the first byte FF, which no JSON has, then the photograph. What intake
// accepts can be written to a card, and is accepted again in the form in which it is stored.
#include "card/lds/mrz.hpp"
#include "card/text/names.hpp"
#include "card/text/spelling.hpp"
#include "fuzz.hpp"
#include "intake/intake.hpp"

#include <algorithm>

namespace {

using namespace perso::intake;

constexpr card::Date today{std::chrono::year{2026}, std::chrono::November, std::chrono::day{22}};

std::string in_mrz(std::string name)
{
    std::replace(name.begin(), name.end(), '-', ' ');
    return name;
}

void check_names(const Record& record)
{
    for (const std::string& name : {record.lao.given, record.lao.family}) {
        fuzz::must_hold(!card::text::spelling_problem(name), "a name is spelled by the rules");
        fuzz::must_hold(card::text::leading_title(name).empty(), "a name has no title");
    }
    const card::lds::Mrz mrz{.document_code = "I",
        .issuing_state = "LAO",
        .document_number = "L",
        .optional_data_1 = {},
        .date_of_birth = "<<<<<<",
        .date_of_expiry = "991231",
        .nationality = "LAO",
        .optional_data_2 = {},
        .primary_identifier = in_mrz(record.latin.given),
        .secondary_identifier = in_mrz(record.latin.family)};
    card::lds::parse_td1(card::lds::build_td1(mrz));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::uint8_t* const end = std::find(data, data + size, std::uint8_t{0xFF});
    const RecordFiles files{.json = {data, end}, .photograph = {end, data + size}, .signature = {end, data + size}};
    const card::profile::Profile& profile = card::profile::builtin();
    const Checked checked = check(files, profile, today);
    if (!checked.accepted())
        return 0;
    check_names(checked.record);
    fuzz::must_hold(checked.suggestions.empty(), "nothing is suggested for a whole record");
    const Checked again = check({canonical_json(files.json), files.photograph, files.signature}, profile, today);
    fuzz::must_hold(again.accepted() && again.record.lao.given == checked.record.lao.given, "accepted again");
    return 0;
}
