// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/lds/mrz.hpp"

namespace card::lds {

/// DG1: the machine readable zone. [9303-10] §4.7.1
struct Dg1 {
    Mrz mrz;
};

/// As TD1. Throws malformed_data, with the field's name, for a field that the zone cannot hold.
CARD_API Bytes encode(const Dg1& dg1);
/// TD1, TD2 or TD3. Throws malformed_tlv, malformed_data.
CARD_API Dg1 decode_dg1(ByteView file);

} // namespace card::lds
