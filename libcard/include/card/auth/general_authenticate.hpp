// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/iso7816/command.hpp"
#include "card/iso7816/response.hpp"
#include "card/tlv/tag.hpp"

#include <string_view>

/// GENERAL AUTHENTICATE with one object of dynamic authentication data each way. [9303-11] §4.4.4.2
namespace card::auth {

/// Whether more commands of the protocol follow.
enum class Chain { more, last };

/// The command with 7C {tag value}; an empty value leaves the template empty.
CARD_API iso7816::Command general_authenticate(Chain chain, tlv::Tag tag, ByteView value);

/// The value of the one object inside 7C, which must have this tag. Throws malformed_tlv.
CARD_API ByteView dynamic_authentication_data(ByteView data, tlv::Tag tag);

} // namespace card::auth
