// SPDX-License-Identifier: Apache-2.0
#include "card/gp/store_data.hpp"

#include "card/base/error.hpp"
#include "card/crypto/cipher.hpp"

#include <algorithm>
#include <string>

namespace card::gp {

namespace {

constexpr std::size_t most_blocks = 256; ///< P2 numbers them in one byte
constexpr std::size_t most_short = 0xFE;
constexpr std::uint8_t dgi_format = 0x08;
constexpr std::uint8_t last_block = 0x80;

/// DGI, length in one byte or FF and two, value. [GP] §11.11.2.3
Bytes data_group(Dgi dgi, ByteView value)
{
    require(value.size() <= 0xFFFF, Errc::data_too_long, "STORE DATA", "more than a DGI can hold");
    Bytes out = big_endian(dgi.value, 2);
    if (value.size() > most_short)
        out.push_back(0xFF);
    append(out, big_endian(value.size(), value.size() > most_short ? 2 : 1));
    append(out, value);
    return out;
}

void send(iso7816::Channel& card, const std::vector<iso7816::Command>& commands)
{
    for (const iso7816::Command& command : commands)
        card.transmit(command).require(iso7816::sw::ok, "STORE DATA block " + std::to_string(command.p2));
}

} // namespace

std::vector<iso7816::Command> store_data_commands(Dgi dgi, ByteView value, DgiEncryption encryption, std::size_t block)
{
    const Bytes group = data_group(dgi, value);
    const std::size_t count = block == 0 ? most_blocks + 1 : (group.size() + block - 1) / block;
    require(count <= most_blocks, Errc::data_too_long, "STORE DATA", "more than 256 blocks");

    std::vector<iso7816::Command> commands;
    ByteView rest = group;
    for (std::size_t number = 0; number < count; ++number) {
        const ByteView part = rest.first(std::min(block, rest.size()));
        rest = rest.subspan(part.size());
        const unsigned p1 = dgi_format | static_cast<unsigned>(encryption) | (rest.empty() ? last_block : 0U);
        commands.push_back({.cla = iso7816::cla::globalplatform,
            .ins = iso7816::Ins::store_data,
            .p1 = static_cast<std::uint8_t>(p1),
            .p2 = static_cast<std::uint8_t>(number),
            .data = to_bytes(part)});
    }
    return commands;
}

void store_data(iso7816::Channel& card, Dgi dgi, ByteView value)
{
    send(card, store_data_commands(dgi, value, DgiEncryption::none, card.limits().nc));
}

void store_sensitive_data(Scp03Channel& card, Dgi dgi, ByteView value)
{
    const Bytes encrypted = card.encrypt_sensitive(crypto::pad80(value));
    send(card, store_data_commands(dgi, encrypted, DgiEncryption::data_encryption_key, card.limits().nc));
}

} // namespace card::gp
