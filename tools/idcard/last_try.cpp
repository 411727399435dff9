// SPDX-License-Identifier: Apache-2.0
#include "idcard/last_try.hpp"

#include "card/base/error.hpp"
#include "card/cli/secret_input.hpp"
#include "idcard/output/pin_report.hpp"

#include <fmt/format.h>

#include <iostream>

namespace idcard {

using card::session::HolderPin;
using card::session::Tries;

namespace {

void require(Secret secret, const Tries& tries, bool last_try)
{
    if (secret == Secret::pin)
        card::session::require_pin(tries, last_try);
    else
        card::session::require_puk(tries, last_try);
}

std::string_view name(Secret secret)
{
    return secret == Secret::pin ? "PIN" : "PUK";
}

std::string question(Secret secret, const Context& context)
{
    return secret == Secret::pin
               ? context.text("If this PIN is wrong, the PIN is blocked. Type yes to use the last try: ")
               : context.text("If this PUK is wrong, only the issuing office can help. Type yes to use the last try: ");
}

// One byte of state, one of tries and one that says whether these are known; then the GUID, if there is one.
void add(card::Bytes& out, const Tries& tries)
{
    out.push_back(static_cast<std::uint8_t>(tries.state));
    out.push_back(static_cast<std::uint8_t>(tries.left.value_or(0)));
    out.push_back(tries.left.has_value());
}

Tries tries_at(card::ByteView bytes)
{
    Tries tries{static_cast<Tries::State>(bytes[0])};
    if (bytes[2] != 0)
        tries.left = bytes[1];
    return tries;
}

} // namespace

bool allow_last_try(const Context& context, Secret secret, const Tries& tries, const LastTry& allowed)
{
    require(secret, tries, true);
    std::cerr << fmt::format("{}: {}\n", name(secret), tries_text(tries, context.catalogue()));
    if (tries.left != 1U)
        return allowed.option;
    if (!allowed.option &&
        !(allowed.interactive && card::cli::confirmed(std::string{name(secret)}, question(secret, context))))
        require(secret, tries, false);
    return true;
}

card::Bytes encode(const HolderPin& state)
{
    card::Bytes out;
    add(out, state.pin);
    add(out, state.puk);
    if (state.guid)
        card::append(out, *state.guid);
    return out;
}

HolderPin decode_holder_pin(card::ByteView bytes)
{
    constexpr std::size_t tries_size = 3;
    HolderPin state;
    constexpr std::size_t guid_begin = 2 * tries_size;
    if (bytes.size() != guid_begin && bytes.size() != guid_begin + card::piv::Guid{}.size())
        throw card::Error{card::Errc::malformed_data, card::Step{"worker"}, "no state of a PIN"};
    state.pin = tries_at(bytes.first(tries_size));
    state.puk = tries_at(bytes.subspan(tries_size, tries_size));
    if (bytes.size() > guid_begin)
        std::ranges::copy(bytes.subspan(guid_begin), state.guid.emplace().begin());
    return state;
}

} // namespace idcard
