// SPDX-License-Identifier: Apache-2.0
#include "card/gp/initialize_update.hpp"

#include "card/base/error.hpp"

#include <algorithm>

namespace card::gp {

namespace {

constexpr std::string_view step = "INITIALIZE UPDATE";
constexpr std::size_t answer_size = 32;
constexpr std::uint8_t scp03 = 0x03;
constexpr std::uint8_t i_parameter = 0x70; ///< pseudo-random challenges of 8 bytes, R-MAC and R-ENC. [GP-D] §5.1

/// Copies the next bytes into `field` and moves on.
void take(ByteView& rest, std::span<std::uint8_t> field)
{
    std::copy_n(rest.begin(), field.size(), field.begin());
    rest = rest.subspan(field.size());
}

} // namespace

CardIdentification decode_initialize_update(ByteView data)
{
    require(data.size() == answer_size, Errc::response_malformed, step, "the answer is not 32 bytes");
    CardIdentification card{};
    std::array<std::uint8_t, 3> key_information{};
    take(data, card.kdd.bytes);
    take(data, key_information);
    take(data, card.card_challenge);
    take(data, card.card_cryptogram);
    take(data, card.sequence_counter);
    card.kvn = Kvn{key_information[0]};
    require(key_information[1] == scp03, Errc::response_malformed, step, "not SCP03");
    require(key_information[2] == i_parameter, Errc::response_malformed, step, "SCP03 with another i than 70");
    return card;
}

CardIdentification initialize_update(iso7816::Channel& card, Kvn kvn, const Challenge& host_challenge)
{
    const iso7816::Response response = card.transmit({.cla = iso7816::cla::globalplatform,
        .ins = iso7816::Ins::initialize_update,
        .p1 = kvn.value,
        .data = to_bytes(host_challenge),
        .ne = iso7816::max_short_ne});
    return decode_initialize_update(response.require(iso7816::sw::ok, step).data());
}

} // namespace card::gp
