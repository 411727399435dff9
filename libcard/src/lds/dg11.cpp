// SPDX-License-Identifier: Apache-2.0
#include "card/lds/dg11.hpp"

#include "tagged_fields.hpp"
#include "text.hpp"

#include "card/base/error.hpp"
#include "card/tlv/integer.hpp"
#include "card/tlv/writer.hpp"

namespace card::lds {

namespace {

namespace asn1 = tlv::asn1;

// [9303-10] table 55
constexpr tlv::Tag full_name{0x5F0E};
constexpr tlv::Tag other_names{0xA0};
constexpr tlv::Tag other_name{0x5F0F};
constexpr tlv::Tag personal_number{0x5F10};
constexpr tlv::Tag full_date_of_birth{0x5F2B};
constexpr tlv::Tag place_of_birth{0x5F11};
constexpr tlv::Tag address{0x5F42};

constexpr std::size_t max_other_names = 32;

Bytes write_other_names(const std::vector<std::string>& names)
{
    if (names.empty())
        return {};
    if (names.size() > max_other_names)
        throw Error{Errc::malformed_data, "too many names"}.with_field("other_names");
    Bytes out = tlv::encode(asn1::integer, Bytes{static_cast<std::uint8_t>(names.size())});
    for (const std::string& name : names)
        append(out, tlv::encode(other_name, checked_text(name, "other_names")));
    return out;
}

std::vector<std::string> read_other_names(tlv::Reader reader)
{
    const std::uint64_t count = tlv::decode_unsigned(reader.expect(asn1::integer));
    std::vector<std::string> names;
    while (!reader.at_end() && names.size() < max_other_names)
        names.push_back(read_text(reader.expect(other_name), "other_names"));
    reader.finish();
    if (names.size() != count)
        throw Error{Errc::malformed_data, "another number of names than announced"}.with_field("other_names");
    return names;
}

} // namespace

Bytes encode(const Dg11& dg11)
{
    TaggedFields fields;
    fields.add(full_name, checked_text(dg11.full_name, "full_name"));
    fields.add(other_names, write_other_names(dg11.other_names));
    fields.add(personal_number, checked_text(dg11.personal_number, "personal_number"));
    if (!dg11.full_date_of_birth.empty())
        fields.add(full_date_of_birth, checked_full_date(dg11.full_date_of_birth, "full_date_of_birth"));
    fields.add(place_of_birth, checked_text(join_parts(dg11.place_of_birth, "place_of_birth"), "place_of_birth"));
    fields.add(address, checked_text(join_parts(dg11.address, "address"), "address"));
    return fields.encode(file::dg11);
}

Dg11 decode_dg11(ByteView file)
{
    Dg11 dg11;
    for (const tlv::Element& field : read_tagged_fields(file, file::dg11)) {
        if (field.tag == full_name)
            dg11.full_name = read_text(field.value, "full_name");
        else if (field.tag == other_names)
            dg11.other_names = read_other_names(tlv::Reader{field.value});
        else if (field.tag == personal_number)
            dg11.personal_number = read_text(field.value, "personal_number");
        else if (field.tag == full_date_of_birth)
            dg11.full_date_of_birth = read_full_date(field.value, "full_date_of_birth");
        else if (field.tag == place_of_birth)
            dg11.place_of_birth = split_parts(read_text(field.value, "place_of_birth"));
        else if (field.tag == address)
            dg11.address = split_parts(read_text(field.value, "address"));
    }
    return dg11;
}

} // namespace card::lds
