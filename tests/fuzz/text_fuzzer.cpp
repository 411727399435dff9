// SPDX-License-Identifier: Apache-2.0
// Lao text as somebody typed it: names, places, dates. What the layer makes of it keeps its promises.
#include "card/text/canonical.hpp"
#include "card/text/names.hpp"
#include "card/text/partial_date.hpp"
#include "card/text/spelling.hpp"
#include "card/text/truncate.hpp"
#include "fuzz.hpp"

namespace {

using namespace card::text;

void check_name(std::string_view name)
{
    const std::string once = canonical(name);
    fuzz::must_hold(canonical(once) == once, "canonical once is canonical for ever");
    const auto fault = spelling_problem(name);
    fuzz::must_hold(fault || once == name, "what is spelled by the rules is canonical");
    fuzz::must_hold(ascii_digits(ascii_digits(name)) == ascii_digits(name), "digits once are digits for ever");

    fuzz::must_hold(search_key(name) == search_key(once), "a search does not see the spelling");
    fuzz::must_hold(name.starts_with(leading_title(name)), "a title leads");
    const std::string latin = suggest_latin(name);
    fuzz::must_hold(latin.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -") == latin.npos, "plain Latin");
    fuzz::must_hold(!fault || latin.empty(), "nothing is suggested for what is misspelled");
}

void check_cuts(std::string_view name)
{
    const std::size_t count = grapheme_count(name);
    for (const std::size_t most : {std::size_t{0}, std::size_t{1}, std::size_t{10}, std::size_t{32}}) {
        const std::string_view cut = truncate(name, most);
        const std::string_view label = truncate_to_bytes(name, most);
        fuzz::must_hold(name.starts_with(cut) && name.starts_with(label), "a cut is a beginning");
        fuzz::must_hold(grapheme_count(cut) <= most && label.size() <= most, "a cut is short enough");
        fuzz::must_hold(count > most || cut == name, "what fits is not cut");
    }
}

void check_date(std::string_view input)
{
    const auto parsed = parse_partial_date(input);
    const auto* date = std::get_if<PartialDate>(&parsed);
    if (!date)
        return;
    fuzz::must_hold(parse_partial_date(to_text(*date)) == parsed, "a date is read as it is written");
    PartialDate known = *date;
    known.estimated = false;
    fuzz::must_hold(from_digits(to_digits(*date)) == known, "and as DG11 has it");
    fuzz::must_hold(date->earliest().ok() && date->earliest() <= date->latest(), "earliest and latest");
    fuzz::must_hold(!written(*date, Language::lao).empty(), "written in Lao");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input = card::as_text({data, size});
    fuzz::may_refuse([&] { check_name(input); });
    fuzz::may_refuse([&] { check_cuts(input); });
    check_date(input);
    return 0;
}
