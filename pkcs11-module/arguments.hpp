// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "errors.hpp"

#include "card/base/bytes.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

/// Pointers and lengths of C, checked, as the types that the rest of the module works with.
namespace p11 {

/// What the pointer points to. Throws CKR_ARGUMENTS_BAD for a null pointer.
template <class T>
T& required(T* pointer)
{
    require(pointer != nullptr, CKR_ARGUMENTS_BAD);
    return *pointer;
}

/// Bytes of the caller; null is allowed for none. Throws CKR_ARGUMENTS_BAD; `too_long` for more than 2 GiB, which is a
/// length gone wrong.
card::ByteView input(const CK_BYTE* data, CK_ULONG size, CK_RV too_long = CKR_DATA_LEN_RANGE);

/// A PIN or PUK of the caller; a null pointer without length means the protected authentication path.
/// [PKCS11-2.40] §5.6. Throws CKR_ARGUMENTS_BAD, CKR_PIN_LEN_RANGE.
std::optional<card::ByteView> pin_input(const CK_BYTE* pin, CK_ULONG size);

/// The parameters of a mechanism as the structure that it takes. Throws CKR_MECHANISM_PARAM_INVALID.
template <class T>
T mechanism_parameters(const CK_MECHANISM& mechanism)
{
    require(mechanism.pParameter != nullptr && mechanism.ulParameterLen == sizeof(T), CKR_MECHANISM_PARAM_INVALID);
    T parameters{};
    std::memcpy(&parameters, mechanism.pParameter, sizeof parameters); // wherever the caller has them
    return parameters;
}

/// A template of the caller; null is allowed for an empty one. Throws CKR_ARGUMENTS_BAD, also for more attributes than
/// Cryptoki has.
std::span<CK_ATTRIBUTE> attribute_template(CK_ATTRIBUTE* attributes, CK_ULONG count);

/// Fills a field of fixed width with text, padded with blanks. [PKCS11-2.40] §3.1
void fill(std::span<unsigned char> field, std::string_view text);

/// A result in the two-call convention: without a buffer the caller only asks for its size. [PKCS11-2.40] §5.2
template <class T>
class Output {
public:
    /// Throws CKR_ARGUMENTS_BAD if there is nowhere to put the size. A negative one, as CK_UNAVAILABLE_INFORMATION
    /// left from an earlier call, is no room at all.
    Output(T* buffer, CK_ULONG* size)
        : buffer_{buffer}, size_{required(size)}, room_{*size > std::numeric_limits<CK_LONG>::max() ? 0 : *size}
    {
    }

    bool asks_for_size_only() const { return buffer_ == nullptr; }

    bool has_room_for(std::size_t size) const { return !asks_for_size_only() && room_ >= size; }

    /// Tells the caller the size of the result; true if a buffer is there to receive it.
    /// Throws CKR_BUFFER_TOO_SMALL, after the size was told.
    bool announce(std::size_t size) const
    {
        size_ = size;
        require(asks_for_size_only() || room_ >= size, CKR_BUFFER_TOO_SMALL);
        return !asks_for_size_only();
    }

    void write(std::span<const T> result) const
    {
        if (announce(result.size()))
            std::copy(result.begin(), result.end(), buffer_);
    }

private:
    T* buffer_;
    CK_ULONG& size_;
    CK_ULONG room_; ///< as the caller told it
};

} // namespace p11
