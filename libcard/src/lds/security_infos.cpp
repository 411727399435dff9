// SPDX-License-Identifier: Apache-2.0
#include "card/lds/security_infos.hpp"

#include "card/base/error.hpp"
#include "card/lds/file_ids.hpp"
#include "card/pki/spki.hpp"
#include "card/tlv/integer.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

#include <array>
#include <limits>

namespace card::lds {

namespace {

namespace asn1 = tlv::asn1;

constexpr std::size_t max_infos = 64;

/// What a SecurityInfo is, told by its protocol. [9303-11] §9.2
enum class Kind { pace, chip_authentication, chip_authentication_key, other };

/// Content octets of bsi-de protocols(2) smartcard(2): 0.4.0.127.0.7.2.2
constexpr std::array<std::uint8_t, 7> smartcard_protocols{0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02};

const tlv::Oid& id_pk_ecdh()
{
    static const tlv::Oid oid{"0.4.0.127.0.7.2.2.1.2"};
    return oid;
}

Kind kind_of(const tlv::Oid& protocol)
{
    constexpr std::uint8_t id_ca = 3;
    constexpr std::uint8_t id_pace = 4;
    if (protocol == id_pk_ecdh())
        return Kind::chip_authentication_key;
    const ByteView content = protocol.content();
    // Two more arcs name key agreement and cipher; with one alone it is an info about domain parameters.
    if (content.size() != smartcard_protocols.size() + 3 ||
        !equal(content.first(smartcard_protocols.size()), smartcard_protocols))
        return Kind::other;
    switch (content[smartcard_protocols.size()]) {
    case id_ca:
        return Kind::chip_authentication;
    case id_pace:
        return Kind::pace;
    default:
        return Kind::other;
    }
}

unsigned small(ByteView integer)
{
    const std::uint64_t value = tlv::decode_unsigned(integer);
    if (value > std::numeric_limits<unsigned>::max())
        throw Error{Errc::malformed_data, Step{"SecurityInfos"}, "a number is too large"};
    return static_cast<unsigned>(value);
}

std::optional<unsigned> last_small(tlv::Reader& reader)
{
    std::optional<unsigned> number;
    if (!reader.at_end())
        number = small(reader.expect(asn1::integer));
    reader.finish();
    return number;
}

Bytes optional_integer(std::optional<unsigned> number)
{
    return number ? tlv::encode_integer(*number) : Bytes{};
}

Bytes write(const PaceInfo& info)
{
    return tlv::encode(
        asn1::sequence, {info.oid.encode(), tlv::encode_integer(info.version), optional_integer(info.parameter_id)});
}

Bytes write(const ChipAuthenticationInfo& info)
{
    return tlv::encode(
        asn1::sequence, {info.oid.encode(), tlv::encode_integer(info.version), optional_integer(info.key_id)});
}

Bytes write(const ChipAuthenticationPublicKeyInfo& info)
{
    return tlv::encode(asn1::sequence, {id_pk_ecdh().encode(), pki::encode_spki(info.key, pki::CurveForm::spelled_out),
                                           optional_integer(info.key_id)});
}

/// Nothing for a key on a curve that we do not have.
std::optional<crypto::Point> read_key(ByteView spki)
{
    try {
        return pki::decode_spki(spki);
    } catch (const Error& error) {
        if (error.code() != Errc::unsupported)
            throw;
        return std::nullopt;
    }
}

void read_info(SecurityInfos& infos, ByteView whole)
{
    tlv::Reader info{tlv::only(whole, asn1::sequence)};
    const tlv::Oid protocol = tlv::Oid::from_content(info.expect(asn1::oid));
    switch (kind_of(protocol)) {
    case Kind::pace: {
        const unsigned version = small(info.expect(asn1::integer));
        infos.pace.push_back({protocol, version, last_small(info)});
        return;
    }
    case Kind::chip_authentication: {
        const unsigned version = small(info.expect(asn1::integer));
        infos.chip_authentication.push_back({protocol, version, last_small(info)});
        return;
    }
    case Kind::chip_authentication_key:
        if (const auto key = read_key(info.expect_whole(asn1::sequence))) {
            infos.chip_authentication_keys.push_back({*key, last_small(info)});
            return;
        }
        break;
    case Kind::other:
        break;
    }
    infos.others.push_back(to_bytes(whole));
}

} // namespace

Bytes encode(const SecurityInfos& infos)
{
    std::vector<Bytes> elements = infos.others;
    for (const PaceInfo& info : infos.pace)
        elements.push_back(write(info));
    for (const ChipAuthenticationInfo& info : infos.chip_authentication)
        elements.push_back(write(info));
    for (const ChipAuthenticationPublicKeyInfo& info : infos.chip_authentication_keys)
        elements.push_back(write(info));
    return tlv::encode_set_of(std::move(elements));
}

SecurityInfos decode_security_infos(ByteView set)
{
    tlv::Reader reader{tlv::only(set, asn1::set)};
    SecurityInfos infos;
    for (std::size_t count = 0; !reader.at_end(); ++count) {
        if (count == max_infos)
            throw Error{Errc::malformed_data, Step{"SecurityInfos"}, "too many"};
        read_info(infos, reader.expect_whole(asn1::sequence));
    }
    return infos;
}

Bytes encode_dg14(const SecurityInfos& infos)
{
    return tlv::encode(file::dg14.tag, encode(infos));
}

SecurityInfos decode_dg14(ByteView file)
{
    return decode_security_infos(tlv::only(file, file::dg14.tag));
}

} // namespace card::lds
