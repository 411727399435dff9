// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/parse.hpp"
#include "card/cli/secret_input.hpp"
#include "card/profile/profile.hpp"
#include "clock.hpp"
#include "office.hpp"
#include "store/store.hpp"

#include <memory>
#include <optional>

namespace perso {

/// What the subcommands share.
class Context {
public:
    explicit Context(const card::cli::Program& program) : program_{program} {}

    /// Declares --office and --profile.
    void add_options(CLI::App& app);

    std::string text(const char* english) const { return program_.catalogue.text(english); }

    const card::cli::Catalogue& catalogue() const { return program_.catalogue; }

    bool json() const { return program_.json; }

    /// --office, else IDCARD_OFFICE. Throws usage.
    std::filesystem::path directory() const;

    /// The office there.
    Office office() const { return load_office(directory()); }

    /// The profile of the build, or that of --profile.
    const card::profile::Profile& profile();

    std::unique_ptr<store::Store> open_store(const Office& office) const;

    card::cli::ExitCode exit = card::cli::ExitCode::done; ///< what the chosen command says

private:
    const card::cli::Program& program_;
    std::string directory_;
    std::string profile_file_;
    std::optional<card::profile::Profile> profile_;
};

/// The PIN of the token: from the descriptor of --hsm-pin-fd, else from the terminal.
card::SecureBytes read_hsm_pin(const Context& context, std::optional<int> descriptor);
void add_hsm_pin_option(CLI::App& command, const Context& context, std::optional<int>& descriptor);

/// Each adds one subcommand; `context` must outlive the application.
void add_init(CLI::App& app, Context& context);
void add_import(CLI::App& app, Context& context);
void add_template(CLI::App& app, Context& context);
void add_approve(CLI::App& app, Context& context);
void add_withdraw(CLI::App& app, Context& context);
void add_run(CLI::App& app, Context& context);
void add_status(CLI::App& app, Context& context);
void add_trust(CLI::App& app, Context& context);
void add_revoke(CLI::App& app, Context& context);

} // namespace perso
