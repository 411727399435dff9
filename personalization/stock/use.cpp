// SPDX-License-Identifier: Apache-2.0
#include "stock/use.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "people/acts.hpp"

namespace perso::stock {

using card::Errc;

namespace {

[[noreturn]] void refuse(Errc code, std::string_view sentence, std::string field)
{
    throw card::Error{code, card::Step{"stock"}, sentence}.with_field(std::move(field));
}

} // namespace

void require_listed_blanks(store::Database& database)
{
    database.change([&] { database.execute("stock_require"); });
}

void require_usable(store::Database& database, const store::Kdd& kdd, std::string_view operator_)
{
    const auto row = database.row("stock_usable", {{":kdd", kdd}});
    card::require(row.has_value(), Errc::store_failed, "stock", "the rule is missing");
    const bool required = row->number(0) != 0;
    const std::string number = card::to_hex(kdd);
    if (row->is_null(2)) {
        if (required)
            refuse(Errc::chip_unlisted, "on no delivery list", number);
        return;
    }
    if (row->number(5) != 0)
        refuse(Errc::chip_blocked, "its delivery is blocked", number);
    if (required && row->number(1) == 0)
        refuse(Errc::stock_state, "no shift is open", "shift");
    if (row->text(2) != "handed_out" || row->text(3) != operator_)
        refuse(Errc::stock_state, "not handed out to this operator", number);
}

void use(
    store::Database& database, const store::Kdd& kdd, std::string_view application, std::int64_t card, card::Time now)
{
    const auto row = database.row("stock_usable", {{":kdd", kdd}});
    if (row && !row->is_null(2))
        people::record_act(
            database, {.application = application, .card = card}, people::Act::blank_handed_out, row->text(4), now);
}

} // namespace perso::stock
