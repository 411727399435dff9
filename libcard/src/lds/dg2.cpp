// SPDX-License-Identifier: Apache-2.0
#include "card/lds/dg2.hpp"

#include "card/base/error.hpp"
#include "card/lds/file_ids.hpp"
#include "card/tlv/integer.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

namespace card::lds {

namespace {

namespace asn1 = tlv::asn1;

// Biometric information group template. [9303-10] §4.7.2, [7816-11:2004] §7
constexpr tlv::Tag group_template{0x7F61};
constexpr tlv::Tag information_template{0x7F60};
constexpr tlv::Tag header_template{0xA1};
constexpr tlv::Tag patron_header_version{0x80};
constexpr tlv::Tag biometric_type{0x81};
constexpr tlv::Tag biometric_subtype{0x82};
constexpr tlv::Tag format_owner{0x87};
constexpr tlv::Tag format_type{0x88};
constexpr tlv::Tag data_block{0x5F2E};
constexpr tlv::Tag constructed_data_block{0x7F2E}; // ISO/IEC 39794 and templates of several objects

constexpr std::uint64_t owner_iso_jtc1_sc37 = 0x0101;
constexpr std::uint64_t type_iso_19794_5 = 0x0008;
constexpr std::uint8_t type_facial_features = 0x02;

// Sizes of the parts of a face record. [19794-5:2005] §5
constexpr std::size_t record_header_size = 14;
constexpr std::size_t face_information_size = 20;
constexpr std::size_t feature_point_size = 8;
constexpr std::size_t image_information_size = 12;
constexpr std::uint8_t full_frontal = 0x01;
constexpr std::uint8_t colour_space_srgb = 0x01;
constexpr std::string_view format_identifier{"FAC\0", 4};
constexpr std::string_view version_number{"010\0", 4};

[[noreturn]] void malformed(const char* sentence)
{
    throw Error{Errc::malformed_data, Step{"DG2"}, sentence};
}

/// Fixed fields of a record, one after another.
class Fields {
public:
    explicit Fields(ByteView data) : rest_{data} {}

    ByteView take(std::size_t size)
    {
        if (size > rest_.size())
            malformed("the face record ends early");
        const ByteView out = rest_.first(size);
        rest_ = rest_.subspan(size);
        return out;
    }

    std::uint64_t number(std::size_t size) { return from_big_endian(take(size)); }

    std::size_t left() const { return rest_.size(); }

private:
    ByteView rest_;
};

Bytes face_record(const Dg2& dg2)
{
    const std::size_t face_size = face_information_size + image_information_size + dg2.image.size();
    return concat({as_bytes(format_identifier), as_bytes(version_number), big_endian(record_header_size + face_size, 4),
        big_endian(1, 2), // faces
        // Facial information: no feature points; sex, eyes, hair, properties, expression and pose unspecified
        big_endian(face_size, 4), Bytes(face_information_size - 4, 0x00),
        // Image information: source, device and quality unspecified
        Bytes{full_frontal, static_cast<std::uint8_t>(dg2.format)}, big_endian(dg2.width, 2), big_endian(dg2.height, 2),
        Bytes{colour_space_srgb}, Bytes(5, 0x00), dg2.image});
}

ImageFormat format_of(std::uint64_t code)
{
    if (code > static_cast<std::uint64_t>(ImageFormat::jpeg2000))
        malformed("unknown image data type");
    return static_cast<ImageFormat>(code);
}

/// The first face of a record. [19794-5:2005] §5.4 to §5.8
Dg2 read_face_record(ByteView record)
{
    Fields header{record};
    if (as_text(header.take(4)) != format_identifier || as_text(header.take(4)) != version_number)
        throw Error{Errc::unsupported, Step{"DG2"}, "no face record of version 010"};
    if (header.number(4) != record.size())
        malformed("the length of the face record is wrong");
    if (header.number(2) == 0)
        malformed("no face");

    const std::size_t before = header.left();
    const std::uint64_t face_size = header.number(4);
    if (face_size < 4 || face_size > before)
        malformed("the length of the face is wrong");
    Fields face{header.take(static_cast<std::size_t>(face_size) - 4)};
    const std::uint64_t feature_points = face.number(2);
    face.take(face_information_size - 6);
    face.take(static_cast<std::size_t>(feature_points) * feature_point_size);

    face.take(1); // kind of pose
    const ImageFormat format = format_of(face.number(1));
    const auto width = static_cast<std::uint16_t>(face.number(2));
    const auto height = static_cast<std::uint16_t>(face.number(2));
    face.take(6); // colour space, source, device, quality
    if (face.left() == 0)
        malformed("no picture");
    return {.format = format, .width = width, .height = height, .image = to_bytes(face.take(face.left()))};
}

/// Only owner and type count; the other entries of the header are optional. [9303-10] table 44
void check_header(tlv::Reader header)
{
    std::uint64_t owner = 0;
    std::uint64_t type = 0;
    while (!header.at_end()) {
        const tlv::Element entry = header.next();
        if (entry.tag == format_owner && entry.value.size() == 2)
            owner = from_big_endian(entry.value);
        if (entry.tag == format_type && entry.value.size() == 2)
            type = from_big_endian(entry.value);
    }
    if (owner != owner_iso_jtc1_sc37 || type != type_iso_19794_5)
        throw Error{Errc::unsupported, Step{"DG2"}, "a biometric format other than ISO/IEC 19794-5"};
}

} // namespace

Bytes encode(const Dg2& dg2)
{
    const Bytes header = tlv::encode(header_template,
        {tlv::encode(patron_header_version, big_endian(0x0101, 2)),
            tlv::encode(biometric_type, Bytes{type_facial_features}), tlv::encode(biometric_subtype, Bytes{0x00}),
            tlv::encode(format_owner, big_endian(owner_iso_jtc1_sc37, 2)),
            tlv::encode(format_type, big_endian(type_iso_19794_5, 2))});
    const Bytes face = tlv::encode(information_template, {header, tlv::encode(data_block, face_record(dg2))});
    return tlv::encode(file::dg2.tag, tlv::encode(group_template, {tlv::encode_integer(1), face}));
}

Dg2 decode_dg2(ByteView file)
{
    tlv::Reader group{tlv::only(tlv::only(file, file::dg2.tag), group_template)};
    if (tlv::decode_unsigned(group.expect(asn1::integer)) == 0)
        malformed("no face");
    tlv::Reader face{group.expect(information_template)};
    while (!group.at_end())
        group.expect(information_template);

    check_header(tlv::Reader{face.expect(header_template)});
    const tlv::Element data = face.next();
    face.finish();
    if (data.tag == constructed_data_block)
        throw Error{Errc::unsupported, Step{"DG2"}, "a data block of several objects"};
    if (data.tag != data_block)
        malformed("no data block");
    return read_face_record(data.value);
}

} // namespace card::lds
