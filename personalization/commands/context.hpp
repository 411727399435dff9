// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/parse.hpp"
#include "card/cli/secret_input.hpp"
#include "card/profile/profile.hpp"
#include "database/database.hpp"
#include "office/clock.hpp"
#include "office/office.hpp"
#include "store/store.hpp"

#include <memory>
#include <optional>

namespace perso {

/// Where the staff member's card is.
struct StaffReader {
    std::string name; ///< part of the reader's name
    std::optional<int> pin_fd;
};

/// What the subcommands share.
class Context {
public:
    explicit Context(const card::cli::Program& program) : program_{program} {}

    /// Declares --office, --profile, --staff-reader and --staff-pin-fd.
    void add_options(CLI::App& app);

    std::string text(const char* english) const { return program_.catalogue.text(english); }

    const card::cli::Catalogue& catalogue() const { return program_.catalogue; }

    bool json() const { return program_.json; }

    /// --office, else IDCARD_OFFICE. Throws usage.
    std::filesystem::path directory() const;

    /// The office there. Throws ceremony_open until its key ceremony is finished.
    Office office() const;

    /// Proves who acts, and that the person has this role: by name alone in a development office; else the staff card
    /// in --staff-reader signs the action with these subjects: numbers, and behind each what is people::decided() about
    /// it. That is kept and noted in the journal, and stands for what is entered in this person's name, see
    /// people/signed_acts.hpp. Throws person_unknown, role_missing, staff_card_needed, staff_card_wrong, ceremony_open
    /// where staff cards are asked for and the journal does not tell of the end of the key ceremony, and what cards
    /// throw.
    void log_in(const Office& office, const std::string& person, Role role, const std::string& action,
        const std::vector<std::string>& subjects = {});

    const StaffReader& staff_reader() const { return staff_reader_; }

    /// The profile of the build, or that of --profile.
    const card::profile::Profile& profile();

    /// The database of the office, and the store over it.
    std::unique_ptr<store::Database> open_database(const Office& office) const;
    std::unique_ptr<store::Store> open_store(const Office& office) const;

    card::cli::ExitCode exit = card::cli::ExitCode::done; ///< what the chosen command says

private:
    const card::cli::Program& program_;
    std::string directory_;
    std::string profile_file_;
    std::optional<card::profile::Profile> profile_;
    StaffReader staff_reader_;
};

/// The PIN of the token: from the keeper if it runs; else, in a development office, from the descriptor of
/// --hsm-pin-fd or the terminal. Throws staff_card_needed when a supervisor has to open the key store.
card::SecureBytes read_hsm_pin(const Context& context, std::optional<int> descriptor);
/// From the descriptor or the terminal, where there is no office yet.
card::SecureBytes read_typed_hsm_pin(const Context& context, std::optional<int> descriptor);

/// Each adds one subcommand; `context` must outlive the application.
void add_init(CLI::App& app, Context& context);
void add_import(CLI::App& app, Context& context);
void add_template(CLI::App& app, Context& context);
void add_registry(CLI::App& app, Context& context);
void add_household(CLI::App& app, Context& context);
void add_result(CLI::App& app, Context& context);
void add_approve(CLI::App& app, Context& context);
void add_withdraw(CLI::App& app, Context& context);
void add_run(CLI::App& app, Context& context);
void add_resume(CLI::App& app, Context& context);
void add_status(CLI::App& app, Context& context);
void add_trust(CLI::App& app, Context& context);
void add_revoke(CLI::App& app, Context& context);
void add_signer(CLI::App& app, Context& context);
void add_clock(CLI::App& app, Context& context);
void add_report_lost(CLI::App& app, Context& context);
void add_suspend(CLI::App& app, Context& context);
void add_found(CLI::App& app, Context& context);
void add_replace(CLI::App& app, Context& context);
void add_deliver(CLI::App& app, Context& context);
void add_reset_pin(CLI::App& app, Context& context);
void add_renew_certificates(CLI::App& app, Context& context);
void add_audit(CLI::App& app, Context& context);
void add_stock(CLI::App& app, Context& context);
void add_show(CLI::App& app, Context& context);
void add_report(CLI::App& app, Context& context);
void add_staff(CLI::App& app, Context& context);
void add_hsm(CLI::App& app, Context& context);
void add_check(CLI::App& app, Context& context);
void add_purge(CLI::App& app, Context& context);

} // namespace perso
