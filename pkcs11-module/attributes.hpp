// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cryptoki.hpp"

#include "card/base/secure_bytes.hpp"

#include <map>
#include <optional>
#include <span>
#include <string_view>

namespace p11 {

/// The attributes of one object, each value in the form in which Cryptoki hands it out.
class Attributes {
public:
    Attributes& flag(CK_ATTRIBUTE_TYPE type, bool value);
    Attributes& number(CK_ATTRIBUTE_TYPE type, CK_ULONG value);
    Attributes& text(CK_ATTRIBUTE_TYPE type, std::string_view value);
    Attributes& bytes(CK_ATTRIBUTE_TYPE type, card::ByteView value);
    /// The object has this attribute, but nobody gets its value.
    Attributes& sensitive(CK_ATTRIBUTE_TYPE type);

    bool has(CK_ATTRIBUTE_TYPE type) const { return values_.contains(type); }

    /// The value of an attribute that is a number.
    std::optional<CK_ULONG> number(CK_ATTRIBUTE_TYPE type) const;

    /// Whether the object has this flag, and it is set.
    bool is_true(CK_ATTRIBUTE_TYPE type) const;

    /// Whether every attribute of the template is there with the same value; an empty template matches.
    bool match(std::span<const CK_ATTRIBUTE> wanted) const;

    /// Fills a template entry by entry; an entry that cannot be had gets CK_UNAVAILABLE_INFORMATION, the others are
    /// filled all the same. Throws CKR_ATTRIBUTE_SENSITIVE, CKR_ATTRIBUTE_TYPE_INVALID or CKR_BUFFER_TOO_SMALL when the
    /// whole template was worked through. [PKCS11-2.40] §5.7
    void read(std::span<CK_ATTRIBUTE> wanted) const;

private:
    /// Wiped, because it may be that of a derived key.
    struct Value {
        Value() = default;

        Value(card::ByteView value, bool hidden) : bytes{card::to_bytes(value)}, sensitive{hidden} {}

        Value(const Value&) = default;
        Value(Value&&) = default;
        Value& operator=(const Value&) = default;
        Value& operator=(Value&&) = default;

        ~Value() { card::wipe(bytes); }

        card::Bytes bytes;
        bool sensitive = false;
    };

    CK_RV read_one(CK_ATTRIBUTE& wanted) const;

    std::map<CK_ATTRIBUTE_TYPE, Value> values_;
};

} // namespace p11
