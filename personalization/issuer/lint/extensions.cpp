// SPDX-License-Identifier: Apache-2.0
#include "issuer/lint/extensions.hpp"

#include "card/tlv/reader.hpp"

#include <algorithm>

namespace perso::issuer::lint {

namespace {

namespace asn1 = card::tlv::asn1;
using card::tlv::Reader;
using card::tlv::Tag;

constexpr Tag list_of_extensions{0xA3};
constexpr Tag boolean{0x01};
constexpr Tag uniform_resource_identifier{0x86};

RawExtension read(card::ByteView content)
{
    Reader reader{content};
    RawExtension extension{
        .oid = card::tlv::Oid::from_content(reader.expect(asn1::oid)), .critical = false, .value = {}};
    extension.critical = reader.accept(boolean).has_value(); // FALSE is the default and not written
    extension.value = card::to_bytes(reader.expect(asn1::octet_string));
    reader.finish();
    return extension;
}

} // namespace

std::vector<RawExtension> extensions_of(const card::pki::Certificate& certificate)
{
    std::vector<RawExtension> found;
    Reader outer{card::tlv::only(certificate.der(), asn1::sequence)};
    Reader tbs{outer.expect(asn1::sequence)};
    while (!tbs.at_end()) {
        const card::tlv::Element element = tbs.next();
        if (element.tag != list_of_extensions)
            continue;
        for (Reader list{card::tlv::only(element.value, asn1::sequence)}; !list.at_end();)
            found.push_back(read(list.expect(asn1::sequence)));
    }
    return found;
}

const RawExtension* find(const std::vector<RawExtension>& extensions, std::string_view oid)
{
    const card::tlv::Oid wanted{oid};
    const auto found = std::find_if(
        extensions.begin(), extensions.end(), [&](const RawExtension& extension) { return extension.oid == wanted; });
    return found == extensions.end() ? nullptr : &*found;
}

std::vector<card::tlv::Oid> purposes_of(const RawExtension& extension)
{
    std::vector<card::tlv::Oid> purposes;
    for (Reader list{card::tlv::only(extension.value, asn1::sequence)}; !list.at_end();)
        purposes.push_back(card::tlv::Oid::from_content(list.expect(asn1::oid)));
    return purposes;
}

std::string uri_of(const RawExtension& extension)
{
    for (Reader names{card::tlv::only(extension.value, asn1::sequence)}; !names.at_end();)
        if (const card::tlv::Element name = names.next(); name.tag == uniform_resource_identifier)
            return std::string{card::as_text(name.value)};
    return {};
}

} // namespace perso::issuer::lint
