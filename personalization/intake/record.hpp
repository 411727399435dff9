// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "intake/partial_date.hpp"

#include <string>

namespace perso::intake {

/// The kinds of card of the profile that this version issues.
enum class CardType { adult };

enum class Sex { male, female, unspecified };

/// A name in one script. A person may have no family name; the title is never part of the name.
struct Name {
    std::string title;
    std::string given;
    std::string family;
};

/// A place in Lao script.
struct Place {
    std::string village;
    std::string district;
    std::string province;
};

/// One citizen's application for one card, checked by the rules. [record.schema.json]
struct Record {
    std::string application; ///< number of the application, unique in the registry
    CardType card_type = CardType::adult;
    std::string personal_number;
    Name lao;
    Name latin; ///< as the holder writes it: Lao has no official romanisation
    Sex sex = Sex::unspecified;
    PartialDate birth_date;
    Place birth_place;
    Place address;
    std::string household_book;
    card::Bytes photograph; ///< JPEG
    std::uint16_t photograph_width = 0;
    std::uint16_t photograph_height = 0;
};

} // namespace perso::intake
