// SPDX-License-Identifier: Apache-2.0
#include "card/pcsc/context.hpp"

#include "codes.hpp"

namespace card::pcsc {

Context::Context(SCard& scard) : scard_{scard}
{
    const Code code = scard_.establish_context(handle_);
    if (code != Code::success)
        throw Error{Errc::service_unavailable, Step{"SCardEstablishContext"}, describe("SCardEstablishContext", code)};
}

Context::~Context()
{
    scard_.release_context(handle_);
}

void Context::cancel() noexcept
{
    scard_.cancel(handle_);
}

} // namespace card::pcsc
