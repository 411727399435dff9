// SPDX-License-Identifier: Apache-2.0
#include "issuer/cryptoki.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <vector>

namespace perso::issuer {

using card::Errc;

namespace {

/// Fixed-length, blank padded, not null terminated. [PKCS11-2.40] §3
std::string_view unpadded(const unsigned char* text, std::size_t size)
{
    std::string_view view{reinterpret_cast<const char*>(text), size};
    const auto last = view.find_last_not_of(' ');
    return view.substr(0, last == view.npos ? 0 : last + 1);
}

} // namespace

void Cryptoki::Close::operator()(void* library) const noexcept
{
    ::dlclose(library);
}

Cryptoki::Cryptoki(const std::filesystem::path& module) : library_{::dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL)}
{
    card::require(library_ != nullptr, Errc::hsm_unavailable, "load the module", "the library cannot be loaded");
    const auto get = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library_.get(), "C_GetFunctionList"));
    card::require(get != nullptr, Errc::hsm_unavailable, "load the module", "the library is no PKCS#11 module");
    issuer::require(get(&functions_), "C_GetFunctionList");

    const CK_RV rv = functions_->C_Initialize(nullptr);
    if (rv != CKR_CRYPTOKI_ALREADY_INITIALIZED && rv != CKR_OK)
        throw card::Error{Errc::hsm_unavailable, card::Step{"C_Initialize"}, fmt::format("CKR {:#x}", rv)};
}

std::string Cryptoki::manufacturer() const
{
    CK_INFO info{};
    issuer::require(functions_->C_GetInfo(&info), "C_GetInfo");
    return std::string{unpadded(info.manufacturerID, sizeof info.manufacturerID)};
}

std::optional<CK_SLOT_ID> Cryptoki::find_token(std::string_view label) const
{
    return find_slot([&](const CK_TOKEN_INFO& token) {
        return (token.flags & CKF_TOKEN_INITIALIZED) != 0 && unpadded(token.label, sizeof token.label) == label;
    });
}

std::optional<CK_SLOT_ID> Cryptoki::find_blank_token() const
{
    return find_slot([](const CK_TOKEN_INFO& token) { return (token.flags & CKF_TOKEN_INITIALIZED) == 0; });
}

template <typename Predicate>
std::optional<CK_SLOT_ID> Cryptoki::find_slot(Predicate wanted) const
{
    CK_ULONG count = 0;
    issuer::require(functions_->C_GetSlotList(CK_TRUE, nullptr, &count), "C_GetSlotList");
    std::vector<CK_SLOT_ID> slots(count);
    issuer::require(functions_->C_GetSlotList(CK_TRUE, slots.data(), &count), "C_GetSlotList");
    for (const CK_SLOT_ID slot : slots) {
        CK_TOKEN_INFO token{};
        if (functions_->C_GetTokenInfo(slot, &token) == CKR_OK && wanted(token))
            return slot;
    }
    return std::nullopt;
}

Errc condition(CK_RV rv)
{
    switch (rv) {
    case CKR_PIN_INCORRECT:
    case CKR_PIN_LEN_RANGE:
    case CKR_PIN_INVALID:
    case CKR_PIN_LOCKED:
        return Errc::hsm_pin_wrong;
    case CKR_DEVICE_ERROR:
    case CKR_DEVICE_REMOVED:
    case CKR_TOKEN_NOT_PRESENT:
    case CKR_TOKEN_NOT_RECOGNIZED:
    case CKR_SLOT_ID_INVALID:
    case CKR_SESSION_CLOSED:
    case CKR_SESSION_HANDLE_INVALID:
    case CKR_CRYPTOKI_NOT_INITIALIZED:
        return Errc::hsm_unavailable;
    default:
        return Errc::hsm_failed;
    }
}

void require(CK_RV rv, std::string_view function)
{
    if (rv != CKR_OK)
        throw card::Error{condition(rv), card::Step{std::string{function}}, fmt::format("CKR {:#x}", rv)};
}

} // namespace perso::issuer
