// SPDX-License-Identifier: Apache-2.0
#include "token_objects.hpp"

#include "card/tlv/writer.hpp"
#include "support/vectors.hpp"

#include <doctest/doctest.h>

namespace {

using card::Bytes;
using card::tlv::Tag;
using p11::Maker;
using p11::TokenObjects;
namespace object = card::piv::object;

/// 70 certificate, 71, FE.
Bytes container()
{
    const Bytes certificate = test::read_vectors("certificates.vec").front().bytes("Certificate");
    return card::concat({card::tlv::encode(Tag{0x70}, certificate), Bytes{0x71, 0x01, 0x00, 0xFE, 0x00}});
}

/// Every container that a search for `wanted` asks for, each answered as `card` has it.
std::vector<Tag> read_all(
    TokenObjects& objects, const std::map<Tag, Bytes>& card, bool logged_in, std::span<const CK_ATTRIBUTE> wanted = {})
{
    std::vector<Tag> asked;
    while (const auto next = objects.next_unread(wanted, logged_in)) {
        asked.push_back(*next);
        const auto found = card.find(*next);
        objects.put(*next, found == card.end() ? TokenObjects::Content{} : TokenObjects::Content{found->second});
    }
    return asked;
}

bool contains(const std::vector<Tag>& tags, Tag tag)
{
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

} // namespace

TEST_CASE("token objects: a child's card of ours is known by its empty 9A, and is asked for no more than it may have")
{
    TokenObjects objects{Maker::us};
    const auto asked = read_all(objects, {{object::certificate_9e, container()}}, false);
    CHECK(asked == std::vector{object::certificate_9a, object::certificate_9e, object::ccc, object::chuid,
                       object::security_object});
    CHECK(objects.keys().size() == 1);
}

TEST_CASE("token objects: what only another maker's card has is asked for when its discovery object announces it")
{
    const Bytes plain{0x5F, 0x2F, 0x02, 0x40, 0x00};
    const Bytes with_everything{0x5F, 0x2F, 0x02, 0x58, 0x00};
    for (const bool announced : {false, true}) {
        TokenObjects objects{Maker::another};
        const auto asked = read_all(objects, {{object::discovery, announced ? with_everything : plain}}, false);
        CHECK(contains(asked, object::biometric_group) == announced);
        CHECK_FALSE(contains(asked, object::pairing_code)); // after login
        CHECK(contains(asked, object::messaging_certificate) == announced);
        CHECK(contains(asked, object::key_history));
        CHECK_FALSE(contains(asked, object::first_retired_certificate));
        CHECK_FALSE(contains(asked, object::printed_information)); // after login
    }
}

TEST_CASE("token objects: what needs the PIN is read after login, shown to the holder, and forgotten with the login")
{
    TokenObjects objects{Maker::another};
    const std::map<Tag, Bytes> card{{object::printed_information, Bytes{0x01, 0x01, 0x41}}};
    CHECK(contains(read_all(objects, card, true), object::printed_information));
    CK_OBJECT_CLASS data = CKO_DATA;
    const CK_ATTRIBUTE wanted{CKA_CLASS, &data, sizeof data};
    CHECK(objects.matching({&wanted, 1}, true).size() == 1);
    CHECK(objects.matching({&wanted, 1}, false).empty());
    CHECK(objects.public_contents().empty());
    const auto number = objects.matching({&wanted, 1}, true).front();
    objects.forget_private();
    CHECK(objects.find(number) == nullptr);
    CHECK(contains(read_all(objects, card, true), object::printed_information));
}

TEST_CASE("token objects: retired keys carry the numbers and names of other PIV modules")
{
    const auto id = [](card::piv::Slot slot) {
        return p11::make_objects(slot, test::read_vectors("certificates.vec").front().bytes("Certificate"))
            .at(2)
            .attributes;
    };
    const auto has = [&](card::piv::Slot slot, unsigned char number, std::string label) {
        const std::array wanted{CK_ATTRIBUTE{CKA_ID, &number, 1}, CK_ATTRIBUTE{CKA_LABEL, label.data(), label.size()}};
        return id(slot).match(wanted);
    };
    CHECK(has(card::piv::Slot::retired_1, 0x05, "Retired KEY MAN 1"));
    CHECK(has(card::piv::Slot::retired_5, 0x09, "Retired KEY MAN 5"));
    CHECK(has(card::piv::Slot::retired_6, 0x10, "Retired KEY MAN 6"));
    CHECK(has(card::piv::Slot::retired_20, 0x24, "Retired KEY MAN 20"));
}

TEST_CASE("token objects: a container that breaks its format shows no object and hides no other")
{
    const Bytes good = container();
    for (std::size_t size = 0; size < good.size(); size += 7) {
        TokenObjects objects{Maker::another};
        objects.put(object::certificate_9a, Bytes{good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)});
        objects.put(object::key_history, Bytes{0xC1, 0x05});
        objects.put(object::discovery, Bytes{0x5F});
        objects.put(object::certificate_9e, good);
        CHECK(objects.keys().size() == 1);
        read_all(objects, {}, true);
    }
}

TEST_CASE("token objects: data objects have the label, application and identifier of their container")
{
    const auto made = p11::make_data_object(*card::piv::find_container(object::chuid), Bytes{0x30, 0x00});
    std::string label = "Card Holder Unique Identifier";
    Bytes oid{0x06, 0x0A, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x07, 0x02, 0x30, 0x00};
    Bytes value{0x53, 0x02, 0x30, 0x00};
    const std::array wanted{CK_ATTRIBUTE{CKA_LABEL, label.data(), label.size()},
        CK_ATTRIBUTE{CKA_APPLICATION, label.data(), label.size()}, CK_ATTRIBUTE{CKA_OBJECT_ID, oid.data(), oid.size()},
        CK_ATTRIBUTE{CKA_VALUE, value.data(), value.size()}};
    CHECK(made.attributes.match(wanted));
    CHECK_FALSE(made.is_private);
}
