// SPDX-License-Identifier: Apache-2.0
#include "issuer/token.hpp"

#include "card/crypto/random.hpp"
#include "card/tlv/oid.hpp"
#include "card/tlv/reader.hpp"

#include <array>

namespace perso::issuer {

using card::ByteView;
using card::Errc;

namespace {

// The C interface takes pointers to non-const for what it only reads.
CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, ByteView value)
{
    return {type, const_cast<std::uint8_t*>(value.data()), value.size()};
}

/// A number or boolean, which must outlive the attribute.
template <typename T>
CK_ATTRIBUTE number(CK_ATTRIBUTE_TYPE type, const T& value)
{
    return {type, const_cast<T*>(&value), sizeof value};
}

constexpr CK_BBOOL yes = CK_TRUE;
constexpr CK_BBOOL no = CK_FALSE;
constexpr CK_KEY_TYPE aes = CKK_AES;
constexpr CK_KEY_TYPE ec = CKK_EC;
constexpr CK_OBJECT_CLASS secret_key = CKO_SECRET_KEY;

CK_UTF8CHAR_PTR characters(ByteView text)
{
    return const_cast<CK_UTF8CHAR_PTR>(text.data());
}

/// What every master key has: it stays in the token, and only computes MACs.
std::vector<CK_ATTRIBUTE> master_key_template(std::string_view label)
{
    const ByteView name = card::as_bytes(label);
    return {number(CKA_CLASS, secret_key), number(CKA_KEY_TYPE, aes), number(CKA_TOKEN, yes), number(CKA_PRIVATE, yes),
        number(CKA_SENSITIVE, yes), number(CKA_EXTRACTABLE, no), number(CKA_SIGN, yes), number(CKA_VERIFY, no),
        number(CKA_ENCRYPT, no), number(CKA_DECRYPT, no), number(CKA_WRAP, no), number(CKA_UNWRAP, no),
        attribute(CKA_LABEL, name), attribute(CKA_ID, name)};
}

/// CKA_LABEL is blank padded to 32. [PKCS11-2.40] §5.5 C_InitToken
std::array<unsigned char, 32> padded_label(std::string_view label)
{
    std::array<unsigned char, 32> padded;
    padded.fill(' ');
    card::require(label.size() <= padded.size(), Errc::config_invalid, "C_InitToken", "the label is too long");
    std::copy(label.begin(), label.end(), padded.begin());
    return padded;
}

/// 32 letters: a PIN that nobody will ever type.
card::SecureBytes draw_officer_pin()
{
    card::SecureBytes pin = card::crypto::system_random().secret(32);
    for (std::uint8_t& byte : pin.span())
        byte = static_cast<std::uint8_t>('a' + byte % 16);
    return pin;
}

CK_SESSION_HANDLE open_session(const Cryptoki& module, std::string_view label)
{
    const auto slot = module.find_token(label);
    card::require(slot.has_value(), Errc::hsm_unavailable, "find the token", "no token has the label of office.toml");
    CK_SESSION_HANDLE session = CK_INVALID_HANDLE;
    require(
        module->C_OpenSession(*slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &session), "C_OpenSession");
    return session;
}

class Session {
public:
    Session(const Cryptoki& module, CK_SLOT_ID slot) : module_{module}
    {
        require(module->C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &handle_),
            "C_OpenSession");
    }

    ~Session() { module_->C_CloseSession(handle_); }

    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    CK_SESSION_HANDLE handle() const { return handle_; }

private:
    const Cryptoki& module_;
    CK_SESSION_HANDLE handle_ = CK_INVALID_HANDLE;
};

} // namespace

Token::Token(const Cryptoki& module, std::string_view label, ByteView pin) : Token{module, open_session(module, label)}
{
    const CK_RV rv = module->C_Login(session_, CKU_USER, characters(pin), pin.size());
    if (rv != CKR_USER_ALREADY_LOGGED_IN)
        require(rv, "C_Login");
    had_keys_ = shows_keys();
}

Token::~Token()
{
    module_->C_CloseSession(session_);
}

/// C_SetPIN changes the PIN of whoever is logged in, here the user. [PKCS11-2.40] §5.5
void Token::change_pin(ByteView pin, ByteView new_pin)
{
    require_done(
        module_->C_SetPIN(session_, characters(pin), pin.size(), characters(new_pin), new_pin.size()), "C_SetPIN");
}

bool Token::has_key(std::string_view label) const
{
    if (find(CKO_PRIVATE_KEY, label) != CK_INVALID_HANDLE || find(CKO_SECRET_KEY, label) != CK_INVALID_HANDLE)
        return true;
    card::require(!is_gone(), Errc::hsm_unavailable, "C_FindObjects", "the token shows no keys any more");
    return false;
}

bool Token::is_gone() const
{
    return had_keys_ && !shows_keys();
}

