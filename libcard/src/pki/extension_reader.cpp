// SPDX-License-Identifier: Apache-2.0
#include "extension_reader.hpp"

#include "card/base/error.hpp"
#include "card/tlv/reader.hpp"

namespace card::pki {

namespace {

namespace asn1 = tlv::asn1;

bool read_boolean(ByteView content)
{
    const bool known = content.size() == 1 && (content[0] == 0x00 || content[0] == 0xFF);
    require(known, Errc::malformed_data, "extensions", "a boolean of another value");
    return content[0] == 0xFF;
}

} // namespace

std::vector<RawExtension> read_extensions(ByteView sequence)
{
    std::vector<RawExtension> extensions;
    tlv::Reader reader{tlv::only(sequence, asn1::sequence)};
    while (!reader.at_end()) {
        tlv::Reader extension{reader.expect(asn1::sequence)};
        const tlv::Oid oid = tlv::Oid::from_content(extension.expect(asn1::oid));
        const auto critical = extension.accept(asn1::boolean);
        const ByteView value = extension.expect(asn1::octet_string);
        extension.finish();
        for (const RawExtension& known : extensions)
            require(known.oid != oid, Errc::malformed_data, "extensions", "the same extension twice");
        extensions.push_back({oid, critical && read_boolean(*critical), value});
    }
    return extensions;
}

} // namespace card::pki
