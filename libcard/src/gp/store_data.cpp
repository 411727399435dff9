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

/// Of a data group with its header.
std::size_t size_of(const DataGroup& group)
{
    return (group.value.size() > most_short ? 5 : 3) + group.value.size();
}

std::size_t blocks_for(std::size_t size, std::size_t block)
{
    return block == 0 ? most_blocks + 1 : (size + block - 1) / block;
}

std::size_t size_of(const std::vector<DataGroup>& groups)
{
    std::size_t size = 0;
    for (const DataGroup& group : groups)
        size += size_of(group);
    return size;
}

/// One sequence; `before` groups were stored by those before it.
void send(iso7816::Channel& card, const std::vector<DataGroup>& groups, DgiEncryption encryption, std::size_t before,
    const GroupsStored& stored)
{
    std::size_t sent = 0;
    std::size_t complete = 0;
    std::size_t end = groups.empty() ? 0 : size_of(groups.front());
    for (const iso7816::Command& command : store_data_commands(groups, encryption, card.limits().nc)) {
        card.transmit(command).require(iso7816::sw::ok, "STORE DATA block " + std::to_string(command.p2));
        sent += command.data.size();
        const std::size_t complete_before = complete;
        while (complete < groups.size() && end <= sent)
            end += ++complete < groups.size() ? size_of(groups[complete]) : 0;
        if (stored && complete > complete_before)
            stored(before + complete);
    }
}

/// As many groups in one sequence as it can number blocks for.
void send_all(
    iso7816::Channel& card, const std::vector<DataGroup>& groups, DgiEncryption encryption, const GroupsStored& stored)
{
    const std::size_t block = card.limits().nc;
    for (const DataGroup& group : groups)
        require(blocks_for(size_of(group), block) <= most_blocks, Errc::data_too_long, "STORE DATA",
            "more than 256 blocks");
    std::vector<DataGroup> sequence;
    std::size_t before = 0;
    for (const DataGroup& group : groups) {
        if (blocks_for(size_of(sequence) + size_of(group), block) > most_blocks) {
            send(card, sequence, encryption, before, stored);
            before += sequence.size();
            sequence.clear();
        }
        sequence.push_back(group);
    }
    send(card, sequence, encryption, before, stored);
}

} // namespace

std::vector<iso7816::Command> store_data_commands(
    const std::vector<DataGroup>& groups, DgiEncryption encryption, std::size_t block)
{
    Bytes whole;
    for (const auto& [dgi, value] : groups)
        append(whole, data_group(dgi, value));
    const std::size_t count = blocks_for(whole.size(), block);
    require(count <= most_blocks, Errc::data_too_long, "STORE DATA", "more than 256 blocks");

    std::vector<iso7816::Command> commands;
    ByteView rest = whole;
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

std::vector<iso7816::Command> store_data_commands(Dgi dgi, ByteView value, DgiEncryption encryption, std::size_t block)
{
    return store_data_commands({{dgi, value}}, encryption, block);
}

void store_data(iso7816::Channel& card, const std::vector<DataGroup>& groups, const GroupsStored& stored)
{
    send_all(card, groups, DgiEncryption::none, stored);
}

void store_sensitive_data(Scp03Channel& card, const std::vector<DataGroup>& groups, const GroupsStored& stored)
{
    std::vector<Bytes> encrypted;
    for (const DataGroup& group : groups)
        encrypted.push_back(card.encrypt_sensitive(crypto::pad80(group.value)));
    std::vector<DataGroup> sent;
    for (std::size_t i = 0; i < groups.size(); ++i)
        sent.push_back({groups[i].dgi, encrypted[i]});
    send_all(card, sent, DgiEncryption::data_encryption_key, stored);
}

void store_data(iso7816::Channel& card, Dgi dgi, ByteView value)
{
    store_data(card, {{dgi, value}});
}

void store_sensitive_data(Scp03Channel& card, Dgi dgi, ByteView value)
{
    store_sensitive_data(card, {{dgi, value}});
}

} // namespace card::gp
