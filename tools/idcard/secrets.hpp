// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/auth/password.hpp"
#include "card/cli/secret_input.hpp"
#include "idcard/context.hpp"

#include <memory>

namespace idcard {

/// Where one secret comes from on the command line: --NAME-file, --NAME-fd, else the terminal.
struct SecretOptions {
    std::string file;
    int descriptor = -1;

    bool given() const { return !file.empty() || descriptor >= 0; }

    card::cli::SecretSource source(std::string prompt = {}) const;
};

/// Adds --`name`-file and --`name`-fd with these descriptions, which are texts of the catalogue.
void add_secret_options(CLI::App& command, const Context& context, const std::string& name, SecretOptions& options,
    const std::string& file_text, const std::string& descriptor_text);

/// How a card is opened: by the CAN, or by the machine-readable zone.
struct PasswordOptions {
    SecretOptions can;
    SecretOptions mrz;
    bool ask_for_mrz = false;
};

void add_password_options(CLI::App& command, const Context& context, PasswordOptions& options);

/// Reads it, asking at the terminal if neither file nor descriptor was named. Throws as card::cli::read_secret.
std::unique_ptr<card::auth::Password> read_password(const Context& context, const PasswordOptions& options);

} // namespace idcard
