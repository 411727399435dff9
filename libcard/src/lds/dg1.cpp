// SPDX-License-Identifier: Apache-2.0
#include "card/lds/dg1.hpp"

#include "card/base/error.hpp"
#include "card/lds/file_ids.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

namespace card::lds {

namespace {

constexpr tlv::Tag mrz_data{0x5F1F};
constexpr std::size_t td2_size = 72;
constexpr std::size_t td3_size = 88;

} // namespace

Bytes encode(const Dg1& dg1)
{
    return tlv::encode(file::dg1.tag, tlv::encode(mrz_data, as_bytes(build_td1(dg1.mrz))));
}

Dg1 decode_dg1(ByteView file)
{
    const ByteView zone = tlv::only(tlv::only(file, file::dg1.tag), mrz_data);
    if (zone.size() == td2_size || zone.size() == td3_size)
        throw Error{Errc::unsupported, Step{"DG1"}, "a machine readable zone of another size than TD1"};
    return {parse_td1(as_text(zone))};
}

} // namespace card::lds
