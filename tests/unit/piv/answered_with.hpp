// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/hex.hpp"
#include "card/iso7816/plain_channel.hpp"

#include "support/faulty_transport.hpp"
#include "support/throws.hpp"

namespace test {

/// What `body` makes of a card that answers each command with the same bytes.
template <class Body>
std::optional<card::Errc> answered_with(const std::string& answer, Body body)
{
    FunctionTransport card{[&](card::ByteView) { return card::from_hex(answer); }};
    card::iso7816::PlainChannel channel{card};
    return error_of([&] { return static_cast<void>(body(channel)), 0; });
}

} // namespace test
