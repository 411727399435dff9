// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/hex.hpp"
#include "card/iso7816/transport.hpp"

#include <map>
#include <string>
#include <vector>

namespace test {

/// A card that answers the commands of a table, in hexadecimal without spaces, and anything else with 6D00.
class TableCard : public card::iso7816::Transport {
public:
    explicit TableCard(std::map<std::string, std::string> answers) : answers_{std::move(answers)} {}

    card::Bytes exchange(card::ByteView command) override
    {
        sent.push_back(card::to_hex(command));
        const auto found = answers_.find(sent.back());
        return card::from_hex(found == answers_.end() ? "6D00" : found->second);
    }

    std::string& operator[](const std::string& command) { return answers_[command]; }

    std::vector<std::string> sent;

private:
    std::map<std::string, std::string> answers_;
};

} // namespace test
