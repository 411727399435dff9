// SPDX-License-Identifier: Apache-2.0
#include "card/iso7816/response.hpp"

#include "card/base/error.hpp"
#include "card/base/secure_bytes.hpp"

namespace card::iso7816 {

namespace {

Errc errc_for(StatusWord status)
{
    if (status == sw::file_not_found)
        return Errc::file_not_found;
    if (status == sw::security_status_not_satisfied || status == sw::conditions_not_satisfied)
        return Errc::access_denied;
    return Errc::unexpected_status;
}

} // namespace

/// What was here ends with the parameter.
Response& Response::operator=(Response other) noexcept
{
    data_.swap(other.data_);
    sw_ = other.sw_;
    return *this;
}

Response::~Response()
{
    wipe(data_);
}

Response Response::decode(ByteView apdu)
{
    if (apdu.size() < 2)
        throw Error{Errc::response_malformed, "response without a status word"};
    const ByteView data = apdu.first(apdu.size() - 2);
    return {to_bytes(data), StatusWord{static_cast<std::uint16_t>(from_big_endian(apdu.last(2)))}};
}

const Response& Response::require(StatusWord expected, std::string_view step) const
{
    return require({expected}, step);
}

const Response& Response::require(std::initializer_list<StatusWord> expected, std::string_view step) const
{
    if (std::find(expected.begin(), expected.end(), sw_) == expected.end())
        throw Error{errc_for(sw_), Step{std::string{step}}, sw_};
    return *this;
}

} // namespace card::iso7816
