// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fuzz.hpp"

#include "cryptoki.hpp"
#include "in_process/reference_card.hpp"

#include <array>

/// Arguments of a hostile caller of Cryptoki, made of the fuzzer's input.
namespace fuzz::pkcs11 {

using card::Bytes;
using card::ByteView;

inline constexpr CK_ULONG largest = ~CK_ULONG{0};
inline constexpr std::size_t room = 600; ///< for whatever is handed out in one piece, but certificates

/// What the input still holds; zeros after its end.
class Input {
public:
    explicit Input(ByteView bytes) : rest_{bytes} {}

    bool at_end() const { return rest_.empty(); }

    std::uint8_t byte()
    {
        if (rest_.empty())
            return 0;
        const std::uint8_t first = rest_.front();
        rest_ = rest_.subspan(1);
        return first;
    }

    template <class T, std::size_t n>
    T one_of(const std::array<T, n>& all)
    {
        return all[byte() % n];
    }

private:
    ByteView rest_;
};

/// Bytes of the caller, on the heap at exactly their size, with a length that may lie. One that is too great for any
/// memory must be refused before it is used; others tell no more than there is.
struct Buffer {
    Bytes bytes;
    unsigned char* data = nullptr;
    CK_ULONG size = 0;
};

inline Buffer buffer_of(Input& input, std::size_t real, unsigned char fill)
{
    Buffer buffer{Bytes(real, fill), nullptr, real};
    const std::uint8_t how = input.byte();
    if ((how & 0x80U) == 0)
        buffer.data = buffer.bytes.data();
    constexpr std::array lies{largest, largest - 1, largest / 2 + 1, largest / 2, CK_ULONG{1} << 32, CK_ULONG{0}};
    if ((how & 0x70U) == 0x70U)
        buffer.size = lies[(how & 0x0FU) % lies.size()];
    return buffer;
}

struct Message : Buffer {
    explicit Message(Input& input)
        : Buffer{buffer_of(input, input.one_of(std::array<std::size_t, 8>{32, 0, 1, 20, 48, 64, 256, 300}), 0x01)}
    {
    }
};

/// PINs by their number; what is typed is mostly right, or the card would be blocked soon.
struct Pin : Buffer {
    explicit Pin(Input& input) : Buffer{{}, nullptr, 0}
    {
        const std::array<std::string_view, 6> texts{test::pin, test::puk, test::pin, "", "99999999", "12345678901234"};
        const std::string_view text = input.one_of(texts);
        Buffer lying = buffer_of(input, text.size(), 0);
        std::copy(text.begin(), text.end(), lying.bytes.begin());
        static_cast<Buffer&>(*this) = std::move(lying);
    }
};

/// Where a result goes, and the length that the caller says it has.
struct Result {
    explicit Result(Input& input)
    {
        constexpr std::array<CK_ULONG, 6> sizes{room, 0, 31, 64, 255, largest};
        const std::uint8_t how = input.byte();
        told = sizes[how % sizes.size()];
        real = std::min<CK_ULONG>(told, room);
        bytes.resize(real);
        data = (how & 0x40U) != 0 ? nullptr : bytes.data();
        size = (how & 0x80U) != 0 ? nullptr : &told;
    }

    void check(CK_RV rv) const
    {
        if (rv == CKR_OK && data != nullptr)
            fuzz::must_hold(told <= real, "no more than there is room for");
    }

