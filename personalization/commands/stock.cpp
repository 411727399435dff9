// SPDX-License-Identifier: Apache-2.0
#include "stock/stock.hpp"

#include "card/base/hex.hpp"
#include "commands/options.hpp"
#include "commands/requested.hpp"
#include "commands/stock_output.hpp"
#include "people/staff.hpp"
#include "people/statement.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

namespace perso {

namespace {

using stock::Stock;

struct Options {
    std::vector<std::string> chips;
    std::string list;
    std::string delivery;
    std::int64_t count = 0;
    std::string target;
    std::string holder;
    std::string person;
    bool confirm = false;
    std::string state;
};

/// The chips that were named, in a file or by number, or the first ones of a place.
std::vector<stock::Kdd> chosen(const Options& options, Stock& stock, std::optional<stock::State> place)
{
    if ((options.chips.empty() ? 0 : 1) + (options.list.empty() ? 0 : 1) + (options.count == 0 ? 0 : 1) != 1)
        misused("name chips, or a list, or how many", "CHIP");
    if (!options.list.empty())
        return stock::read_delivery_list(options.list);
    if (options.count > 0 && place)
        return stock.lowest(*place, options.delivery, options.count);
    std::vector<stock::Kdd> chips;
    for (const std::string& chip : options.chips)
        chips.push_back(stock::parse_kdd(chip));
    std::ranges::sort(chips);
    if (std::ranges::adjacent_find(chips) != chips.end())
        misused("a chip was named twice", "CHIP");
    return chips;
}

/// What a staff card signs: which chips, by their digest.
std::vector<std::string> subjects(const std::vector<stock::Kdd>& chips)
{
    return {card::to_hex(stock::digest_of(chips))};
}

/// The same, and what is said of them: a place, an operator, a delivery.
std::vector<std::string> subjects(const std::vector<stock::Kdd>& chips, std::string_view what, const std::string& value)
{
    return {card::to_hex(stock::digest_of(chips)), people::decided(what, value)};
}

/// Blank cards are handed to nobody but an operator of this office, who may use them. Throws person_unknown, also for a
/// person that was removed, and role_missing.
void require_operator(const Office& office, store::Database& database, const std::string& holder)
{
    if (office.staff_cards)
        people::Staff{database}.require(holder, Role::operator_);
    else
        office.require(holder, Role::operator_);
}

/// Who counts along with the stock keeper: quality control, or a supervisor as long as nobody has that role, since the
/// two founders of an office need blanks for the card of the third person.
Role counting_role(const Context& context, const Office& office)
{
    const auto controls = [](const Person& person) { return person.has(Role::quality_control); };
    const bool anybody = office.staff_cards
                             ? people::Staff{*context.open_database(office)}.anybody_has(Role::quality_control)
                             : std::ranges::any_of(office.people, controls);
    return anybody ? Role::quality_control : Role::supervisor;
}

void receive(const Options& options, Context& context)
{
    const Office office = context.office();
    const auto chips = stock::read_delivery_list(options.list);
    context.log_in(office, options.person, options.confirm ? counting_role(context, office) : Role::stock_keeper,
        options.confirm ? "stock-receive-confirm" : "stock-receive", subjects(chips, "delivery", options.delivery));
    const auto database = context.open_database(office);
    Stock stock{*database};
    if (options.confirm)
        stock.receive(options.delivery, chips, options.person, now());
    else
        stock.announce(options.delivery, chips, options.person, now());
    print_blanks(context, chips, options.confirm ? stock::State::vault : stock::State::announced);
}

void move(const Options& options, Context& context)
{
    const Office office = context.office();
    const auto target = stock::parse_state(options.target);
    const auto database = context.open_database(office);
    Stock stock{*database};
    const auto from = target == stock::State::drawer ? stock::State::vault : stock::State::drawer;
    const auto chips = chosen(options, stock, from);
    context.log_in(office, options.person, Role::stock_keeper, "stock-move", subjects(chips, "to", options.target));
    stock.move(chips, target.value(), options.person, now());
    print_blanks(context, chips, *target);
}

void hand_out(const Options& options, Context& context)
{
    const Office office = context.office();
    const auto database = context.open_database(office);
    Stock stock{*database};
    const auto chips = chosen(options, stock, stock::State::drawer);
    require_operator(office, *database, options.holder);
    context.log_in(office, options.person, Role::stock_keeper, "stock-hand-out", subjects(chips, "to", options.holder));
    stock.hand_out(chips, options.holder, options.person, now());
    print_blanks(context, chips, stock::State::handed_out);
}

void missing(const Options& options, Context& context)
{
    const Office office = context.office();
    const auto database = context.open_database(office);
    Stock stock{*database};
    const auto chips = chosen(options, stock, {});
    context.log_in(office, options.person, options.confirm ? counting_role(context, office) : Role::stock_keeper,
        options.confirm ? "stock-missing-confirm" : "stock-missing", subjects(chips));
    if (!options.confirm) {
        stock.request_missing(chips, options.person, now());
        return say_requested(context);
    }
    stock.confirm_missing(chips, options.person, now());
    print_blanks(context, chips, stock::State::missing);
}

void destroy(const Options& options, Context& context)
{
    const Office office = context.office();
    const auto database = context.open_database(office);
    Stock stock{*database};
    const auto chips = chosen(options, stock, {});
    context.log_in(office, options.person, options.confirm ? Role::quality_control : Role::stock_keeper,
        options.confirm ? "stock-destroy-confirm" : "stock-destroy", subjects(chips));
    if (!options.confirm) {
        stock.request_destruction(chips, options.person, now());
        return say_requested(context);
    }
    stock.confirm_destruction(chips, options.person, now());
    print_blanks(context, chips, stock::State::destroyed);
}

void block(const Options& options, Context& context, bool blocked)
{
    const Office office = context.office();
    context.log_in(office, options.person, blocked ? Role::stock_keeper : Role::quality_control,
        blocked ? "stock-block" : "stock-unblock", {options.delivery});
    const auto database = context.open_database(office);
    Stock stock{*database};
    if (blocked)
        stock.block(options.delivery, options.person, now());
    else
        stock.unblock(options.delivery, options.person, now());
    print_stock(context, stock::summary(*database), stock.deliveries(), {});
}

void list(const Options& options, Context& context)
{
    const auto database = context.open_database(context.office());
    Stock stock{*database};
    auto blanks = stock.blanks();
    std::erase_if(blanks, [&](const stock::Blank& blank) {
        return (!options.state.empty() && stock::name(blank.state) != options.state) ||
               (!options.delivery.empty() && blank.delivery != options.delivery);
    });
    print_stock(context, stock::summary(*database), stock.deliveries(), blanks);
}

std::shared_ptr<Options> add_command(CLI::App& group, Context& context, const std::string& name,
    const std::string& help, void (*run)(const Options&, Context&))
{
    const auto options = std::make_shared<Options>();
    CLI::App* const command = group.add_subcommand(name, help);
    add_person_option(*command, context.text("Who does it"), options->person);
    command->callback([options, &context, run] { run(*options, context); });
    return options;
}

void add_chips(CLI::App& group, Context& context, const std::string& name, Options& options, bool by_count)
{
    CLI::App* const command = group.get_subcommand(name);
    command->add_option("chips", options.chips, context.text("Numbers of chips, 20 hexadecimal digits each"))
        ->type_name("CHIP");
    command->add_option("--list", options.list, context.text("File with numbers of chips"))->type_name("FILE");
    if (!by_count)
        return;
    command->add_option("--count", options.count, context.text("Instead: the first so many"))
        ->type_name("N")
        ->check(CLI::Range(1, 100'000));
    command->add_option("--delivery", options.delivery, context.text("Of this delivery only"))->type_name("NUMBER");
}

void add_deliveries(CLI::App& group, Context& context)
{
    const auto receiving = add_command(group, context, "receive",
        context.text("Announce a delivery of blank cards by its list; another person counts them and confirms"),
        receive);
    CLI::App* const command = group.get_subcommand("receive");
    command->add_option("list", receiving->list, context.text("The delivery list: one chip number per line"))
        ->type_name("FILE")
        ->required();
    command->add_option("--delivery", receiving->delivery, context.text("Number of the delivery"))
        ->type_name("NUMBER")
        ->required();
    command->add_flag("--confirm", receiving->confirm, context.text("Confirm what another person announced"));

    for (const bool blocked : {true, false}) {
        const std::string name = blocked ? "block" : "unblock";
        const auto options = add_command(
            group, context, name,
            blocked ? context.text("Make no cards from a delivery until somebody else unblocks it")
                    : context.text("Make cards from a blocked delivery again"),
            blocked ? +[](const Options& o, Context& c) { block(o, c, true); }
                    : +[](const Options& o, Context& c) { block(o, c, false); });
        group.get_subcommand(name)
            ->add_option("delivery", options->delivery, context.text("Number of the delivery"))
            ->type_name("NUMBER")
            ->required();
    }
}

void add_moves(CLI::App& group, Context& context)
{
    const auto moving = add_command(
        group, context, "move", context.text("Take blank cards out of the vault, or bring them back"), move);
    group.get_subcommand("move")
        ->add_option("--to", moving->target, context.text("Where to: drawer or vault"))
        ->type_name("PLACE")
        ->required()
        ->check(CLI::IsMember({"drawer", "vault"}).description(""));
    add_chips(group, context, "move", *moving, true);

    const auto handing = add_command(
        group, context, "hand-out", context.text("Hand blank cards out of the drawer to an operator"), hand_out);
    group.get_subcommand("hand-out")
        ->add_option("--to", handing->holder, context.text("The operator"))
        ->type_name("ID")
        ->required();
    add_chips(group, context, "hand-out", *handing, true);

    const auto lost = add_command(group, context, "missing",
        context.text("Blank cards are not where they should be: one person says so, another looks and confirms"),
        missing);
    add_confirm_option(*group.get_subcommand("missing"), context, lost->confirm);
    add_chips(group, context, "missing", *lost, false);

    const auto shredding = add_command(group, context, "destroy",
        context.text("Destroy blank or spoilt cards: one person names them, another sees it done and confirms"),
        destroy);
    add_confirm_option(*group.get_subcommand("destroy"), context, shredding->confirm);
    add_chips(group, context, "destroy", *shredding, false);
}

} // namespace

void add_stock(CLI::App& app, Context& context)
{
    CLI::App* const group = app.add_subcommand("stock", context.text("Blank cards, numbered and counted"));
    group->require_subcommand(1);
    add_deliveries(*group, context);
    add_moves(*group, context);
    add_shift(*group, context);

    const auto options = std::make_shared<Options>();
    CLI::App* const command = group->add_subcommand("list", context.text("Show where the blank cards are"));
    command->add_option("--state", options->state, context.text("Only those in this state"))->type_name("STATE");
    command->add_option("--delivery", options->delivery, context.text("Of this delivery only"))->type_name("NUMBER");
    command->callback([options, &context] { list(*options, context); });
}

} // namespace perso
