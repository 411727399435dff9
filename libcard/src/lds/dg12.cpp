// SPDX-License-Identifier: Apache-2.0
#include "card/lds/dg12.hpp"

#include "tagged_fields.hpp"
#include "text.hpp"

namespace card::lds {

namespace {

// [9303-10] table 56
constexpr tlv::Tag issuing_authority{0x5F19};
constexpr tlv::Tag date_of_issue{0x5F26};

} // namespace

Bytes encode(const Dg12& dg12)
{
    TaggedFields fields;
    fields.add(issuing_authority, checked_text(dg12.issuing_authority, "issuing_authority"));
    if (dg12.date_of_issue)
        fields.add(date_of_issue, as_bytes(to_digits(*dg12.date_of_issue)));
    return fields.encode(file::dg12);
}

Dg12 decode_dg12(ByteView file)
{
    Dg12 dg12;
    for (const tlv::Element& field : read_tagged_fields(file, file::dg12)) {
        if (field.tag == issuing_authority)
            dg12.issuing_authority = read_text(field.value, "issuing_authority");
        else if (field.tag == date_of_issue)
            dg12.date_of_issue = parse_date(read_full_date(field.value, "date_of_issue"));
    }
    return dg12;
}

} // namespace card::lds
