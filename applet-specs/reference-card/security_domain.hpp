// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "application.hpp"

namespace refcard {

/// The issuer security domain: the keyset of all SCP03 sessions, and the card's life cycle. [GP]
class SecurityDomain : public Application {
public:
    explicit SecurityDomain(Chip& chip) : chip_{chip} {}

    ByteView aid() const override { return chip_.profile.management.isd_aid; }

    /// An empty name means this application. [GP] §11.9.2.3
    bool answers_to(ByteView name) const override { return name.empty() || same(name, aid()); }

    Bytes control_information() const override;
    Answer process(const Command& command) override;

private:
    Answer get_data(const Command& command) const;
    Answer put_key(const Command& command);
    Answer delete_application(const Command& command);
    Answer set_status(const Command& command);
    Answer get_status(const Command& command) const;

    Chip& chip_;
};

} // namespace refcard
