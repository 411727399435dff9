// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/iso7816/command.hpp"
#include "card/tlv/tag.hpp"

#include <optional>

/// GENERAL AUTHENTICATE with one object of dynamic authentication data each way. [9303-11] §4.4.4.2
namespace card::auth {

/// Whether more commands of the protocol follow.
enum class Chain { more, last };

/// The command with 7C {tag value}; without a tag the template is empty.
CARD_API iso7816::Command general_authenticate(Chain chain, std::optional<tlv::Tag> tag = {}, ByteView value = {});

/// The objects inside 7C. Throws malformed_tlv.
CARD_API ByteView dynamic_authentication_data(ByteView data);

/// The value of the one object inside 7C, which must have this tag. Throws malformed_tlv.
CARD_API ByteView dynamic_authentication_data(ByteView data, tlv::Tag tag);

/// Whether the answer is 7C without content.
CARD_API bool is_empty_template(ByteView data);

} // namespace card::auth
