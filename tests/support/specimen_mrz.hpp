// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/lds/mrz.hpp"

namespace test {

/// The zone of a Lao card.
inline card::lds::Mrz specimen_mrz()
{
    return {.document_code = "ID",
        .issuing_state = "LAO",
        .document_number = "L12345678",
        .optional_data_1 = "123456789012345",
        .date_of_birth = "900401",
        .sex = 'F',
        .date_of_expiry = "361121",
        .nationality = "LAO",
        .optional_data_2 = "",
        .primary_identifier = "PHOMMAVONG",
        .secondary_identifier = "DAOHEUANG"};
}

} // namespace test
