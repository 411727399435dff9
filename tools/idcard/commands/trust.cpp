// SPDX-License-Identifier: Apache-2.0
#include "idcard/context.hpp"

#include <CLI/CLI.hpp>

namespace idcard {

void add_trust(CLI::App& app, Context& context)
{
    CLI::App* const trust = app.add_subcommand("trust", context.text("Show and renew what this computer trusts"));
    trust->require_subcommand(1);
    add_trust_show(*trust, context);
    add_trust_import(*trust, context);
    add_trust_update(*trust, context);
}

} // namespace idcard
