// SPDX-License-Identifier: Apache-2.0
#include "objects.hpp"

#include "certificate.hpp"
#include "errors.hpp"
#include "mechanisms.hpp"

#include "card/tlv/writer.hpp"

#include <algorithm>
#include <array>

namespace p11 {
namespace {

using card::ByteView;
using card::crypto::Point;
using card::crypto::RsaPublicKey;
using card::piv::Slot;

/// What other PIV modules call the objects of a slot; applications look for these names.
struct Names {
    Slot slot;
    std::uint8_t id; ///< CKA_ID, which ties the three together
    const char* certificate;
    const char* public_key;
    const char* private_key;
};

constexpr std::array names_table{
    Names{Slot::authentication, 0x01, "Certificate for PIV Authentication", "PIV AUTH pubkey", "PIV AUTH key"},
    Names{Slot::signature, 0x02, "Certificate for Digital Signature", "SIGN pubkey", "SIGN key"},
    Names{Slot::key_management, 0x03, "Certificate for Key Management", "KEY MAN pubkey", "KEY MAN key"},
    Names{Slot::card_authentication, 0x04, "Certificate for Card Authentication", "CARD AUTH pubkey", "CARD AUTH key"},
};

const Names& names_of(Slot slot)
{
    const auto found =
        std::find_if(names_table.begin(), names_table.end(), [&](const Names& names) { return names.slot == slot; });
    require(found != names_table.end(), CKR_GENERAL_ERROR);
    return *found;
}

/// What every object has. [PKCS11-2.40] §4.4
Attributes storage(CK_OBJECT_CLASS object_class, const char* label, std::uint8_t id, bool is_private)
{
    Attributes result;
    result.number(CKA_CLASS, object_class)
        .flag(CKA_TOKEN, true)
        .flag(CKA_PRIVATE, is_private)
        .flag(CKA_MODIFIABLE, false)
        .flag(CKA_COPYABLE, false)
        .flag(CKA_DESTROYABLE, false)
        .text(CKA_LABEL, label)
        .bytes(CKA_ID, ByteView{&id, 1});
    return result;
}

/// What only keys on a curve have. [PKCS11-CM-2.40] §2.3.3
void describe_ec_key(Attributes& attributes, const Certificate& certificate)
{
    attributes.number(CKA_KEY_TYPE, CKK_EC)
        .number(CKA_KEY_GEN_MECHANISM, CKM_EC_KEY_PAIR_GEN)
        .bytes(CKA_EC_PARAMS, certificate.ec_parameters);
}

/// What only RSA keys have. [PKCS11-CM-2.40] §2.1.2
void describe_rsa_key(Attributes& attributes, const RsaPublicKey& key)
{
    attributes.number(CKA_KEY_TYPE, CKK_RSA)
        .number(CKA_KEY_GEN_MECHANISM, CKM_RSA_PKCS_KEY_PAIR_GEN)
        .bytes(CKA_MODULUS, key.modulus())
        .bytes(CKA_PUBLIC_EXPONENT, key.exponent());
}

/// A CK_DATE is the eight digits of the day. [PKCS11-2.40] §4.6.2
void describe_validity(Attributes& attributes, const Certificate& certificate)
{
    attributes.text(CKA_START_DATE, certificate.not_before).text(CKA_END_DATE, certificate.not_after);
}

/// What both halves of a key pair have that the card generated. [PKCS11-2.40] §4.7
void describe_key(Attributes& attributes, const Certificate& certificate)
{
    if (const auto* const rsa = std::get_if<RsaPublicKey>(&*certificate.key))
        describe_rsa_key(attributes, *rsa);
    else
        describe_ec_key(attributes, certificate);
    attributes.flag(CKA_LOCAL, true)
        .bytes(CKA_SUBJECT, certificate.subject)
        .bytes(CKA_PUBLIC_KEY_INFO, certificate.public_key_info);
    describe_validity(attributes, certificate);
}

/// An array of mechanisms; none is an empty one. [PKCS11-2.40] §4.7
void allow(Attributes& attributes, const CardKey& key, bool is_private)
{
    const std::vector<CK_MECHANISM_TYPE> types = allowed_mechanisms(key, is_private);
    attributes.bytes(CKA_ALLOWED_MECHANISMS,
        ByteView{reinterpret_cast<const std::uint8_t*>(types.data()), types.size() * sizeof(CK_MECHANISM_TYPE)});
}

/// [PKCS11-2.40] §4.6.3
Object certificate_object(const Names& names, const Certificate& certificate, ByteView der)
{
    constexpr CK_ULONG token_user = 1; // CK_CERTIFICATE_CATEGORY_TOKEN_USER
    Object object{CKO_CERTIFICATE, storage(CKO_CERTIFICATE, names.certificate, names.id, false)};
    object.attributes.number(CKA_CERTIFICATE_TYPE, CKC_X_509)
        .number(CKA_CERTIFICATE_CATEGORY, token_user)
        .flag(CKA_TRUSTED, false)
        .bytes(CKA_SUBJECT, certificate.subject)
        .bytes(CKA_ISSUER, certificate.issuer)
        .bytes(CKA_SERIAL_NUMBER, certificate.serial_number)
        .bytes(CKA_PUBLIC_KEY_INFO, certificate.public_key_info)
        .bytes(CKA_VALUE, der);
    describe_validity(object.attributes, certificate);
    return object;
}

/// [PKCS11-2.40] §4.8, [PKCS11-CM-2.40] §2.1.2, §2.3.3
Object public_key_object(const Names& names, const Certificate& certificate, const CardKey& key)
{
    Object object{CKO_PUBLIC_KEY, storage(CKO_PUBLIC_KEY, names.public_key, names.id, false), false, key};
    describe_key(object.attributes, certificate);
    allow(object.attributes, key, false);
    object.attributes.flag(CKA_VERIFY, key.serves(Use::verify))
        .flag(CKA_VERIFY_RECOVER, false)
        .flag(CKA_ENCRYPT, key.serves(Use::encrypt))
        .flag(CKA_DERIVE, false)
        .flag(CKA_WRAP, false)
        .flag(CKA_TRUSTED, false);
    if (const auto* const point = std::get_if<Point>(&key.public_key))
        object.attributes.bytes(CKA_EC_POINT, card::tlv::encode(card::tlv::asn1::octet_string, point->encode()));
    else
        object.attributes.number(CKA_MODULUS_BITS, key.bits());
    return object;
}

/// The parts of an RSA key that never leave the card. [PKCS11-CM-2.40] §2.1.3
void hide_rsa_parts(Attributes& attributes)
{
    for (const CK_ATTRIBUTE_TYPE part :
        {CKA_PRIVATE_EXPONENT, CKA_PRIME_1, CKA_PRIME_2, CKA_EXPONENT_1, CKA_EXPONENT_2, CKA_COEFFICIENT})
        attributes.sensitive(part);
}

/// [PKCS11-2.40] §4.9, [PKCS11-CM-2.40] §2.1.3, §2.3.4
Object private_key_object(const Names& names, const Certificate& certificate, const CardKey& key)
{
    const bool is_private = key.needs_pin();
    Object object{CKO_PRIVATE_KEY, storage(CKO_PRIVATE_KEY, names.private_key, names.id, is_private), is_private, key};
    describe_key(object.attributes, certificate);
    allow(object.attributes, key, true);
    object.attributes.flag(CKA_SIGN, key.serves(Use::sign))
        .flag(CKA_SIGN_RECOVER, false)
        .flag(CKA_DECRYPT, key.serves(Use::decrypt))
        .flag(CKA_DERIVE, key.serves(Use::derive))
        .flag(CKA_UNWRAP, false)
        .flag(CKA_ALWAYS_AUTHENTICATE, key.needs_pin_each_time())
        .flag(CKA_WRAP_WITH_TRUSTED, false)
        .flag(CKA_SENSITIVE, true)
        .flag(CKA_ALWAYS_SENSITIVE, true)
        .flag(CKA_EXTRACTABLE, false)
        .flag(CKA_NEVER_EXTRACTABLE, true);
    if (key.kind() == KeyKind::rsa)
        hide_rsa_parts(object.attributes);
    else
        object.attributes.sensitive(CKA_VALUE);
    return object;
}

} // namespace

std::vector<Object> make_objects(Slot slot, ByteView der)
{
    const Names& names = names_of(slot);
    const Certificate certificate = read_certificate(der);

    std::vector<Object> objects{certificate_object(names, certificate, der)};
    if (certificate.key) {
        const CardKey key{slot, *certificate.key};
        objects.push_back(public_key_object(names, certificate, key));
        objects.push_back(private_key_object(names, certificate, key));
    }
    return objects;
}

} // namespace p11
