// SPDX-License-Identifier: Apache-2.0
#include "card/lds/dg1.hpp"

#include "card/base/error.hpp"
#include "card/lds/file_ids.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

namespace card::lds {

namespace {

constexpr tlv::Tag mrz_data{0x5F1F};

} // namespace

Bytes encode(const Dg1& dg1)
{
    return tlv::encode(file::dg1.tag, tlv::encode(mrz_data, as_bytes(build_td1(dg1.mrz))));
}

Dg1 decode_dg1(ByteView file)
{
    return {parse_mrz(as_text(tlv::only(tlv::only(file, file::dg1.tag), mrz_data)))};
}

} // namespace card::lds
