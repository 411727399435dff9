// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/iso7816/transport.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace test {

/// Plays a card from a script. Every command is compared with the script byte for byte and in order; a difference
/// throws std::runtime_error that names the line. Steps that remain at the end fail the test.
///
///     # a comment; the lines of a script file count from 1
///     step 1 encrypted nonce
///     > 10 86 00 00 02 7C00 00
///     < 7C 12 80 10 95A3A016522EE98D01E76CB6B98B42C3  9000
class ScriptedTransport : public card::iso7816::Transport {
public:
    /// Takes the text of a script.
    explicit ScriptedTransport(std::string_view script);
    ~ScriptedTransport() override;
    ScriptedTransport(const ScriptedTransport&) = delete;
    ScriptedTransport& operator=(const ScriptedTransport&) = delete;

    /// Reads tests/scripts/<name>.
    static std::string read(std::string_view name);

    card::Bytes exchange(card::ByteView command) override;

    bool finished() const { return next_ == exchanges_.size(); }

private:
    struct Exchange {
        std::size_t line; ///< of the command
        std::string step;
        card::Bytes command;
        card::Bytes answer;
    };

    std::vector<Exchange> exchanges_;
    std::size_t next_ = 0;
};

} // namespace test
