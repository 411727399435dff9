// SPDX-License-Identifier: Apache-2.0
#include "piv_authentication.hpp"

#include "piv_keys.hpp"
#include "status.hpp"
#include "tlv.hpp"

namespace refcard::piv {

namespace {

constexpr tlv::Tag tag_template = 0x7C;
constexpr tlv::Tag tag_challenge = 0x81;
constexpr tlv::Tag tag_response = 0x82;
constexpr tlv::Tag tag_exponentiation = 0x85; // the other side's public point
constexpr std::size_t challenge_size = 8;

/// An input and the empty place for the result, in either order.
tlv::Object take_input(ByteView data)
{
    tlv::Parser parser{tlv::only(data, tag_template)};
    std::optional<tlv::Object> input;
    bool wants_response = false;
    while (!parser.at_end()) {
        const tlv::Object object = parser.next();
        if (object.tag == tag_response && object.value.empty() && !wants_response) {
            wants_response = true;
        } else {
            require(object.tag == tag_challenge || object.tag == tag_exponentiation, Sw::wrong_data);
            require(!input, Sw::wrong_data);
            input = object;
        }
    }
    require(input && wants_response, Sw::wrong_data);
    return *input;
}

} // namespace

// An EC key of slot 9D or a retired one agrees and never signs; every other key takes a hash or a block, and never a
// point.
Bytes authenticate(const Slot& slot, const PivKey& key, ByteView data)
{
    const bool agrees = slot.manages_keys() && !is_rsa(key.algorithm);
    const tlv::Object input = take_input(data);
    require(input.tag == (agrees ? tag_exponentiation : tag_challenge), Sw::wrong_data);
    const Bytes result = agrees ? agree(key, input.value) : use_key(key, input.value);
    return tlv::make(tag_template, tlv::make(tag_response, result));
}

Bytes challenge(ByteView data, Random& random)
{
    require(tlv::only(tlv::only(data, tag_template), tag_challenge).empty(), Sw::wrong_data);
    return tlv::make(tag_template, tlv::make(tag_challenge, random.bytes(challenge_size)));
}

} // namespace refcard::piv
