// SPDX-License-Identifier: Apache-2.0
#include "extensions.hpp"
#include "signature_algorithm.hpp"
#include "state.hpp"
#include "times.hpp"

#include "card/pki/crl.hpp"
#include "card/pki/native.hpp"
#include "card/tlv/writer.hpp"

#include <set>

namespace card::pki {

namespace {

namespace asn1 = tlv::asn1;

constexpr tlv::Tag enumerated{0x0A};
constexpr tlv::Tag context_0{0xA0};
constexpr tlv::Tag uniform_resource_identifier{0x86};

using DigestContextPtr = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using extension::Extension;

Bytes sequence(std::initializer_list<ByteView> children)
{
    return tlv::encode(asn1::sequence, children);
}

Bytes encode(const Extension& extension)
{
    const Bytes yes{0x01, 0x01, 0xFF};
    return sequence({extension.oid.encode(), extension.critical ? ByteView{yes} : ByteView{},
        tlv::encode(asn1::octet_string, extension.value)});
}

Bytes entry(const Revocation& revocation)
{
    Bytes extensions;
    if (revocation.reason && *revocation.reason != RevocationReason::unspecified) {
        const Bytes reason{static_cast<std::uint8_t>(*revocation.reason)};
        extensions = sequence({encode({tlv::Oid{"2.5.29.21"}, false, tlv::encode(enumerated, reason)})});
    }
    return sequence({tlv::encode_unsigned(revocation.serial_number), encode_time(revocation.when), extensions});
}

/// [RFC5280] §5.1.2.6: an empty list is left out.
Bytes entries(const std::vector<Revocation>& revoked)
{
    std::set<Bytes> serials;
    Bytes out;
    for (const Revocation& revocation : revoked) {
        require(serials.insert(tlv::encode_unsigned(revocation.serial_number)).second, Errc::malformed_data, "CRL",
            "the same serial number twice");
        append(out, entry(revocation));
    }
    return out.empty() ? out : tlv::encode(asn1::sequence, out);
}

/// [RFC5280] §5.2.5
Extension issuing_distribution_point(const std::string& url)
{
    const Bytes full_name = tlv::encode(context_0, tlv::encode(uniform_resource_identifier, as_bytes(url)));
    return {tlv::Oid{"2.5.29.28"}, true, sequence({tlv::encode(context_0, full_name)})};
}

Bytes extensions_of(const CrlContent& content, ByteView key_id)
{
    Bytes out = encode(extension::authority_key_id(key_id));
    append(out, encode({tlv::Oid{"2.5.29.20"}, false, tlv::encode_integer(content.number)}));
    if (content.base)
        append(out, encode({tlv::Oid{"2.5.29.27"}, true, tlv::encode_integer(*content.base)}));
    if (!content.distribution_point.empty())
        append(out, encode(issuing_distribution_point(content.distribution_point)));
    if (!content.freshest_url.empty()) {
        const Extension points = extension::crl_distribution_point(content.freshest_url);
        append(out, encode({tlv::Oid{"2.5.29.46"}, false, points.value}));
    }
    return tlv::encode(context_0, tlv::encode(asn1::sequence, out));
}

/// Without parameters. [RFC5758] §3.2
Bytes ecdsa_with(crypto::Hash hash)
{
    return sequence({tlv::Oid{hash == crypto::Hash::sha384 ? "1.2.840.10045.4.3.3" : "1.2.840.10045.4.3.2"}.encode()});
}

Bytes signature_over(ByteView tbs, const SigningKey& key, crypto::Hash hash)
{
    const DigestContextPtr context{ensured(EVP_MD_CTX_new(), "signing a CRL")};
    ensure(EVP_DigestSignInit(context.get(), nullptr, digest_method(hash), nullptr, native(key)) == 1, "signing a CRL");
    std::size_t size = 0;
    ensure(EVP_DigestSign(context.get(), nullptr, &size, tbs.data(), tbs.size()) == 1, "signing a CRL");
    Bytes signature(size);
    ensure(EVP_DigestSign(context.get(), signature.data(), &size, tbs.data(), tbs.size()) == 1, "signing a CRL");
    signature.resize(size);
    return signature;
}

void check(const CrlContent& content, const Certificate& issuer, const SigningKey& key)
{
    require(content.this_update <= content.next_update, Errc::malformed_data, "CRL", "the next list before this one");
    require(!content.base || *content.base < content.number, Errc::malformed_data, "CRL",
        "a delta list that starts from no earlier list");
    require(issuer.subject_key_id().has_value(), Errc::signer_unsuitable, "CRL",
        "the issuing certificate has no subject key identifier");
    require(issuer.ec_public_key() == key.public_key(), Errc::key_rejected, "CRL",
        "the issuer's certificate belongs to another key");
}

} // namespace

Crl build_crl(const CrlContent& content, const Certificate& issuer, const SigningKey& key)
{
    check(content, issuer, key);
    const crypto::Hash hash = hash_for(key.public_key().curve());
    const Bytes algorithm = ecdsa_with(hash);
    const Bytes tbs = sequence({tlv::encode_integer(1), algorithm, issuer.subject(), encode_time(content.this_update),
        encode_time(content.next_update), entries(content.revoked), extensions_of(content, *issuer.subject_key_id())});
    const Bytes signature = signature_over(tbs, key, hash);
    const Bytes no_unused_bits{0x00};
    const Crl crl =
        Crl::parse(sequence({tbs, algorithm, tlv::encode(asn1::bit_string, concat({no_unused_bits, signature}))}));
    require(crl.names_as_issuer(issuer) && crl.is_signed_by(issuer), Errc::crypto_failed, "signing a CRL",
        "what was signed does not verify");
    return crl;
}

} // namespace card::pki
