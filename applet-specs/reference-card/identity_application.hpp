// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "application.hpp"
#include "store_data.hpp"
#include "transparent_files.hpp"

namespace refcard {

/// The ICAO LDS1 application: data groups, EF.SOD, Chip Authentication, and their personalization.
class IdentityApplication : public Application {
public:
    explicit IdentityApplication(Chip& chip);

    ByteView aid() const override;
    Bytes control_information() const override;
    Answer process(const Command& command) override;
    Answer select_file(const Command& command) override;

    void session_opened() override { incoming_.restart(); }

    void deselect() override;

private:
    TransparentFiles::Lookup lookup(const Command& command) const;

    Answer set_authentication_template(const Command& command);
    Answer authenticate_chip(const Command& command);

    Answer generate_key(const Command& command);
    Answer store_data(const Command& command);
    std::size_t largest(std::uint16_t dgi) const;
    void commit(const DataGrouping& grouping);
    Bytes decrypt_can(const DataGrouping& grouping) const;

    Chip& chip_;
    TransparentFiles files_;
    StoreData incoming_;
    bool chip_authentication_chosen_ = false;
};

} // namespace refcard
