// SPDX-License-Identifier: Apache-2.0
#include "context.hpp"

#include "card/base/error.hpp"
#include "card/crypto/random.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace perso {

void Context::add_options(CLI::App& app)
{
    app.add_option("--office", directory_, text("Folder of the office; IDCARD_OFFICE if not given"))->type_name("DIR");
    app.add_option("--profile", profile_file_, text("Card profile to use instead of the one built in"))
        ->type_name("FILE");
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

std::unique_ptr<store::Store> Context::open_store(const Office& office) const
{
    return std::make_unique<store::SqliteStore>(
        office.store_file(), office.document_prefix, card::crypto::system_random(), now());
}

void add_hsm_pin_option(CLI::App& command, const Context& context, std::optional<int>& descriptor)
{
    command
        .add_option("--hsm-pin-fd", descriptor, context.text("File descriptor to read the PIN of the key store from"))
        ->type_name("N");
}

card::SecureBytes read_hsm_pin(const Context& context, std::optional<int> descriptor)
{
    return card::cli::read_secret(card::cli::hsm_pin_format(),
        {.descriptor = descriptor, .prompt = context.text("PIN of the key store (HSM): ")});
}

} // namespace perso
