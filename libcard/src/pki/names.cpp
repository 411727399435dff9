// SPDX-License-Identifier: Apache-2.0
#include "names.hpp"

#include "openssl.hpp"

#include "card/base/utf8.hpp"
#include "card/tlv/oid.hpp"
#include "card/tlv/reader.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace card::pki {

namespace {

namespace asn1 = tlv::asn1;

constexpr tlv::Tag ia5_string{0x16};
/// The types whose text OpenSSL compares; values of all others are compared as they are.
constexpr unsigned long compared_as_text = B_ASN1_UTF8STRING | B_ASN1_BMPSTRING | B_ASN1_UNIVERSALSTRING |
                                           B_ASN1_PRINTABLESTRING | B_ASN1_T61STRING | B_ASN1_IA5STRING |
                                           B_ASN1_VISIBLESTRING;

struct Attribute {
    ByteView type; ///< content of the identifier
    tlv::Element value;
};

Attribute read_attribute(ByteView content)
{
    tlv::Reader reader{content};
    const ByteView type = reader.expect(asn1::oid);
    const tlv::Element value = reader.next();
    reader.finish();
    return {type, value};
}

/// Visits every attribute, in the order in which they stand.
template <typename Visit>
void for_each_attribute(ByteView whole, Visit visit)
{
    tlv::Reader names{tlv::only(whole, asn1::sequence)};
    while (!names.at_end()) {
        tlv::Reader set{names.expect(asn1::set)};
        while (!set.at_end())
            visit(read_attribute(set.expect(asn1::sequence)));
    }
}

bool is_ascii(ByteView text)
{
    return std::all_of(text.begin(), text.end(), [](std::uint8_t byte) { return byte < 0x80; });
}

/// Text that is UTF-8 as it stands.
bool is_plain(const tlv::Element& value)
{
    if (value.tag == asn1::utf8_string)
        return is_utf8(as_text(value.value));
    return (value.tag == asn1::printable_string || value.tag == ia5_string) && is_ascii(value.value);
}

/// FNV-1a of the type and of the letters and digits of ASCII in the text: what is left when case, blanks and
/// everything that could be written in several ways does not count.
std::uint32_t hash_of(ByteView type, std::string_view utf8)
{
    std::uint32_t hash = 0x811C9DC5;
    const auto take = [&hash](std::uint8_t byte) { hash = (hash ^ byte) * 0x01000193; };
    std::for_each(type.begin(), type.end(), take);
    for (const char c : utf8) {
        const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        if ((small >= 'a' && small <= 'z') || (small >= '0' && small <= '9'))
            take(static_cast<std::uint8_t>(small));
    }
    return hash;
}

NamePtr decoded_name(ByteView whole)
{
    return decoded<NamePtr>(whole, d2i_X509_NAME, "name");
}

std::string text_of(const ASN1_STRING* string)
{
    unsigned char* text = nullptr;
    const int length = ASN1_STRING_to_UTF8(&text, string);
    ensure(length >= 0, "attribute of a name", Errc::malformed_data);
    std::string out{reinterpret_cast<char*>(text), static_cast<std::size_t>(length)};
    OPENSSL_free(text);
    return out;
}

/// The same number as from the same attributes in plain text.
std::uint32_t hash_by_openssl(const X509_NAME* name)
{
    std::uint32_t sum = 0;
    for (int i = 0; i < X509_NAME_entry_count(name); ++i) {
        const X509_NAME_ENTRY* const entry = X509_NAME_get_entry(name, i);
        const ASN1_OBJECT* const type = X509_NAME_ENTRY_get_object(entry);
        const ASN1_STRING* const value = X509_NAME_ENTRY_get_data(entry);
        const bool as_text = (ASN1_tag2bit(ASN1_STRING_type(value)) & compared_as_text) != 0;
        sum += hash_of({OBJ_get0_data(type), OBJ_length(type)}, as_text ? text_of(value) : std::string{});
    }
    return sum;
}

/// A name of this attribute alone, for a comparison by OpenSSL.
NamePtr attribute_alone(const X509_NAME* name, int index)
{
    NamePtr alone{ensured(X509_NAME_new(), "name")};
    ensure(X509_NAME_add_entry(alone.get(), X509_NAME_get_entry(name, index), -1, 0) == 1, "name");
    return alone;
}

} // namespace

NameParts read_name(ByteView whole)
{
    NameParts name{.whole = whole};
    for_each_attribute(whole, [&](const Attribute& attribute) {
        tlv::Oid::from_content(attribute.type);
        name.plain = name.plain && is_plain(attribute.value);
        if (name.plain) // sums do not ask for the order of attributes in one SET
            name.hash += hash_of(attribute.type, as_text(attribute.value.value));
    });
    if (!name.plain)
        name.hash = hash_by_openssl(decoded_name(whole).get());
    return name;
}

std::string first_attribute(const NameParts& name, AttributeType type)
{
    const std::array<std::uint8_t, 3> oid{0x55, 0x04, static_cast<std::uint8_t>(type)};
    if (name.plain) {
        std::optional<ByteView> found;
        for_each_attribute(name.whole, [&](const Attribute& attribute) {
            if (!found && equal(attribute.type, oid))
                found = attribute.value.value;
        });
        return found ? std::string{as_text(*found)} : std::string{};
    }
    const NamePtr decoded = decoded_name(name.whole);
    for (int i = 0; i < X509_NAME_entry_count(decoded.get()); ++i) {
        const X509_NAME_ENTRY* const entry = X509_NAME_get_entry(decoded.get(), i);
        const ASN1_OBJECT* const object = X509_NAME_ENTRY_get_object(entry);
        if (equal({OBJ_get0_data(object), OBJ_length(object)}, oid))
            return text_of(X509_NAME_ENTRY_get_data(entry));
    }
    return {};
}

bool same_name(const NameParts& a, const NameParts& b)
{
    if (equal(a.whole, b.whole))
        return true;
    return a.hash == b.hash && X509_NAME_cmp(decoded_name(a.whole).get(), decoded_name(b.whole).get()) == 0;
}

bool same_attributes(ByteView a, ByteView b)
{
    constexpr int most = 32;
    const NamePtr one = decoded_name(a);
    const NamePtr other = decoded_name(b);
    const int count = X509_NAME_entry_count(one.get());
    if (count > most || count != X509_NAME_entry_count(other.get()))
        return false;
    std::vector<NamePtr> left;
    for (int i = 0; i < count; ++i)
        left.push_back(attribute_alone(other.get(), i));
    for (int i = 0; i < count; ++i) {
        const NamePtr attribute = attribute_alone(one.get(), i);
        const auto found = std::find_if(left.begin(), left.end(),
            [&](const NamePtr& candidate) { return X509_NAME_cmp(attribute.get(), candidate.get()) == 0; });
        if (found == left.end())
            return false;
        left.erase(found);
    }
    return true;
}

} // namespace card::pki