    Bytes bytes;
    CK_ULONG told = 0;
    CK_ULONG real = 0;
    unsigned char* data = nullptr;
    CK_ULONG* size = nullptr;
};

inline constexpr std::array mechanism_types{CKM_ECDSA, CKM_ECDSA_SHA1, CKM_ECDSA_SHA256, CKM_ECDSA_SHA512,
    CKM_ECDH1_DERIVE, CKM_RSA_PKCS, CKM_SHA256_RSA_PKCS, CKM_RSA_PKCS_PSS, CKM_SHA1_RSA_PKCS_PSS, CKM_RSA_PKCS_OAEP,
    CKM_RSA_X_509, CKM_SHA256, CKM_SHA512, CKM_MD5, CKM_AES_KEY_GEN, ~CK_MECHANISM_TYPE{0}};

/// A mechanism with parameters of the right kind, of another, or of a length that they do not have.
struct Mechanism {
    explicit Mechanism(Input& input)
    {
        mechanism.mechanism = input.one_of(mechanism_types);
        const std::uint8_t how = input.byte();
        constexpr std::array<CK_ULONG, 6> hashes{CKM_SHA256, CKM_SHA_1, CKM_SHA512, CKM_MD5, 0, largest};
        constexpr std::array<CK_ULONG, 5> masks{CKG_MGF1_SHA256, CKG_MGF1_SHA1, CKG_MGF1_SHA512, 0, largest};
        constexpr std::array<CK_ULONG, 6> sizes{32, 0, 20, 222, 4097, largest};
        switch (how % 5) {
        case 1:
            pss = {input.one_of(hashes), input.one_of(masks), input.one_of(sizes)};
            set(&pss, sizeof pss);
            break;
        case 2:
            label = Message{input};
            oaep = {input.one_of(hashes), input.one_of(masks), input.byte() % 3U, label.data, label.size};
            set(&oaep, sizeof oaep);
            break;
        case 3:
            point = own_point;
            label = Message{input};
            derive = {input.one_of(std::array<CK_ULONG, 5>{CKD_NULL, CKD_SHA1_KDF, CKD_SHA256_KDF, 0, largest}),
                label.size, label.data, point.size(), point.data()};
            if (input.byte() > 200)
                derive.ulPublicDataLen = input.one_of(sizes) > point.size() ? largest : 1;
            set(&derive, sizeof derive);
            break;
        case 4:
            set(&pss, input.byte());
            mechanism.pParameter = nullptr;
            break;
        default:
            break;
        }
        pointer = how > 0xF0 ? nullptr : &mechanism;
    }

    Mechanism(const Mechanism&) = delete;
    Mechanism& operator=(const Mechanism&) = delete;

    void set(void* parameter, std::size_t size)
    {
        mechanism.pParameter = parameter;
        mechanism.ulParameterLen = size;
    }

    static inline Bytes own_point; ///< of the card's key in 9D, if it has one

    CK_MECHANISM mechanism{};
    CK_MECHANISM* pointer = nullptr;
    CK_RSA_PKCS_PSS_PARAMS pss{};
    CK_RSA_PKCS_OAEP_PARAMS oaep{};
    CK_ECDH1_DERIVE_PARAMS derive{};
    Buffer label;
    Bytes point;
};

inline constexpr std::array attribute_types{CKA_CLASS, CKA_TOKEN, CKA_PRIVATE, CKA_SENSITIVE, CKA_EXTRACTABLE,
    CKA_VALUE, CKA_VALUE_LEN, CKA_KEY_TYPE, CKA_LABEL, CKA_ID, CKA_EC_POINT, CKA_PRIVATE_EXPONENT, CKA_WRAP_TEMPLATE,
    CKA_SIGN, CKA_ALLOWED_MECHANISMS, ~CK_ATTRIBUTE_TYPE{0}};

/// Up to four attributes, each with a value of its own.
struct Template {
    explicit Template(Input& input)
    {
        const std::uint8_t how = input.byte();
        for (std::size_t i = 0; i < how % 5U; ++i) {
            constexpr std::array<std::size_t, 5> sizes{sizeof(CK_ULONG), 1, 0, 16, 1200};
            values[i] = buffer_of(input, input.one_of(sizes), input.one_of(std::array<unsigned char, 4>{0, 1, 4, 16}));
            std::fill(values[i].bytes.begin() + !values[i].bytes.empty(), values[i].bytes.end(), std::uint8_t{0});
            attributes[i] = {input.one_of(attribute_types), values[i].data, values[i].size};
        }
        count = how > 0xF0 ? largest : how % 5U;
        pointer = how > 0xE8 ? nullptr : attributes.data();
    }

    std::array<Buffer, 4> values;
    std::array<CK_ATTRIBUTE, 4> attributes{};
    CK_ATTRIBUTE* pointer = nullptr;
    CK_ULONG count = 0;
};

} // namespace fuzz::pkcs11
