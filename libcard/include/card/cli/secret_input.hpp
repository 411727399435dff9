// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/secure_bytes.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace card::cli {

/// What a secret may look like. A secret outside its format is refused before any card or token sees it.
struct SecretFormat {
    std::string name; ///< for messages: "CAN", "PIN", "HSM PIN"
    std::size_t min_length;
    std::size_t max_length;
    bool digits_only = true; ///< ASCII digits; otherwise any printable ASCII
};

SecretFormat can_format();     ///< six digits
SecretFormat pin_format();     ///< six to eight digits
SecretFormat puk_format();     ///< eight digits
SecretFormat hsm_pin_format(); ///< 4 to 64 printable characters

/// Where a secret comes from: the first that is set; neither: the terminal. Never an argument or the environment.
struct SecretSource {
    std::optional<std::filesystem::path> file = {}; ///< "-": standard input
    std::optional<int> descriptor = {};             ///< an open file descriptor
    std::string prompt = {};                        ///< shown on /dev/tty; typing is not echoed
    bool echo = false;                              ///< what stands on the card may be seen while it is typed
};

/// Reads one line and checks it. The bytes pass through no string or stream buffer; at most `max_length` bytes and the
/// line's end are taken. Throws secret_missing (no terminal, end of input), secret_format, file_unreadable,
/// interrupted.
SecureBytes read_secret(const SecretFormat& format, const SecretSource& source);

/// Reads everything up to the end of the file or descriptor of `source`, which must have one; at most `max_length`
/// bytes, and at least one. Throws as read_secret; `name` stands for the format's.
SecureBytes read_secret_text(const std::string& name, std::size_t max_length, const SecretSource& source);

/// Asks on /dev/tty, with the typing shown; true if the answer is `yes`, whatever the language of the question, which
/// says so. Throws secret_missing, with `name` as field, when there is no terminal.
bool confirmed(const std::string& name, const std::string& question);

} // namespace card::cli
