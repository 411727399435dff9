// SPDX-License-Identifier: Apache-2.0
#include "objects.hpp"

#include "certificate.hpp"
#include "cryptoki_3.h"
#include "errors.hpp"
#include "mechanisms.hpp"

#include "card/base/hex.hpp"
#include "card/tlv/oid.hpp"
#include "card/tlv/writer.hpp"

#include <algorithm>
#include <string>

namespace p11 {
namespace {

using card::ByteView;
using card::crypto::Point;
using card::crypto::RsaPublicKey;
using card::piv::Slot;

/// What other PIV modules call the objects of a slot; applications look for these names.
struct Names {
    std::uint8_t id; ///< CKA_ID, which ties the three together
    std::string certificate;
    std::string public_key;
    std::string private_key;
};

/// The number of a retired key follows 04 in decimal digits, but stands there as if they were hexadecimal ones: 05 to
/// 09, 10 to 24.
std::uint8_t id_of_retired(unsigned number)
{
    const unsigned count = number + 4;
    return static_cast<std::uint8_t>(count / 10 * 16 + count % 10);
}

Names names_of(Slot slot)
{
    switch (slot) {
    case Slot::authentication:
        return {0x01, "Certificate for PIV Authentication", "PIV AUTH pubkey", "PIV AUTH key"};
    case Slot::signature:
        return {0x02, "Certificate for Digital Signature", "SIGN pubkey", "SIGN key"};
    case Slot::key_management:
        return {0x03, "Certificate for Key Management", "KEY MAN pubkey", "KEY MAN key"};
    case Slot::card_authentication:
        return {0x04, "Certificate for Card Authentication", "CARD AUTH pubkey", "CARD AUTH key"};
    default:
        break;
    }
    const unsigned number = card::piv::retired_number(slot);
    require(number != 0, CKR_GENERAL_ERROR);
    const std::string digits = std::to_string(number);
    const std::string key = "Retired KEY MAN " + digits;
    return {id_of_retired(number), "Retired Certificate for Key Management " + digits, key, key};
}

/// What every object has. [PKCS11-2.40] §4.4
Attributes storage(CK_OBJECT_CLASS object_class, bool is_private)
{
    Attributes result;
    result.number(CKA_CLASS, object_class)
        .flag(CKA_TOKEN, true)
        .flag(CKA_PRIVATE, is_private)
        .flag(CKA_MODIFIABLE, false)
        .flag(CKA_COPYABLE, false)
        .flag(CKA_DESTROYABLE, false);
    return result;
}

/// One container shows one object of a class, and shows it at every insertion. [PKCS11-3.0] §4.4.1
std::string unique_id(CK_OBJECT_CLASS object_class, card::tlv::Tag container)
{
    return card::to_hex(card::big_endian(container.value, 3)) + "-" + std::to_string(object_class);
}

Outline with_id(CK_OBJECT_CLASS object_class, Slot slot, bool is_private, const std::string& label, std::uint8_t id)
{
    Outline outline{storage(object_class, is_private), is_private};
    outline.attributes.text(CKA_UNIQUE_ID, unique_id(object_class, card::piv::certificate_object(slot)));
    outline.attributes.text(CKA_LABEL, label).bytes(CKA_ID, ByteView{&id, 1});
    return outline;
}

Object object_of(CK_OBJECT_CLASS object_class, const Outline& outline, std::optional<CardKey> key = {})
{
    return {object_class, outline.attributes, outline.is_private, std::move(key)};
}

/// What only keys on a curve have. [PKCS11-CM-2.40] §2.3.3
void describe_ec_key(Attributes& attributes, const Certificate& certificate)
{
    attributes.number(CKA_KEY_TYPE, CKK_EC).bytes(CKA_EC_PARAMS, certificate.ec_parameters);
}

/// What only RSA keys have. [PKCS11-CM-2.40] §2.1.2
void describe_rsa_key(Attributes& attributes, const RsaPublicKey& key)
{
    attributes.number(CKA_KEY_TYPE, CKK_RSA)
        .bytes(CKA_MODULUS, key.modulus())
        .bytes(CKA_PUBLIC_EXPONENT, key.exponent());
}

/// A CK_DATE is the eight digits of the day. [PKCS11-2.40] §4.6.2
void describe_validity(Attributes& attributes, const Certificate& certificate)
{
    attributes.text(CKA_START_DATE, certificate.not_before).text(CKA_END_DATE, certificate.not_after);
}

/// The mechanism that generated the key, if it is known. [PKCS11-2.40] §4.7
CK_ULONG generated_by(const card::crypto::PublicKey& key, Origin origin)
{
    if (origin == Origin::unknown)
        return CK_UNAVAILABLE_INFORMATION;
    return std::holds_alternative<RsaPublicKey>(key) ? CKM_RSA_PKCS_KEY_PAIR_GEN : CKM_EC_KEY_PAIR_GEN;
}

/// What both halves of a key pair have. [PKCS11-2.40] §4.7
void describe_key(Attributes& attributes, const Certificate& certificate, Origin origin)
{
    if (const auto* const rsa = std::get_if<RsaPublicKey>(&*certificate.key))
        describe_rsa_key(attributes, *rsa);
    else
        describe_ec_key(attributes, certificate);
    attributes.flag(CKA_LOCAL, origin == Origin::generated_on_card)
        .number(CKA_KEY_GEN_MECHANISM, generated_by(*certificate.key, origin))
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
Object certificate_object(const Outline& outline, const Certificate& certificate, ByteView der)
{
    Object object = object_of(CKO_CERTIFICATE, outline);
    object.attributes.bytes(CKA_SUBJECT, certificate.subject)
        .bytes(CKA_ISSUER, certificate.issuer)
        .bytes(CKA_SERIAL_NUMBER, certificate.serial_number)
        .bytes(CKA_PUBLIC_KEY_INFO, certificate.public_key_info)
        .bytes(CKA_VALUE, der);
    describe_validity(object.attributes, certificate);
    return object;
}

/// [PKCS11-2.40] §4.8, [PKCS11-CM-2.40] §2.1.2, §2.3.3
Object public_key_object(const Outline& outline, const Certificate& certificate, const CardKey& key, Origin origin)
{
    Object object = object_of(CKO_PUBLIC_KEY, outline, key);
    describe_key(object.attributes, certificate, origin);
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
Object private_key_object(const Outline& outline, const Certificate& certificate, const CardKey& key, Origin origin)
{
    Object object = object_of(CKO_PRIVATE_KEY, outline, key);
    describe_key(object.attributes, certificate, origin);
    allow(object.attributes, key, true);
    object.attributes.flag(CKA_SIGN, key.serves(Use::sign))
        .flag(CKA_SIGN_RECOVER, false)
        .flag(CKA_DECRYPT, key.serves(Use::decrypt))
        .flag(CKA_DERIVE, key.serves(Use::derive))
        .flag(CKA_UNWRAP, false)
        .flag(CKA_ALWAYS_AUTHENTICATE, key.needs_pin_each_time())
        .flag(CKA_WRAP_WITH_TRUSTED, false)
        .flag(CKA_SENSITIVE, true)
        .flag(CKA_ALWAYS_SENSITIVE, origin == Origin::generated_on_card)
        .flag(CKA_EXTRACTABLE, false)
        .flag(CKA_NEVER_EXTRACTABLE, origin == Origin::generated_on_card);
    if (key.kind() == KeyKind::rsa)
        hide_rsa_parts(object.attributes);
    else
        object.attributes.sensitive(CKA_VALUE);
    return object;
}

/// What a certificate tells once it is read.
constexpr std::array read_from_certificates{
    CKA_SUBJECT, CKA_ISSUER, CKA_SERIAL_NUMBER, CKA_PUBLIC_KEY_INFO, CKA_VALUE, CKA_START_DATE, CKA_END_DATE};

/// What no key has, or shows to nobody.
constexpr std::array not_of_keys{CKA_APPLICATION, CKA_OBJECT_ID, CKA_CERTIFICATE_TYPE, CKA_CERTIFICATE_CATEGORY,
    CKA_ISSUER, CKA_SERIAL_NUMBER, CKA_VALUE};

bool is_one_of(CK_ATTRIBUTE_TYPE type, std::span<const CK_ATTRIBUTE_TYPE> types)
{
    return std::find(types.begin(), types.end(), type) != types.end();
}

/// Whether only reading tells if the object has such an attribute, and which.
bool left_open(CK_OBJECT_CLASS object_class, CK_ATTRIBUTE_TYPE type)
{
    switch (object_class) {
    case CKO_PRIVATE_KEY:
    case CKO_PUBLIC_KEY:
        return !is_one_of(type, not_of_keys);
    case CKO_CERTIFICATE:
        return is_one_of(type, read_from_certificates);
    default:
        return type == CKA_VALUE;
    }
}

} // namespace

bool Outline::may_match(std::span<const CK_ATTRIBUTE> wanted) const
{
    const CK_OBJECT_CLASS object_class = attributes.number(CKA_CLASS).value_or(CKO_DATA);
    return std::all_of(wanted.begin(), wanted.end(), [&](const CK_ATTRIBUTE& attribute) {
        return attributes.has(attribute.type) ? attributes.match({&attribute, 1})
                                              : left_open(object_class, attribute.type);
    });
}

std::array<Outline, 3> outlines(Slot slot)
{
    constexpr CK_ULONG token_user = 1; // CK_CERTIFICATE_CATEGORY_TOKEN_USER
    const Names names = names_of(slot);
    std::array result{with_id(CKO_CERTIFICATE, slot, false, names.certificate, names.id),
        with_id(CKO_PUBLIC_KEY, slot, false, names.public_key, names.id),
        with_id(CKO_PRIVATE_KEY, slot, card::piv::needs_pin(slot), names.private_key, names.id)};
    result[0]
        .attributes.number(CKA_CERTIFICATE_TYPE, CKC_X_509)
        .number(CKA_CERTIFICATE_CATEGORY, token_user)
        .flag(CKA_TRUSTED, false);
    return result;
}

std::vector<Object> make_objects(Slot slot, ByteView der, Origin origin)
{
    const auto [outline, public_outline, private_outline] = outlines(slot);
    const Certificate certificate = read_certificate(der);

    std::vector<Object> objects{certificate_object(outline, certificate, der)};
    if (certificate.key) {
        const CardKey key{slot, *certificate.key};
        objects.push_back(public_key_object(public_outline, certificate, key, origin));
        objects.push_back(private_key_object(private_outline, certificate, key, origin));
    }
    return objects;
}

Outline outline(const card::piv::Container& container)
{
    const bool is_private = container.access == card::piv::Container::Access::pin;
    Outline outline{storage(CKO_DATA, is_private), is_private};
    outline.attributes.text(CKA_UNIQUE_ID, unique_id(CKO_DATA, container.tag))
        .text(CKA_LABEL, container.name)
        .text(CKA_APPLICATION, container.name)
        .bytes(CKA_OBJECT_ID, card::tlv::Oid{container.oid}.encode());
    return outline;
}

Object make_data_object(const card::piv::Container& container, ByteView content)
{
    Object object = object_of(CKO_DATA, outline(container));
    object.attributes.bytes(CKA_VALUE, card::tlv::encode(card::piv::template_of(container.tag), content));
    return object;
}

Object make_profile_object()
{
    Object object{CKO_PROFILE, storage(CKO_PROFILE, false)};
    object.attributes.number(CKA_PROFILE_ID, CKP_AUTHENTICATION_TOKEN);
    return object;
}

} // namespace p11
