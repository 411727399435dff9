// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/error.hpp"

#include <concepts>
#include <cstdio>
#include <cstdlib>

namespace fuzz {

/// Hostile bytes may be refused by card::Error and by nothing else.
template <std::invocable Body>
void may_refuse(Body&& body)
{
    try {
        body();
    } catch (const card::Error&) {
        // refused, as it may
    }
}

/// Ends the run: what was accepted must hold.
inline void must_hold(bool condition, const char* what)
{
    if (condition)
        return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

/// What a decoder accepts, its encoder can write so that the decoder reads the same again.
template <typename Decode, typename Encode>
void round_trip(card::ByteView input, Decode decode, Encode encode)
{
    may_refuse([&] {
        const auto value = decode(input);
        card::Bytes written;
        try {
            written = encode(value);
        } catch (const card::Error&) {
            return; // read more generously than written
        }
        must_hold(decode(written) == value, "decode(encode(x)) == x");
    });
}

} // namespace fuzz
