// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"

#include <p11-kit/pkcs11.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace perso::issuer {

/// A PKCS#11 module, loaded and initialized. [PKCS11-2.40] §5.4
///
/// libp11 uses the same module in this process and was first: that the module is initialized already is no error here,
/// and C_Finalize is never called, since it would pull the module away from under libp11.
class Cryptoki {
public:
    /// Throws hsm_unavailable.
    explicit Cryptoki(const std::filesystem::path& module);

    const CK_FUNCTION_LIST& operator*() const { return *functions_; }

    const CK_FUNCTION_LIST* operator->() const { return functions_; }

    /// Who made the module, as it says.
    std::string manufacturer() const;

    /// The slot whose token has this label, or nothing.
    std::optional<CK_SLOT_ID> find_token(std::string_view label) const;
    /// A slot with a token that is not initialized yet, or nothing.
    std::optional<CK_SLOT_ID> find_blank_token() const;

private:
    template <typename Predicate>
    std::optional<CK_SLOT_ID> find_slot(Predicate wanted) const;

    struct Close {
        void operator()(void* library) const noexcept;
    };

    std::unique_ptr<void, Close> library_;
    CK_FUNCTION_LIST* functions_ = nullptr;
};

/// Throws unless `rv` is CKR_OK: hsm_pin_wrong, hsm_unavailable (token, device or session gone), hsm_failed.
void require(CK_RV rv, std::string_view function);

/// Which condition a return value is.
card::Errc condition(CK_RV rv);

} // namespace perso::issuer
