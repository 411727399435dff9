// SPDX-License-Identifier: Apache-2.0
#include "commands/context.hpp"

#include "card/base/error.hpp"
#include "card/crypto/random.hpp"
#include "people/keeper.hpp"
#include "store/open_store.hpp"

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace perso {

void Context::add_options(CLI::App& app)
{
    app.add_option("--office", directory_, text("Folder of the office; IDCARD_OFFICE if not given"))->type_name("DIR");
    app.add_option("--profile", profile_file_, text("Card profile to use instead of the one built in"))
        ->type_name("FILE");
    app.add_option("--staff-reader", staff_reader_.name, text("Part of the name of the reader with the staff card"))
        ->type_name("NAME");
    app.add_option("--staff-pin-fd", staff_reader_.pin_fd, text("File descriptor to read the staff card's PIN from"))
        ->type_name("N");
}

Office Context::office() const
{
    Office office = load_office(directory());
    if (std::filesystem::exists(office.ceremony_file()))
        throw card::Error{card::Errc::ceremony_open, card::Step{"office"}, "until both founders have their cards"}
            .with_field(office.ceremony_file().filename().string());
    return office;
}

std::filesystem::path Context::directory() const
{
    if (!directory_.empty())
        return directory_;
    const char* variable = std::getenv("IDCARD_OFFICE");
    if (variable && *variable)
        return variable;
    throw card::Error{card::Errc::usage, "no office was named"}.with_field("--office");
}

const card::profile::Profile& Context::profile()
{
    if (profile_file_.empty())
        return card::profile::builtin();
    if (!profile_) {
        std::ifstream in{profile_file_, std::ios::binary};
        const std::string toml{std::istreambuf_iterator<char>{in}, {}};
        if (!in || toml.empty())
            throw card::Error{card::Errc::file_unreadable, "the card profile"}.with_field(profile_file_);
        profile_ = card::profile::parse(toml);
    }
    return *profile_;
}

std::unique_ptr<store::Database> Context::open_database(const Office& office) const
{
    return perso::open_database(office);
}

std::unique_ptr<store::Store> Context::open_store(const Office& office) const
{
    return perso::open_store(office);
}

card::SecureBytes read_hsm_pin(const Context& context, std::optional<int> descriptor)
{
    const Office office = context.office();
    if (auto kept = people::ask_keeper(office.directory))
        return std::move(*kept);
    if (office.staff_cards)
        throw card::Error{card::Errc::staff_card_needed, card::Step{"hsm open"}, "the key store is not open"};
    return read_typed_hsm_pin(context, descriptor);
}

card::SecureBytes read_typed_hsm_pin(const Context& context, std::optional<int> descriptor)
{
    return card::cli::read_secret(card::cli::hsm_pin_format(),
        {.descriptor = descriptor, .prompt = context.text("PIN of the key store (HSM): ")});
}

} // namespace perso
