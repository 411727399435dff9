// SPDX-License-Identifier: Apache-2.0
#include "card/iso7816/chaining.hpp"

#include "card/base/error.hpp"
#include "card/iso7816/secret_command.hpp"

namespace card::iso7816 {

namespace {

/// A piece of the data, wiped afterwards: it may be of a key.
SecretCommand with_data(const Command& command, std::uint8_t cla, ByteView data, std::size_t ne)
{
    return {{.cla = cla, .ins = command.ins, .p1 = command.p1, .p2 = command.p2, .ne = ne}, {data}};
}

} // namespace

Response ChainingChannel::transmit(const Command& command)
{
    const std::size_t nc = below_.limits().nc;
    if (nc == 0 && !command.data.empty()) // no piece would ever be the last
        throw Error{Errc::data_too_long, "the channel below carries no data"};
    ByteView rest = command.data;
    while (rest.size() > nc) {
        const auto chained = static_cast<std::uint8_t>(command.cla | cla::chaining);
        Response response = below_.transmit(with_data(command, chained, rest.first(nc), 0).get());
        if (response.sw() != sw::ok)
            return response;
        rest = rest.subspan(nc);
    }
    if (rest.size() == command.data.size())
        return below_.transmit(command);
    return below_.transmit(with_data(command, command.cla, rest, command.ne).get());
}

} // namespace card::iso7816
