// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"
#include "card/pcsc/scard.hpp"

namespace card::pcsc {

/// What a failure means where neither a context nor a connection gives it another meaning.
constexpr Errc errc_for(Code code)
{
    switch (code) {
    case Code::no_service:
    case Code::service_stopped:
        return Errc::service_unavailable;
    case Code::unknown_reader:
        return Errc::reader_not_found;
    case Code::no_smartcard:
    case Code::removed_card:
    case Code::unpowered_card:
        return Errc::no_card;
    case Code::unresponsive_card:
        return Errc::card_mute;
    case Code::reset_card:
        return Errc::card_reset;
    default:
        return Errc::reader_failed;
    }
}

/// Whether the service is gone, where a question was about it or its readers and not put to a card: then the connection
/// to it is all that can break.
constexpr bool is_service_gone(Code code)
{
    return code == Code::no_service || code == Code::service_stopped || code == Code::comm_error ||
           code == Code::security_violation || code == Code::invalid_handle;
}

/// "SCardTransmit 80100016": for logs.
std::string describe(const char* function, Code code);

/// Throws unless the code is success.
inline void require_success(Code code, const char* function)
{
    if (code != Code::success)
        throw Error{errc_for(code), Step{function}, describe(function, code)};
}

/// The same for what is asked of the service alone.
inline void require_service(Code code, const char* function)
{
    if (is_service_gone(code))
        throw Error{Errc::service_unavailable, Step{function}, describe(function, code)};
    require_success(code, function);
}

} // namespace card::pcsc
