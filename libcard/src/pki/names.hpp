// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"

#include <cstdint>
#include <string>

/// Distinguished names. What is written in UTF8String, or in ASCII as PrintableString or IA5String, is read here;
/// OpenSSL reads names with anything else in them, and decides whether two that differ in their bytes are the same.
namespace card::pki {

/// A Name, whole. The view borrows from the bytes that were read. [RFC5280] §4.1.2.4
struct NameParts {
    ByteView whole;
    std::uint32_t hash = 0; ///< equal for names that are the same
    bool plain = true;      ///< without strings that only OpenSSL reads
};

/// Throws malformed_tlv; malformed_data for text that is none in its character set.
NameParts read_name(ByteView whole);

/// Types of attributes. [X.520] §6
enum class AttributeType : std::uint8_t { common_name = 3, serial_number = 5, country = 6 };

/// The first attribute of this type as UTF-8; empty if there is none. Throws malformed_data for one that is no text.
std::string first_attribute(const NameParts& name, AttributeType type);

/// The names are the same, where upper and lower case, the kinds of strings and repeated blanks are alike.
/// [RFC5280] §7.1
bool same_name(const NameParts& a, const NameParts& b);

/// The names, whole, have the same attributes, in whatever order; each is compared as same_name does. None with more
/// than 32. Throws malformed_data.
bool same_attributes(ByteView a, ByteView b);

} // namespace card::pki
