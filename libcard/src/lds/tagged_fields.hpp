// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/date.hpp"
#include "card/lds/file_ids.hpp"
#include "card/tlv/reader.hpp"

#include <string_view>
#include <vector>

/// DG11 and DG12 are built alike: a list of tags, then the data objects. [9303-10] §4.7.11, §4.7.12
namespace card::lds {

/// Collects data objects for such a file; the tag list is written first.
class TaggedFields {
public:
    /// Leaves empty values out.
    void add(tlv::Tag tag, ByteView value);
    Bytes encode(const File& file) const;

private:
    Bytes tags_;
    Bytes objects_;
};

/// The data objects behind the tag list, each tag at most once and none that the list lacks.
std::vector<tlv::Element> read_tagged_fields(ByteView file, const File& which);

/// Eight digits; early editions asked for four bytes of two digits each.
std::string read_full_date(ByteView value, std::string_view field);
/// Throws malformed_data, with the field's name, unless the text is eight digits that name a day; an unknown day, and
/// with it perhaps the month, is 00.
ByteView checked_full_date(const std::string& date, std::string_view field);

} // namespace card::lds
