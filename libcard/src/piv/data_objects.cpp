// SPDX-License-Identifier: Apache-2.0
#include "card/piv/data_objects.hpp"

#include "tags.hpp"

#include "card/base/error.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

namespace card::piv {

namespace {

namespace field {
constexpr tlv::Tag buffer_length{0xEE}; // of cards of other makers, as the next four
constexpr tlv::Tag fasc_n{0x30};
constexpr tlv::Tag organization{0x32};
constexpr tlv::Tag duns{0x33};
constexpr tlv::Tag guid{0x34};
constexpr tlv::Tag expiry{0x35};
constexpr tlv::Tag holder_uuid{0x36};
constexpr tlv::Tag issuer_signature{0x3E};
constexpr tlv::Tag card_identifier{0xF0};
constexpr tlv::Tag application{0x4F};
constexpr tlv::Tag pin_usage_policy{0x5F2F};
constexpr tlv::Tag certificate{0x70};
constexpr tlv::Tag certificate_info{0x71};
constexpr tlv::Tag mscuid{0x72};
} // namespace field

constexpr std::size_t fasc_n_bytes = 25;
constexpr std::uint8_t uncompressed = 0x00;

/// The card identifier begins with the registered application provider GSC-RID, manufacturer and card type.
constexpr std::array<std::uint8_t, 7> ccc_registered{0xA0, 0x00, 0x00, 0x01, 0x16, 0xFF, 0x02};

/// Fields after the card identifier: versions 2.1, no registered formats, all else empty.
struct CccField {
    std::uint8_t tag;
    std::optional<std::uint8_t> value;
};

constexpr std::array<CccField, 12> ccc_fields{{{0xF1, 0x21}, {0xF2, 0x21}, {0xF3, {}}, {0xF4, 0x00}, {0xF5, 0x10},
    {0xF6, {}}, {0xF7, {}}, {0xFA, {}}, {0xFB, {}}, {0xFC, {}}, {0xFD, {}}, {0xFE, {}}}};

void require_size(ByteView value, std::size_t size, const char* what)
{
    if (value.size() != size)
        throw Error{Errc::malformed_data, std::string{what} + " has a wrong length"};
}

Guid to_guid(ByteView value)
{
    Guid guid{};
    require_size(value, guid.size(), "GUID");
    std::copy(value.begin(), value.end(), guid.begin());
    return guid;
}

bool is_digits(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

Guid make_guid(ByteView random)
{
    Guid guid = to_guid(random);
    guid[6] = static_cast<std::uint8_t>((guid[6] & 0x0F) | 0x40); // version 4
    guid[8] = static_cast<std::uint8_t>((guid[8] & 0x3F) | 0x80); // variant 10
    return guid;
}

Bytes encode(const Chuid& chuid)
{
    require_size(chuid.fasc_n, fasc_n_bytes, "FASC-N");
    require_size(as_bytes(chuid.expiry), 8, "expiry");
    return concat({tlv::encode(field::fasc_n, chuid.fasc_n), tlv::encode(field::guid, chuid.guid),
        tlv::encode(field::expiry, as_bytes(chuid.expiry)), tlv::encode(field::issuer_signature, ByteView{}),
        tlv::encode(tag::error_detection, ByteView{})});
}

Chuid decode_chuid(ByteView content)
{
    Chuid chuid;
    tlv::Reader reader{content};
    reader.accept(field::buffer_length);
    chuid.fasc_n = to_bytes(reader.expect(field::fasc_n));
    require_size(chuid.fasc_n, fasc_n_bytes, "FASC-N");
    reader.accept(field::organization);
    reader.accept(field::duns);
    chuid.guid = to_guid(reader.expect(field::guid));
    chuid.expiry = as_text(reader.expect(field::expiry));
    require_size(as_bytes(chuid.expiry), 8, "expiry");
    if (!is_digits(chuid.expiry))
        throw Error{Errc::malformed_data, "expiry is no date"};
    reader.accept(field::holder_uuid);
    reader.expect(field::issuer_signature); // not judged: the binding stands in EF.SOD
    reader.expect(tag::error_detection);
    reader.finish();
    return chuid;
}

Bytes encode(const Ccc& ccc)
{
    Bytes out = tlv::encode(field::card_identifier, {ccc_registered, ccc.card_id});
    for (const CccField& field : ccc_fields)
        append(out, tlv::encode(tlv::Tag{field.tag}, field.value ? Bytes{*field.value} : Bytes{}));
    return out;
}

Ccc decode_ccc(ByteView content)
{
    Ccc ccc;
    tlv::Reader reader{content};
    const ByteView identifier = reader.expect(field::card_identifier);
    require_size(identifier, ccc_registered.size() + ccc.card_id.size(), "card identifier");
    const ByteView card_id = identifier.subspan(ccc_registered.size());
    std::copy(card_id.begin(), card_id.end(), ccc.card_id.begin());
    for (const CccField& field : ccc_fields)
        reader.expect(tlv::Tag{field.tag});
    reader.finish();
    return ccc;
}

Bytes encode(const Discovery& discovery)
{
    return concat({tlv::encode(field::application, discovery.aid),
        tlv::encode(field::pin_usage_policy, big_endian(discovery.pin_usage_policy, 2))});
}

Discovery decode_discovery(ByteView content)
{
    tlv::Reader reader{content};
    Discovery discovery{.aid = to_bytes(reader.expect(field::application))};
    const ByteView policy = reader.expect(field::pin_usage_policy);
    require_size(policy, 2, "PIN usage policy");
    discovery.pin_usage_policy = static_cast<std::uint16_t>(from_big_endian(policy));
    reader.finish();
    return discovery;
}

Bytes encode_certificate_container(ByteView certificate)
{
    return concat({tlv::encode(field::certificate, certificate),
        tlv::encode(field::certificate_info, Bytes{uncompressed}), tlv::encode(tag::error_detection, ByteView{})});
}

Bytes decode_certificate_container(ByteView content)
{
    tlv::Reader reader{content};
    const ByteView certificate = reader.expect(field::certificate);
    const ByteView info = reader.expect(field::certificate_info);
    require_size(info, 1, "CertInfo");
    if (info[0] != uncompressed)
        throw Error{Errc::unsupported, "compressed certificate"};
    reader.accept(field::mscuid);
    reader.expect(tag::error_detection);
    reader.finish();
    return to_bytes(certificate);
}

} // namespace card::piv
