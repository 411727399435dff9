// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "channels.hpp"

namespace refcard_test {

/// Where a card stands when a rule of access-rules.toml is tried on it.
struct Situation {
    std::string card; ///< adult, child, infant, other make
    LifeCycle state{};
    std::string application;
    std::string column; ///< interface and what was proven, as "contact PACE PIN"
};

/// The ways to the same rights: passwords, mappings, and Chip Authentication after it.
enum class Way { can, mrz, chip_authentication_mapping, chip_authentication };

/// A personalized card, brought into a situation by commands alone.
class SituatedCard {
public:
    /// Throws std::runtime_error if the card refuses one of the commands that lead there.
    SituatedCard(const Situation& situation, Way way);

    /// Header and data in hexadecimal, protected as the situation demands.
    Sw send(std::string_view text);

private:
    void open_channel(Way way);
    void select(const std::string& application);
    Bytes resolve(std::string_view text) const;
    Bytes value(std::string_view name) const;

    TestCard card_;
    Reader reader_;
    Host host_;
    bool in_pace_ = false;
    bool in_scp03_ = false;
};

} // namespace refcard_test
