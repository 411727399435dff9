// SPDX-License-Identifier: Apache-2.0
// The body of a cache file of the PKCS#11 module, and the objects that come of it on our cards and on others.
#include "errors.hpp"
#include "fuzz.hpp"
#include "object_cache.hpp"

#include <array>

namespace {

/// Every attribute has the length that the module tells for it.
void read_all(const p11::Object& object)
{
    for (const CK_ATTRIBUTE_TYPE type :
        {CKA_CLASS, CKA_LABEL, CKA_ID, CKA_VALUE, CKA_SUBJECT, CKA_START_DATE, CKA_MODULUS, CKA_EC_POINT}) {
        if (!object.attributes.has(type))
            continue;
        try {
            CK_ATTRIBUTE wanted{type, nullptr, 0};
            object.attributes.read({&wanted, 1});
            card::Bytes value(wanted.ulValueLen + 1, 0xAB); // also where it is empty
            wanted.pValue = value.data();
            object.attributes.read({&wanted, 1});
            fuzz::must_hold(wanted.ulValueLen + 1 == value.size(), "the length of an attribute");
        } catch (const p11::Failure& failure) {
            fuzz::must_hold(failure.rv() == CKR_ATTRIBUTE_SENSITIVE, "an attribute that is there");
        }
    }
}

void show(const p11::ObjectCache::Contents& contents, p11::Maker maker)
{
    p11::TokenObjects objects{maker};
    for (const auto& [container, content] : contents)
        objects.put(container, content);
    for (const p11::TokenObjects::Number number : objects.matching({}, true)) {
        const p11::Object* const object = objects.find(number);
        fuzz::must_hold(object != nullptr, "an object that was found is there");
        read_all(*object);
    }
    for (const p11::CardKey& key : objects.keys())
        fuzz::must_hold(p11::card_can_hold(key.public_key), "a key that cards have");
    for (const auto& [container, content] : objects.public_contents())
        fuzz::must_hold(contents.at(container) == content, "what is kept is what was read");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const card::ByteView body{data, size};
    fuzz::round_trip(body, p11::decode_contents, p11::encode_contents);
    fuzz::may_refuse([&] {
        const auto contents = p11::decode_contents(body);
        show(contents, p11::Maker::us);
        show(contents, p11::Maker::another);
    });
    return 0;
}
