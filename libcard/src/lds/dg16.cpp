// SPDX-License-Identifier: Apache-2.0
#include "card/lds/dg16.hpp"

#include "tagged_fields.hpp"
#include "text.hpp"

#include "card/base/error.hpp"
#include "card/tlv/integer.hpp"
#include "card/tlv/writer.hpp"

namespace card::lds {

namespace {

// [9303-10] table 60
constexpr tlv::Tag count{tlv::asn1::integer};
constexpr tlv::Tag date_recorded{0x5F50};
constexpr tlv::Tag name{0x5F51};
constexpr tlv::Tag telephone{0x5F52};
constexpr tlv::Tag address{0x5F53};

constexpr std::size_t most_persons = 15; // as many as have a tag

/// A1 for the first person, AF for the fifteenth.
tlv::Tag person_tag(std::size_t number)
{
    return tlv::Tag{static_cast<std::uint32_t>(0xA0 + number)};
}

void expect(bool condition, const char* sentence)
{
    require(condition, Errc::malformed_data, "DG16", sentence);
}

Bytes write_field(tlv::Tag tag, ByteView value)
{
    return value.empty() ? Bytes{} : tlv::encode(tag, value);
}

Bytes write(const PersonToNotify& person)
{
    const std::string recorded = person.recorded ? to_digits(*person.recorded) : std::string{};
    const std::string joined = join_parts(person.address, "address");
    Bytes fields = write_field(date_recorded, as_bytes(recorded));
    append(fields, write_field(name, checked_text(person.name, "name")));
    append(fields, write_field(telephone, checked_text(person.telephone, "telephone")));
    append(fields, write_field(address, checked_text(joined, "address")));
    expect(!fields.empty(), "a person without data");
    return fields;
}

std::string accept_text(tlv::Reader& reader, tlv::Tag tag, std::string_view field)
{
    const auto value = reader.accept(tag);
    return value ? read_text(*value, field) : std::string{};
}

PersonToNotify read(tlv::Reader fields)
{
    expect(!fields.at_end(), "a person without data");
    PersonToNotify person;
    if (const auto date = fields.accept(date_recorded))
        person.recorded = parse_date(read_full_date(*date, "date_recorded"));
    person.name = accept_text(fields, name, "name");
    person.telephone = accept_text(fields, telephone, "telephone");
    person.address = split_parts(accept_text(fields, address, "address"));
    fields.finish();
    return person;
}

} // namespace

Bytes encode(const Dg16& dg16)
{
    expect(!dg16.persons.empty() && dg16.persons.size() <= most_persons, "one to fifteen persons");
    Bytes out = tlv::encode(count, Bytes{static_cast<std::uint8_t>(dg16.persons.size())});
    for (std::size_t i = 0; i < dg16.persons.size(); ++i)
        append(out, tlv::encode(person_tag(i + 1), write(dg16.persons[i])));
    return tlv::encode(file::dg16.tag, out);
}

Dg16 decode_dg16(ByteView file)
{
    tlv::Reader reader{tlv::only(file, file::dg16.tag)};
    const std::uint64_t announced = tlv::decode_unsigned(reader.expect(count));
    expect(announced >= 1 && announced <= most_persons, "one to fifteen persons");
    Dg16 dg16;
    while (dg16.persons.size() < announced)
        dg16.persons.push_back(read(tlv::Reader{reader.expect(person_tag(dg16.persons.size() + 1))}));
    reader.finish();
    return dg16;
}

} // namespace card::lds
