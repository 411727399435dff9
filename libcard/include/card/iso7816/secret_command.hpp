// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/secure_bytes.hpp"
#include "card/iso7816/command.hpp"

#include <initializer_list>

namespace card::iso7816 {

/// A command whose data is secret: made in one allocation, wiped when it ends, whether transmit returned or threw.
class SecretCommand {
public:
    /// The header, and the parts of the data in order.
    SecretCommand(Command header, std::initializer_list<ByteView> parts) : command_{std::move(header)}
    {
        std::size_t size = 0;
        for (const ByteView part : parts)
            size += part.size();
        command_.data.reserve(size);
        for (const ByteView part : parts)
            append(command_.data, part);
    }

    ~SecretCommand() { wipe(command_.data); }

    SecretCommand(const SecretCommand&) = delete;
    SecretCommand& operator=(const SecretCommand&) = delete;

    const Command& get() const noexcept { return command_; }

private:
    Command command_;
};

} // namespace card::iso7816
