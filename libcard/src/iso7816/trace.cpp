// SPDX-License-Identifier: Apache-2.0
#include "card/iso7816/trace.hpp"

#include "card/base/hex.hpp"

#include <fmt/format.h>

namespace card::iso7816 {

namespace {

std::string describe_command(ByteView apdu, Masking masking)
{
    if (masking == Masking::none || apdu.size() < 4)
        return fmt::format("> {}", to_hex(apdu));
    return fmt::format("> {:02X} {:02X} {:02X} {:02X} ({} bytes)", apdu[0], apdu[1], apdu[2], apdu[3], apdu.size() - 4);
}

std::string describe_response(ByteView apdu, Masking masking)
{
    if (apdu.size() < 2)
        return fmt::format("< {} bytes without a status word", apdu.size());
    const ByteView data = apdu.first(apdu.size() - 2);
    const std::string status = fmt::format("{:04X}", from_big_endian(apdu.last(2)));
    if (masking == Masking::none)
        return data.empty() ? fmt::format("< {}", status) : fmt::format("< {} {}", to_hex(data), status);
    return fmt::format("< ({} bytes) {}", data.size(), status);
}

} // namespace

TracingTransport::TracingTransport(Transport& below, LogSink sink, Masking masking)
    : below_{below}, sink_{std::move(sink)}, masking_{masking}
{
}

Bytes TracingTransport::exchange(ByteView command)
{
    if (!sink_)
        return below_.exchange(command);
    sink_(describe_command(command, masking_));
    Bytes answer = below_.exchange(command);
    sink_(describe_response(answer, masking_));
    return answer;
}

} // namespace card::iso7816
