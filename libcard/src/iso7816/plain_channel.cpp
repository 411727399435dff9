// SPDX-License-Identifier: Apache-2.0
#include "card/iso7816/plain_channel.hpp"

#include "card/base/error.hpp"
#include "card/base/secure_bytes.hpp"

namespace card::iso7816 {

namespace {

constexpr std::size_t most_collected = 65'536;
constexpr unsigned most_pieces = 300; // 256 full ones take 64 KiB

/// [7816-4:2005] §5.1.1, and [GP] §11.1.4 for the classes 8x
bool is_protected(std::uint8_t cla)
{
    if ((cla & 0x80) != 0)
        return (cla & cla::globalplatform_secure) != 0;
    const bool further_channels = (cla & 0x40) != 0;
    return (cla & (further_channels ? 0x20 : cla::secure_messaging)) != 0;
}

/// xx of 61xx and 6Cxx, where 00 stands for 256.
std::size_t told_length(StatusWord status)
{
    return status.sw2() == 0 ? max_short_ne : status.sw2();
}

/// GET RESPONSE in clear, on the logical channel of the command. [7816-4:2005] §7.6.1
Command get_response(std::uint8_t cla, StatusWord status)
{
    const bool further_channels = (cla & 0xC0) == 0x40;
    const auto channel = static_cast<std::uint8_t>(further_channels ? cla & 0x4F : cla & 0x03);
    return {.cla = channel, .ins = Ins::get_response, .ne = told_length(status)};
}

} // namespace

Response PlainChannel::transmit(const Command& command)
{
    if (command.data.size() > limits_.nc)
        throw Error{Errc::data_too_long, "command is longer than the card takes"};
    Response response = send(command);
    // A command that asked for nothing cannot have asked for too much: VERIFY is never sent twice.
    if (sw::wrong_le(response.sw()) && command.ne > 0 && !is_protected(command.cla)) {
        Command again = command;
        again.ne = told_length(response.sw());
        response = send(again);
    }
    if (sw::more_data(response.sw()))
        return collect(std::move(response), command.cla);
    return response;
}

Response PlainChannel::send(const Command& command)
{
    Bytes apdu = encode(command);
    Bytes answer = [&] {
        try {
            return transport_.exchange(apdu);
        } catch (...) {
            wipe(apdu);
            throw;
        }
    }();
    wipe(apdu); // it may have carried a PIN
    Response response = Response::decode(answer);
    wipe(answer);
    if (response.data().size() > command.ne)
        throw Error{Errc::response_too_long, "more data than the command asked for"};
    return response;
}

/// The pieces are put together when their size is known: data that grow leave copies behind.
Response PlainChannel::collect(Response first, std::uint8_t cla)
{
    std::size_t size = first.data().size();
    std::vector<Response> pieces;
    pieces.push_back(std::move(first));
    for (StatusWord status = pieces.back().sw(); sw::more_data(status); status = pieces.back().sw()) {
        if (pieces.size() > most_pieces)
            throw Error{Errc::response_too_long, "the card never finishes its answer"};
        Command command = get_response(cla, status);
        Response piece = send(command);
        if (sw::wrong_le(piece.sw())) {
            command.ne = told_length(piece.sw());
            piece = send(command);
        }
        if (sw::more_data(piece.sw()) && piece.data().empty())
            throw Error{Errc::response_malformed, "GET RESPONSE brought no data and promises more"};
        size += piece.data().size();
        if (size > most_collected)
            throw Error{Errc::response_too_long, "answer of more than 64 KiB"};
        pieces.push_back(std::move(piece));
    }
    Bytes data;
    data.reserve(size);
    for (const Response& piece : pieces)
        append(data, piece.data());
    return {std::move(data), pieces.back().sw()};
}

} // namespace card::iso7816
