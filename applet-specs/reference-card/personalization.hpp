// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "application.hpp"
#include "store_data.hpp"

namespace refcard {

/// What the station writes through the identity application: keys made on the card, files, passwords.
class Personalization {
public:
    explicit Personalization(Chip& chip) : chip_{chip} {}

    /// GENERATE ASYMMETRIC KEY PAIR for Chip Authentication or its mapping. [7816-8:2004] §5.1
    Answer generate_key(const Command& command);
    Answer store_data(const Command& command);

    /// Blocks without their last are forgotten.
    void restart() { incoming_.restart(); }

private:
    bool is_password(std::uint16_t dgi) const;
    const Profile::StoredFile& stored_file(std::uint16_t dgi) const;
    std::size_t largest(std::uint16_t dgi) const;

    /// What a data grouping does to the memory, once it is found good.
    using Change = std::function<void(Image&)>;
    Change new_file(const DataGrouping& grouping) const;
    Change new_password(const DataGrouping& grouping) const;
    Bytes decrypt(const DataGrouping& grouping) const;

    Chip& chip_;
    StoreData incoming_;
};

} // namespace refcard
