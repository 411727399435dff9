// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "idcard/setup/areas.hpp"
#include "idcard/setup/insertion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>

namespace idcard::setup {

namespace {

/// A pattern that ends up in a file of settings as one word.
bool is_pattern(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        constexpr std::string_view others = "-._*?!:%@";
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               others.find(c) != std::string_view::npos;
    });
}

} // namespace

Plan plan_ssh(const Request& request, const std::vector<std::string>& hosts)
{
    if (!std::ranges::all_of(hosts, is_pattern))
        throw card::Error{card::Errc::usage, "no pattern of host names"}.with_field("--host");
    // At the end and under a Host of its own: ssh takes the first value it meets, so what a person wrote goes first.
    const std::string block = fmt::format("# idcard setup ssh: begin\nHost {}\n    PKCS11Provider {}\n"
                                          "# idcard setup ssh: end\n",
        fmt::join(hosts, " "), request.module.string());
    Plan plan{.area = "ssh"};
    if (request.places.system) {
        Edit edit =
            edit_of(request, "OpenSSH", request.places.of_system("/etc/ssh/ssh_config.d/idcard.conf"), Kind::whole);
        edit.after = block;
        plan.edits.push_back(std::move(edit));
    } else {
        Edit edit = edit_of(request, "OpenSSH", request.places.home / ".ssh/config", Kind::block);
        edit.inserted = block;
        edit.after = has_block(edit.current, block) ? edit.current : with_block(edit.base.value_or(""), block);
        plan.edits.push_back(std::move(edit));
    }
    plan.notes.push_back(
        filled(request.catalogue.text("The line for a server's authorized_keys is \"PIV AUTH pubkey\" of: {}"),
            "ssh-keygen -D " + request.module.string()));
    return plan;
}

} // namespace idcard::setup
