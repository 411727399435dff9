// SPDX-License-Identifier: Apache-2.0
#include "card/lds/com.hpp"

#include "text.hpp"

#include "card/base/error.hpp"
#include "card/lds/file_ids.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

namespace card::lds {

namespace {

constexpr tlv::Tag lds_version{0x5F01};
constexpr tlv::Tag unicode_version{0x5F36};
constexpr tlv::Tag tag_list{0x5C};

unsigned group_of(std::uint8_t tag)
{
    for (const File& file : data_groups)
        if (file.tag.value == tag)
            return file.group;
    throw Error{Errc::malformed_data, Step{"EF.COM"}, "lists what is no data group"};
}

} // namespace

Bytes encode(const Com& com)
{
    Bytes tags;
    for (const unsigned group : com.groups)
        tags.push_back(static_cast<std::uint8_t>(data_group(group).tag.value));
    return tlv::encode(
        file::com.tag, {tlv::encode(lds_version, as_bytes(com.lds_version)),
                           tlv::encode(unicode_version, as_bytes(com.unicode_version)), tlv::encode(tag_list, tags)});
}

Com decode_com(ByteView file)
{
    tlv::Reader reader{tlv::only(file, file::com.tag)};
    Com com{.lds_version = read_text(reader.expect(lds_version), "lds_version"),
        .unicode_version = read_text(reader.expect(unicode_version), "unicode_version"),
        .groups = {}};
    for (const std::uint8_t tag : reader.expect(tag_list))
        com.groups.push_back(group_of(tag));
    reader.finish();
    return com;
}

} // namespace card::lds
