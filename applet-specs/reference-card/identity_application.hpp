// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "application.hpp"
#include "personalization.hpp"
#include "transparent_files.hpp"

namespace refcard {

/// The ICAO LDS1 application: data groups, EF.SOD, Chip Authentication; the station writes the card through it.
class IdentityApplication : public Application {
public:
    explicit IdentityApplication(Chip& chip);

    ByteView aid() const override;
    Bytes control_information() const override;
    Answer process(const Command& command) override;
    Answer select_file(const Command& command) override;

    void session_opened() override { personalization_.restart(); }

    void deselect() override;

private:
    TransparentFiles::Lookup lookup(const Command& command) const;

    bool may_authenticate(const Command& command) const;
    Answer set_authentication_template(const Command& command);
    Answer authenticate_chip(const Command& command);

    Chip& chip_;
    TransparentFiles files_;
    Personalization personalization_;
    bool chip_authentication_chosen_ = false;
};

} // namespace refcard
