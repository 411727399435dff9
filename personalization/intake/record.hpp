// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/lds/dg13.hpp"
#include "card/text/partial_date.hpp"

#include <string>
#include <vector>

namespace perso::intake {

using card::lds::CardType;

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

/// A picture in JPEG, as it came.
struct Picture {
    card::Bytes jpeg;
    std::uint16_t width = 0;
    std::uint16_t height = 0;
};

/// Whom to tell when something happens to the holder.
struct Contact {
    std::string name; ///< Lao
    std::string telephone;
    Place address;
};

/// One citizen's application for one card, checked by the rules. [record.schema.json]
struct Record {
    std::string application; ///< number of the application, unique in the registry
    CardType card_type = CardType::adult;
    std::string earlier_card; ///< document number of the card that this one follows; may be empty but for a renewal
    std::string personal_number;
    Name lao;
    Name latin; ///< as the holder writes it: Lao has no official romanisation
    Sex sex = Sex::unspecified;
    card::text::PartialDate birth_date;
    Place birth_place;
    Place address;
    std::string household_book;
    bool household_together = false; ///< wait for the other records of this household
    Picture photograph;
    std::optional<Picture> signature; ///< of who can sign
    std::vector<Contact> notify;      ///< may be empty
};

} // namespace perso::intake
