// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/iso7816/channel.hpp"
#include "card/sm/suite.hpp"

/// The data objects of secure messaging, DO 85, 87, 97, 99 and 8E. [9303-11] §9.8.4
namespace card::sm {

/// The protected form of a command; raises the counter.
CARD_API iso7816::Command protect(Suite& suite, const iso7816::Command& command);

/// The answer inside a protected one: MAC first, then decryption; raises the counter.
/// Throws secure_messaging_failed unless the data objects are exactly [87 or 85], 99, 8E, the MAC is right, DO 99
/// repeats the status word and the padding is whole.
CARD_API iso7816::Response unprotect(Suite& suite, const iso7816::Command& command, const iso7816::Response& response);

/// The most plain bytes whose protected form, with DO 99 or DO 97 and DO 8E, has at most `size` bytes.
CARD_API std::size_t plain_capacity(std::size_t size);

} // namespace card::sm
