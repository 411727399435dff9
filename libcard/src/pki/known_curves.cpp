// SPDX-License-Identifier: Apache-2.0
#include "known_curves.hpp"

#include "bit_string.hpp"

#include "openssl.hpp"

#include "card/tlv/integer.hpp"
#include "card/tlv/oid.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

#include <openssl/obj_mac.h>

#include <algorithm>
#include <array>

namespace card::pki {

namespace {

namespace asn1 = tlv::asn1;

using BignumPtr = Owned<BIGNUM, BN_free>;
using GroupPtr = Owned<EC_GROUP, EC_GROUP_free>;

/// Every curve that may be written out. Those of 224 bits stand in older documents; that they are too weak is said
/// elsewhere.
constexpr std::array known_nids{NID_X9_62_prime256v1, NID_secp384r1, NID_secp521r1, NID_secp224r1, NID_brainpoolP256r1,
    NID_brainpoolP320r1, NID_brainpoolP384r1, NID_brainpoolP512r1, NID_brainpoolP224r1};

const tlv::Oid& prime_field()
{
    static const tlv::Oid oid{"1.2.840.10045.1.1"};
    return oid;
}

struct Parameters {
    Bytes p;
    Bytes a; ///< as b and the coordinates of the generator, in the full length of p
    Bytes b;
    Bytes generator; ///< uncompressed
    Bytes order;     ///< without leading zeros, as the cofactor
    Bytes cofactor;  ///< empty if it was left out
};

Bytes padded(const BIGNUM* number, std::size_t size)
{
    Bytes out(size);
    ensure(BN_bn2binpad(number, out.data(), static_cast<int>(size)) >= 0, "curve parameter");
    return out;
}

Bytes shortest(const BIGNUM* number)
{
    return padded(number, static_cast<std::size_t>(BN_num_bytes(number)));
}

Parameters parameters_of(int nid)
{
    const GroupPtr group{ensured(EC_GROUP_new_by_curve_name(nid), "curve")};
    const BignumPtr p{BN_new()};
    const BignumPtr a{BN_new()};
    const BignumPtr b{BN_new()};
    ensure(EC_GROUP_get_curve(group.get(), p.get(), a.get(), b.get(), nullptr) == 1, "curve");
    const std::size_t size = static_cast<std::size_t>(BN_num_bytes(p.get()));
    Bytes generator(1 + 2 * size);
    ensure(EC_POINT_point2oct(group.get(), EC_GROUP_get0_generator(group.get()), POINT_CONVERSION_UNCOMPRESSED,
               generator.data(), generator.size(), nullptr) == generator.size(),
        "generator");
    return {padded(p.get(), size), padded(a.get(), size), padded(b.get(), size), generator,
        shortest(EC_GROUP_get0_order(group.get())), shortest(EC_GROUP_get0_cofactor(group.get()))};
}

struct KnownCurve {
    int nid;
    Parameters parameters;
};

/// Computed once: OpenSSL builds a whole group for each.
const std::vector<KnownCurve>& known_curves()
{
    static const std::vector<KnownCurve> curves = [] {
        std::vector<KnownCurve> out;
        for (const int nid : known_nids)
            out.push_back({nid, parameters_of(nid)});
        return out;
    }();
    return curves;
}

/// The content of a positive INTEGER without its sign byte.
Bytes magnitude(ByteView content)
{
    if (content.empty() || (content[0] & 0x80) != 0)
        throw Error{Errc::malformed_data, "curve parameter is empty or negative"};
    if (content[0] != 0)
        return to_bytes(content);
    if (content.size() < 2 || (content[1] & 0x80) == 0)
        throw Error{Errc::malformed_data, "curve parameter is zero or padded"};
    return to_bytes(content.subspan(1));
}

/// A field element in the full length of the field. Some issuers write P-521's b without its leading zero byte, one
/// writes a zero byte too many: the number counts.
Bytes field_element(ByteView octets, std::size_t size)
{
    while (octets.size() > size && octets[0] == 0)
        octets = octets.subspan(1);
    if (octets.size() > size)
        throw Error{Errc::key_rejected, "a field element that is larger than the field"};
    return concat({Bytes(size - octets.size()), octets});
}

/// [RFC3279] §2.3.5. Nothing if the field is none of prime order. The generator stays as it is: decompression is no
/// work to do for a stranger's curve.
std::optional<Parameters> read_parameters(ByteView ec_parameters)
{
    tlv::Reader reader{tlv::only(ec_parameters, asn1::sequence)};
    if (const auto version = tlv::decode_unsigned(reader.expect(asn1::integer)); version < 1 || version > 3)
        throw Error{Errc::malformed_data, "version of the curve parameters"};
    Parameters parameters;

    tlv::Reader field{reader.expect(asn1::sequence)};
    if (tlv::Oid::from_content(field.expect(asn1::oid)) != prime_field())
        return std::nullopt;
    parameters.p = magnitude(field.expect(asn1::integer));
    field.finish();

    tlv::Reader curve{reader.expect(asn1::sequence)};
    parameters.a = field_element(curve.expect(asn1::octet_string), parameters.p.size());
    parameters.b = field_element(curve.expect(asn1::octet_string), parameters.p.size());
    if (const auto seed = curve.accept(asn1::bit_string))
        check_bit_string(*seed);
    curve.finish();

    parameters.generator = to_bytes(reader.expect(asn1::octet_string));
    parameters.order = magnitude(reader.expect(asn1::integer));
    if (!reader.at_end())
        parameters.cofactor = magnitude(reader.expect(asn1::integer));
    reader.finish();
    return parameters;
}

/// x and the parity of y in place of the whole point. [SEC1] §2.3.3
bool is_compressed_form(ByteView given, ByteView uncompressed)
{
    const std::size_t size = (uncompressed.size() - 1) / 2;
    const std::uint8_t form = (uncompressed.back() & 1) != 0 ? 0x03 : 0x02;
    return given.size() == 1 + size && given[0] == form && equal(given.subspan(1), uncompressed.subspan(1, size));
}

} // namespace

int nid_of(crypto::Curve curve)
{
    switch (curve) {
    case crypto::Curve::p256:
        return NID_X9_62_prime256v1;
    case crypto::Curve::p384:
        return NID_secp384r1;
    case crypto::Curve::brainpool_p256r1:
        return NID_brainpoolP256r1;
    }
    throw Error{Errc::internal, "curve without a number"};
}

crypto::Curve curve_of(int nid)
{
    for (const auto curve : {crypto::Curve::p256, crypto::Curve::p384, crypto::Curve::brainpool_p256r1})
        if (nid_of(curve) == nid)
            return curve;
    throw Error{Errc::unsupported, "another curve than P-256, P-384 and brainpoolP256r1"};
}

std::span<const int> known_curve_numbers()
{
    return known_nids;
}

bool is_known_curve(int nid)
{
    return std::find(known_nids.begin(), known_nids.end(), nid) != known_nids.end();
}

Bytes write_parameters(int nid)
{
    const Parameters parameters = parameters_of(nid);
    return tlv::encode(asn1::sequence,
        {tlv::encode_integer(1),
            tlv::encode(asn1::sequence, {prime_field().encode(), tlv::encode_unsigned(parameters.p)}),
            tlv::encode(asn1::sequence,
                {tlv::encode(asn1::octet_string, parameters.a), tlv::encode(asn1::octet_string, parameters.b)}),
            tlv::encode(asn1::octet_string, parameters.generator), tlv::encode_unsigned(parameters.order),
            tlv::encode_unsigned(parameters.cofactor)});
}

std::optional<CurveMatch> match_parameters(ByteView ec_parameters)
{
    const auto given = read_parameters(ec_parameters);
    if (!given)
        return std::nullopt;
    for (const auto& [nid, known] : known_curves()) {
        if (given->p != known.p || given->a != known.a || given->b != known.b)
            continue;
        const bool compressed = is_compressed_form(given->generator, known.generator);
        const bool same = (compressed || given->generator == known.generator) && given->order == known.order &&
                          (given->cofactor.empty() || given->cofactor == known.cofactor);
        require(
            same, Errc::key_rejected, "curve parameters", "a known curve with another generator, order or cofactor");
        return CurveMatch{nid, !compressed && !given->cofactor.empty()};
    }
    return std::nullopt;
}

} // namespace card::pki
