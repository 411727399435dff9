// SPDX-License-Identifier: Apache-2.0
#include "card/sm/secure_channel.hpp"

#include "card/base/error.hpp"
#include "card/sm/data_objects.hpp"

#include <algorithm>

namespace card::sm {

SecureChannel::SecureChannel(iso7816::Channel& below, crypto::SessionKeys keys, SendSequenceCounter ssc)
    : below_{below}, suite_{std::move(keys), ssc}
{
}

iso7816::Response SecureChannel::transmit(const iso7816::Command& command)
{
    require(open_, Errc::secure_messaging_failed, "secure messaging", "the channel is closed");
    if (command.data.size() > limits().nc)
        throw Error{Errc::data_too_long, "command is longer than the card takes under secure messaging"};

    open_ = false; // whatever goes wrong from here on, the counters of both sides no longer agree
    iso7816::Command protected_command = protect(suite_, command);
    if (below_.limits().ne <= iso7816::max_short_ne)
        protected_command.ne = iso7816::max_short_ne;
    iso7816::Response response = unprotect(suite_, command, below_.transmit(protected_command));
    open_ = true;

    // A short Le of zero asks for all there is: the channel below collected it in pieces.
    if (response.data().size() > command.ne && command.ne != iso7816::max_short_ne)
        throw Error{Errc::response_too_long, "more data than the command asked for"};
    return response;
}

iso7816::Limits SecureChannel::limits() const
{
    const iso7816::Limits below = below_.limits();
    return {.nc = plain_capacity(below.nc), .ne = plain_capacity(below.ne)};
}

} // namespace card::sm
