// SPDX-License-Identifier: Apache-2.0
#include "card/piv/security_object.hpp"

#include "tags.hpp"

#include "card/base/error.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

namespace card::piv {

namespace {

namespace field {
constexpr tlv::Tag mapping{0xBA};
constexpr tlv::Tag signed_list{0xBB};
} // namespace field

constexpr std::size_t entry_bytes = 3; // number, container
constexpr unsigned last_number = 16;

void expect(bool condition, const char* sentence)
{
    require(condition, Errc::malformed_data, "security object", sentence);
}

void check(const SecurityObject& object)
{
    expect(!object.containers.empty() && !object.cms.empty(), "an empty part");
    expect(object.containers.begin()->first >= 1 && object.containers.rbegin()->first <= last_number,
        "a number that does not exist");
}

SignedContainer container_of(std::uint64_t id)
{
    for (const SignedContainer known : {SignedContainer::chuid, SignedContainer::ccc})
        if (static_cast<std::uint16_t>(known) == id)
            return known;
    throw Error{Errc::unsupported, Step{"security object"}, "a container that our cards do not sign"};
}

} // namespace

Bytes encode(const SecurityObject& object)
{
    check(object);
    Bytes mapping;
    for (const auto& [number, container] : object.containers) {
        append(mapping, big_endian(number, 1));
        append(mapping, big_endian(static_cast<std::uint16_t>(container), 2));
    }
    return concat({tlv::encode(field::mapping, mapping), tlv::encode(field::signed_list, object.cms),
        tlv::encode(tag::error_detection, ByteView{})});
}

SecurityObject decode_security_object(ByteView content)
{
    SecurityObject object;
    tlv::Reader reader{content};
    const ByteView mapping = reader.expect(field::mapping);
    object.cms = to_bytes(reader.expect(field::signed_list));
    expect(reader.expect(tag::error_detection).empty(), "an error detection code");
    reader.finish();

    expect(mapping.size() % entry_bytes == 0, "a mapping that ends early");
    for (std::size_t at = 0; at < mapping.size(); at += entry_bytes) {
        const SignedContainer container = container_of(from_big_endian(mapping.subspan(at + 1, 2)));
        expect(object.containers.emplace(mapping[at], container).second, "the same number twice");
    }
    check(object);
    return object;
}

} // namespace card::piv
