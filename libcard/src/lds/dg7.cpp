// SPDX-License-Identifier: Apache-2.0
#include "card/lds/dg7.hpp"

#include "card/base/error.hpp"
#include "card/lds/file_ids.hpp"
#include "card/tlv/integer.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

namespace card::lds {

namespace {

constexpr tlv::Tag count{tlv::asn1::integer};
constexpr tlv::Tag image{0x5F43};
constexpr std::size_t most_images = 9;

void expect(bool condition, const char* sentence)
{
    require(condition, Errc::malformed_data, "DG7", sentence);
}

} // namespace

Bytes encode(const Dg7& dg7)
{
    expect(!dg7.images.empty() && dg7.images.size() <= most_images, "one to nine pictures");
    Bytes out = tlv::encode(count, Bytes{static_cast<std::uint8_t>(dg7.images.size())});
    for (const Bytes& picture : dg7.images) {
        expect(!picture.empty(), "an empty picture");
        append(out, tlv::encode(image, picture));
    }
    return tlv::encode(file::dg7.tag, out);
}

Dg7 decode_dg7(ByteView file)
{
    tlv::Reader reader{tlv::only(file, file::dg7.tag)};
    const std::uint64_t announced = tlv::decode_unsigned(reader.expect(count));
    expect(announced >= 1 && announced <= most_images, "one to nine pictures");
    Dg7 dg7;
    while (dg7.images.size() < announced) {
        dg7.images.push_back(to_bytes(reader.expect(image)));
        expect(!dg7.images.back().empty(), "an empty picture");
    }
    reader.finish();
    return dg7;
}

} // namespace card::lds
