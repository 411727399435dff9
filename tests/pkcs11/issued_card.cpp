// SPDX-License-Identifier: Apache-2.0
#include "issued_card.hpp"

#include "support/sandbox.hpp"

#include "card/base/hex.hpp"
#include "card/crypto/hash.hpp"
#include "card/crypto/signature.hpp"
#include "card/pcsc/card_connection.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace test {
namespace {

std::string environment(const char* name)
{
    const char* value = std::getenv(name);
    if (value == nullptr)
        throw std::runtime_error{std::string{name} + " is not set"};
    return value;
}

void must(CK_RV rv, const char* what)
{
    if (rv != CKR_OK)
        throw std::runtime_error{std::string{what} + " returned " + std::to_string(rv)};
}

card::pcsc::Reader reader_with_card(card::pcsc::Context& context)
{
    for (const card::pcsc::Reader& reader : card::pcsc::list_readers(context))
        if (reader.has_card())
            return reader;
    throw std::runtime_error{"no card"};
}

} // namespace

std::filesystem::path issued()
{
    return environment("CARD_ISSUED");
}

std::string letter(const std::string& field)
{
    for (const auto& entry : std::filesystem::directory_iterator{issued() / "letters"}) {
        std::ifstream file{entry.path()};
        for (std::string line; std::getline(file, line);)
            if (line.starts_with(field + ": "))
                return line.substr(field.size() + 2);
    }
    throw std::runtime_error{"no letter with " + field};
}

IssuedCard::IssuedCard(const std::string& options) : image_{environment("CARD_SANDBOX") + "/copy.image"}
{
    using std::filesystem::copy_options;
    std::filesystem::copy_file(issued() / "card.image", image_, copy_options::overwrite_existing);
    insert_card(image_, options);
    inserted_ = true;
}

IssuedCard::~IssuedCard()
{
    if (inserted_)
        eject_card();
}

void IssuedCard::eject()
{
    eject_card();
    inserted_ = false;
}

void IssuedCard::insert()
{
    insert_card(image_);
    inserted_ = true;
}

card::Bytes foreign_command(const std::string& hex)
{
    card::pcsc::Context context;
    card::pcsc::CardConnection connection{context, reader_with_card(context).name};
    return connection.exchange(card::from_hex(hex));
}

void foreign_reset()
{
    card::pcsc::Context context;
    card::pcsc::CardConnection connection{context, reader_with_card(context).name};
    connection.reset_at_end();
}

bool all_tries_left()
{
    foreign_reset();
    foreign_command("00A4040C0BA000000308000010000100");
    return foreign_command("00200080") == card::from_hex("63C3");
}

std::vector<CK_SLOT_ID> tokens(const LoadedModule& module)
{
    CK_ULONG count = 0;
    must(module->C_GetSlotList(CK_TRUE, nullptr, &count), "C_GetSlotList");
    std::vector<CK_SLOT_ID> slots(count);
    must(module->C_GetSlotList(CK_TRUE, slots.data(), &count), "C_GetSlotList");
    slots.resize(count);
    return slots;
}

Session::Session(const LoadedModule& module, CK_FLAGS flags) : module_{module}
{
    must(module->C_OpenSession(tokens(module).at(0), CKF_SERIAL_SESSION | flags, nullptr, nullptr, &handle_),
        "C_OpenSession");
}

CK_RV Session::login(const std::string& pin) const
{
    return login_as(CKU_USER, pin);
}

CK_RV Session::login_again(const std::string& pin) const
{
    return login_as(CKU_CONTEXT_SPECIFIC, pin);
}

CK_RV Session::login_as(CK_USER_TYPE user, std::string pin) const
{
    return module_->C_Login(handle_, user, reinterpret_cast<unsigned char*>(pin.data()), pin.size());
}

CK_STATE Session::state() const
{
    CK_SESSION_INFO info{};
    must(module_->C_GetSessionInfo(handle_, &info), "C_GetSessionInfo");
    return info.state;
}

std::vector<CK_OBJECT_HANDLE> Session::find(std::optional<CK_OBJECT_CLASS> object_class) const
{
    CK_ATTRIBUTE wanted{CKA_CLASS, object_class ? &*object_class : nullptr, sizeof(CK_OBJECT_CLASS)};
    must(module_->C_FindObjectsInit(handle_, &wanted, object_class ? 1 : 0), "C_FindObjectsInit");
    std::vector<CK_OBJECT_HANDLE> found;
    for (;;) { // one by one: what is left must stay in order
        CK_OBJECT_HANDLE object = 0;
        CK_ULONG count = 0;
        must(module_->C_FindObjects(handle_, &object, 1, &count), "C_FindObjects");
        if (count == 0)
            break;
        found.push_back(object);
    }
    must(module_->C_FindObjectsFinal(handle_), "C_FindObjectsFinal");
    return found;
}

CK_OBJECT_HANDLE Session::only(CK_OBJECT_CLASS object_class, std::uint8_t id) const
{
    std::vector<CK_OBJECT_HANDLE> found = find(object_class);
    std::erase_if(found, [&](CK_OBJECT_HANDLE object) { return attribute(object, CKA_ID) != card::Bytes{id}; });
    if (found.size() != 1)
        throw std::runtime_error{std::to_string(found.size()) + " objects instead of one"};
    return found.front();
}

card::Bytes Session::attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const
{
    CK_ATTRIBUTE wanted{type, nullptr, 0};
    must(module_->C_GetAttributeValue(handle_, object, &wanted, 1), "C_GetAttributeValue");
    card::Bytes value(wanted.ulValueLen);
    wanted.pValue = value.data();
    must(module_->C_GetAttributeValue(handle_, object, &wanted, 1), "C_GetAttributeValue");
    return value;
}

CK_ULONG Session::number(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const
{
    CK_ULONG out = 0;
    const card::Bytes value = attribute(object, type);
    if (value.size() != sizeof out)
        throw std::runtime_error{"an attribute of " + std::to_string(value.size()) + " bytes instead of a CK_ULONG"};
    std::copy(value.begin(), value.end(), reinterpret_cast<std::uint8_t*>(&out));
    return out;
}

CK_RV Session::sign(CK_OBJECT_HANDLE key, const std::string& message, card::Bytes& signature) const
{
    CK_MECHANISM mechanism{CKM_ECDSA_SHA256, nullptr, 0};
    if (const CK_RV rv = module_->C_SignInit(handle_, &mechanism, key); rv != CKR_OK)
        return rv;
    std::string copy = message;
    signature.resize(64);
    CK_ULONG size = signature.size();
    return module_->C_Sign(
        handle_, reinterpret_cast<unsigned char*>(copy.data()), copy.size(), signature.data(), &size);
}

bool Session::verifies(const std::string& message, const card::Bytes& signature, std::uint8_t id) const
{
    const card::Bytes point = attribute(only(CKO_PUBLIC_KEY, id), CKA_EC_POINT);
    return card::crypto::verify_ecdsa(
        card::crypto::Point::decode(card::crypto::Curve::p256, card::ByteView{point}.subspan(2)),
        card::crypto::digest(card::crypto::Hash::sha256, card::as_bytes(message)), signature);
}

} // namespace test