card::crypto::Point Token::generate_signing_key(std::string_view label)
{
    const card::Bytes p256 = card::tlv::Oid{"1.2.840.10045.3.1.7"}.encode();
    const ByteView name = card::as_bytes(label);
    std::array public_template{attribute(CKA_EC_PARAMS, p256), number(CKA_TOKEN, yes), number(CKA_VERIFY, yes),
        attribute(CKA_LABEL, name), attribute(CKA_ID, name)};
    std::array private_template{number(CKA_KEY_TYPE, ec), number(CKA_TOKEN, yes), number(CKA_PRIVATE, yes),
        number(CKA_SENSITIVE, yes), number(CKA_EXTRACTABLE, no), number(CKA_SIGN, yes), number(CKA_DERIVE, no),
        attribute(CKA_LABEL, name), attribute(CKA_ID, name)};
    CK_MECHANISM mechanism{CKM_EC_KEY_PAIR_GEN, nullptr, 0};
    CK_OBJECT_HANDLE public_key = CK_INVALID_HANDLE;
    CK_OBJECT_HANDLE private_key = CK_INVALID_HANDLE;
    require(module_->C_GenerateKeyPair(session_, &mechanism, public_template.data(), public_template.size(),
                private_template.data(), private_template.size(), &public_key, &private_key),
        "C_GenerateKeyPair");

    std::array<std::uint8_t, 128> value{};
    CK_ATTRIBUTE point{CKA_EC_POINT, value.data(), value.size()};
    require(module_->C_GetAttributeValue(session_, public_key, &point, 1), "C_GetAttributeValue");
    // DER encoding of the ANSI X9.62 ECPoint: an OCTET STRING. [PKCS11-CM-2.40] §2.3.3
    const ByteView der = ByteView{value}.first(point.ulValueLen);
    return card::crypto::Point::decode(card::crypto::Curve::p256, card::tlv::only(der, card::tlv::asn1::octet_string));
}

void Token::generate_master_key(std::string_view label, std::size_t size)
{
    auto key_template = master_key_template(label);
    const CK_ULONG length = size;
    key_template.push_back(number(CKA_VALUE_LEN, length));
    CK_MECHANISM mechanism{CKM_AES_KEY_GEN, nullptr, 0};
    CK_OBJECT_HANDLE key = CK_INVALID_HANDLE;
    require(
        module_->C_GenerateKey(session_, &mechanism, key_template.data(), key_template.size(), &key), "C_GenerateKey");
}

void Token::import_master_key(std::string_view label, ByteView value)
{
    auto key_template = master_key_template(label);
    key_template.push_back(attribute(CKA_VALUE, value));
    CK_OBJECT_HANDLE key = CK_INVALID_HANDLE;
    require(module_->C_CreateObject(session_, key_template.data(), key_template.size(), &key), "C_CreateObject");
}

card::SecureBytes Token::cmac(std::string_view label, ByteView message) const
{
    const CK_OBJECT_HANDLE key = secret_key_of(label);
    CK_MECHANISM mechanism{CKM_AES_CMAC, nullptr, 0};
    require_done(module_->C_SignInit(session_, &mechanism, key), "C_SignInit AES-CMAC");
    card::SecureBytes mac(card::crypto::cmac_size);
    CK_ULONG size = mac.size();
    require_done(module_->C_Sign(session_, characters(message), message.size(), mac.data(), &size), "C_Sign AES-CMAC");
    card::require(size == mac.size(), Errc::hsm_failed, "C_Sign AES-CMAC", "a MAC of another length");
    return mac;
}

bool Token::shows_keys() const
{
    for (const CK_OBJECT_CLASS kind : {CKO_SECRET_KEY, CKO_PRIVATE_KEY}) {
        std::array wanted{number(CKA_CLASS, kind), number(CKA_TOKEN, yes)};
        if (first_of(wanted) != CK_INVALID_HANDLE)
            return true;
    }
    return false;
}

CK_OBJECT_HANDLE Token::find(CK_OBJECT_CLASS kind, std::string_view label) const
{
    std::array wanted{number(CKA_CLASS, kind), number(CKA_TOKEN, yes), attribute(CKA_LABEL, card::as_bytes(label))};
    return first_of(wanted);
}

CK_OBJECT_HANDLE Token::first_of(std::span<CK_ATTRIBUTE> wanted) const
{
    require(module_->C_FindObjectsInit(session_, wanted.data(), wanted.size()), "C_FindObjectsInit");
    CK_OBJECT_HANDLE found = CK_INVALID_HANDLE;
    CK_ULONG count = 0;
    const CK_RV rv = module_->C_FindObjects(session_, &found, 1, &count);
    module_->C_FindObjectsFinal(session_);
    require(rv, "C_FindObjects");
    return count == 0 ? CK_OBJECT_HANDLE{CK_INVALID_HANDLE} : found;
}

CK_OBJECT_HANDLE Token::secret_key_of(std::string_view label) const
{
    const CK_OBJECT_HANDLE key = find(CKO_SECRET_KEY, label);
    if (key != CK_INVALID_HANDLE)
        return key;
    const Errc code = is_gone() ? Errc::hsm_unavailable : Errc::hsm_key_missing;
    throw card::Error{code, card::Step{"C_FindObjects"}, "no such key"}.with_field(std::string{label});
}

/// A module that lost its token in the middle may say of any function only that it failed.
void Token::require_done(CK_RV rv, std::string_view function) const
{
    if (rv != CKR_OK && condition(rv) == Errc::hsm_failed && is_gone())
        rv = CKR_TOKEN_NOT_PRESENT;
    require(rv, function);
}

void initialize_token(const Cryptoki& module, std::string_view label, ByteView pin)
{
    const auto blank = module.find_blank_token();
    card::require(blank.has_value(), Errc::hsm_unavailable, "find a token", "the module offers no blank token");
    const card::SecureBytes so_pin = draw_officer_pin();
    auto padded = padded_label(label);
    require(module->C_InitToken(*blank, characters(so_pin.view()), so_pin.size(), padded.data()), "C_InitToken");

    const auto slot = module.find_token(label);
    card::require(slot.has_value(), Errc::hsm_unavailable, "find the token", "the new token is not there");
    const Session session{module, *slot};
    require(module->C_Login(session.handle(), CKU_SO, characters(so_pin.view()), so_pin.size()), "C_Login");
    require(module->C_InitPIN(session.handle(), characters(pin), pin.size()), "C_InitPIN");
    require(module->C_Logout(session.handle()), "C_Logout"); // nobody else can be logged in to a new token
}

} // namespace perso::issuer
