// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "application.hpp"
#include "transparent_files.hpp"

namespace refcard {

/// The root: EF.DIR, EF.ATR/INFO and EF.CardAccess, free to read and made from the profile, and EF.CardSecurity.
class MasterFile : public Application {
public:
    explicit MasterFile(Chip& chip);

    ByteView aid() const override { return {}; }

    Bytes control_information() const override;
    Answer process(const Command& command) override;
    Answer select_file(const Command& command) override;

    void deselect() override { files_.forget_current(); }

private:
    TransparentFiles::Lookup lookup(const Command& command) const;
    Bytes free_file(std::uint16_t file_id) const;
    Bytes directory() const;
    Bytes atr_info() const;

    Chip& chip_;
    TransparentFiles files_;
};

} // namespace refcard
