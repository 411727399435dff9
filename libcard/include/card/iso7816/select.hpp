// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/iso7816/channel.hpp"

namespace card::iso7816 {

/// Application identifier, 5 to 16 bytes. [7816-4:2005] §8.2.1.2
class CARD_API Aid {
public:
    /// Throws malformed_data outside 5 to 16 bytes.
    explicit Aid(ByteView bytes);

    const Bytes& bytes() const noexcept { return bytes_; }

    friend bool operator==(const Aid&, const Aid&) = default;

private:
    Bytes bytes_;
};

/// SELECT by DF name, first occurrence, no answer data. [7816-4:2005] §7.1.1
CARD_API Command select_application(const Aid& aid);

/// SELECT by DF name with the answer that the application defines.
CARD_API Command select_application_with_answer(const Aid& aid);

/// SELECT of the master file 3F00, no answer data.
CARD_API Command select_master_file();

} // namespace card::iso7816
