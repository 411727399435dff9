// SPDX-License-Identifier: Apache-2.0
#include "objects.hpp"

#include "certificate.hpp"
#include "errors.hpp"

#include "card/tlv/writer.hpp"

#include <algorithm>
#include <array>

namespace p11 {
namespace {

using card::ByteView;
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

/// What both halves of a key pair have that the card generated. [PKCS11-2.40] §4.7
void describe_key(Attributes& attributes, const Certificate& certificate, const Certificate::EcKey& key)
{
    attributes.number(CKA_KEY_TYPE, CKK_EC)
        .flag(CKA_DERIVE, false)
        .flag(CKA_LOCAL, true)
        .number(CKA_KEY_GEN_MECHANISM, CKM_EC_KEY_PAIR_GEN)
        .bytes(CKA_SUBJECT, certificate.subject)
        .bytes(CKA_PUBLIC_KEY_INFO, certificate.public_key_info)
        .bytes(CKA_EC_PARAMS, key.parameters);
}

/// [PKCS11-2.40] §4.6.3
Object certificate_object(const Names& names, const Certificate& certificate, ByteView der)
{
    constexpr CK_ULONG token_user = 1; // CK_CERTIFICATE_CATEGORY_TOKEN_USER
    Object object{storage(CKO_CERTIFICATE, names.certificate, names.id, false)};
    object.attributes.number(CKA_CERTIFICATE_TYPE, CKC_X_509)
        .number(CKA_CERTIFICATE_CATEGORY, token_user)
        .flag(CKA_TRUSTED, false)
        .bytes(CKA_SUBJECT, certificate.subject)
        .bytes(CKA_ISSUER, certificate.issuer)
        .bytes(CKA_SERIAL_NUMBER, certificate.serial_number)
        .bytes(CKA_PUBLIC_KEY_INFO, certificate.public_key_info)
        .bytes(CKA_VALUE, der);
    return object;
}

/// [PKCS11-2.40] §4.8, [PKCS11-CM-2.40] §2.3.3
Object public_key_object(const Names& names, const Certificate& certificate, const Certificate::EcKey& key)
{
    Object object{storage(CKO_PUBLIC_KEY, names.public_key, names.id, false)};
    describe_key(object.attributes, certificate, key);
    object.attributes.flag(CKA_VERIFY, true)
        .flag(CKA_VERIFY_RECOVER, false)
        .flag(CKA_ENCRYPT, false)
        .flag(CKA_WRAP, false)
        .flag(CKA_TRUSTED, false)
        .bytes(CKA_EC_POINT, card::tlv::encode(card::tlv::asn1::octet_string, key.point.encode()));
    return object;
}

/// [PKCS11-2.40] §4.9, [PKCS11-CM-2.40] §2.3.4
Object private_key_object(const Names& names, const Certificate& certificate, const Certificate::EcKey& key)
{
    Object object{storage(CKO_PRIVATE_KEY, names.private_key, names.id, true), true, CardKey{names.slot, key.point}};
    describe_key(object.attributes, certificate, key);
    object.attributes.flag(CKA_SIGN, true)
        .flag(CKA_SIGN_RECOVER, false)
        .flag(CKA_DECRYPT, false)
        .flag(CKA_UNWRAP, false)
        .flag(CKA_ALWAYS_AUTHENTICATE, false)
        .flag(CKA_WRAP_WITH_TRUSTED, false)
        .flag(CKA_SENSITIVE, true)
        .flag(CKA_ALWAYS_SENSITIVE, true)
        .flag(CKA_EXTRACTABLE, false)
        .flag(CKA_NEVER_EXTRACTABLE, true)
        .sensitive(CKA_VALUE);
    return object;
}

} // namespace

std::vector<Object> make_objects(Slot slot, ByteView der)
{
    const Names& names = names_of(slot);
    const Certificate certificate = read_certificate(der);

    std::vector<Object> objects{certificate_object(names, certificate, der)};
    if (certificate.ec_key) {
        objects.push_back(public_key_object(names, certificate, *certificate.ec_key));
        objects.push_back(private_key_object(names, certificate, *certificate.ec_key));
    }
    return objects;
}

} // namespace p11
