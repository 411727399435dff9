// SPDX-License-Identifier: Apache-2.0
#include "card/auth/general_authenticate.hpp"

#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

namespace card::auth {

namespace {

constexpr tlv::Tag dynamic_data{0x7C};

} // namespace

iso7816::Command general_authenticate(Chain chain, std::optional<tlv::Tag> tag, ByteView value)
{
    return {.cla = chain == Chain::more ? iso7816::cla::chaining : iso7816::cla::interindustry,
        .ins = iso7816::Ins::general_authenticate_plain,
        .data = tlv::encode(dynamic_data, tag ? tlv::encode(*tag, value) : Bytes{}),
        .ne = iso7816::max_short_ne};
}

ByteView dynamic_authentication_data(ByteView data)
{
    return tlv::only(data, dynamic_data);
}

ByteView dynamic_authentication_data(ByteView data, tlv::Tag tag)
{
    return tlv::only(dynamic_authentication_data(data), tag);
}

bool is_empty_template(ByteView data)
{
    return equal(data, tlv::encode(dynamic_data, ByteView{}));
}

} // namespace card::auth
