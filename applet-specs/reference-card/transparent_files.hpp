// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.hpp"

#include <functional>

namespace refcard {

/// SELECT and READ BINARY over the transparent elementary files of one application. [7816-4:2005] §7.1.1, §7.2.3
class TransparentFiles {
public:
    /// The content of a file. Throws Refusal{security_status} before Refusal{not_found}.
    using Lookup = std::function<Bytes(std::uint16_t file_id)>;

    /// `file_ids` are those that READ BINARY may name by their short identifiers.
    explicit TransparentFiles(std::vector<std::uint16_t> file_ids) : file_ids_{std::move(file_ids)} {}

    Answer select(const Command& command, const Lookup& lookup);
    /// READ BINARY with even and with odd instruction.
    Answer read(const Command& command, const Lookup& lookup);

    void forget_current() { current_.reset(); }

private:
    Answer read_even(const Command& command, const Lookup& lookup);
    Answer read_odd(const Command& command, const Lookup& lookup);
    std::uint16_t by_short_id(std::uint8_t short_id) const;
    void make_current(std::uint8_t short_id, const Lookup& lookup);
    /// The current file from the offset to its end.
    Bytes rest_of_current(std::size_t offset, const Lookup& lookup) const;

    std::vector<std::uint16_t> file_ids_;
    std::optional<std::uint16_t> current_;
};

/// Elements of the file control information template. [7816-4:2005] §5.3.3
Bytes file_control_information(std::uint16_t file_id, std::optional<std::size_t> size);
Bytes application_control_information(ByteView aid);

} // namespace refcard
