// SPDX-License-Identifier: Apache-2.0
#include "extension_reader.hpp"

#include "card/base/error.hpp"
#include "card/tlv/reader.hpp"

namespace card::pki {

namespace {

namespace asn1 = tlv::asn1;

constexpr std::size_t most_extensions = 64;

} // namespace

bool read_boolean(ByteView content, Truth truth)
{
    const bool known = content.size() == 1 && (truth == Truth::ber || content[0] == 0x00 || content[0] == 0xFF);
    require(known, Errc::malformed_data, "extensions", "a boolean of another value");
    return content[0] != 0x00;
}

bool is_odd_truth(ByteView content)
{
    return content.size() == 1 && content[0] != 0x00 && content[0] != 0xFF;
}

std::vector<RawExtension> read_extensions(ByteView sequence, Truth truth)
{
    std::vector<RawExtension> extensions;
    extensions.reserve(16);
    tlv::Reader reader{tlv::only(sequence, asn1::sequence)};
    while (!reader.at_end()) {
        tlv::Reader extension{reader.expect(asn1::sequence)};
        tlv::Oid oid = tlv::Oid::from_content(extension.expect(asn1::oid));
        const auto critical = extension.accept(asn1::boolean);
        const ByteView value = extension.expect(asn1::octet_string);
        extension.finish();
        require(extensions.size() < most_extensions, Errc::malformed_data, "extensions", "too many");
        for (const RawExtension& known : extensions)
            require(known.oid != oid, Errc::malformed_data, "extensions", "the same extension twice");
        const bool is_critical = critical && read_boolean(*critical, truth);
        extensions.push_back({std::move(oid), is_critical, value, is_critical && is_odd_truth(*critical)});
    }
    return extensions;
}

} // namespace card::pki
