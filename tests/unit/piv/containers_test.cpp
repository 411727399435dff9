// SPDX-License-Identifier: Apache-2.0
#include "card/piv/containers.hpp"

#include "card/piv/slots.hpp"
#include "card/tlv/oid.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace card;
using piv::Container;

TEST_CASE("piv containers: every data object of [800-73-4] part 1 table 3 once")
{
    std::set<std::uint32_t> tags;
    std::set<std::string> names;
    std::set<std::string> oids;
    std::set<std::uint16_t> ids;
    for (const Container& container : piv::containers()) {
        CAPTURE(container.name);
        tags.insert(container.tag.value);
        names.insert(container.name);
        oids.insert(tlv::Oid{container.oid}.dotted());
        ids.insert(container.id);
        CHECK(piv::find_container(container.tag) == &container);
    }
    REQUIRE(piv::containers().size() == 36);
    for (const std::size_t count : {tags.size(), names.size(), oids.size(), ids.size()})
        CHECK(count == 36);

    std::set<std::uint32_t> expected{0x7E, 0x7F61};
    for (std::uint32_t tag = 0x5FC101; tag <= 0x5FC123; ++tag)
        if (tag != 0x5FC104)
            expected.insert(tag);
    CHECK(tags == expected);
    CHECK(piv::find_container(tlv::Tag{0x5FC104}) == nullptr);
    CHECK(piv::find_container(tlv::Tag{0x5FFF00}) == nullptr);
}

TEST_CASE("piv containers: two stand in templates of their own, all others in 53")
{
    for (const Container& container : piv::containers()) {
        CAPTURE(container.name);
        const bool own = container.tag == tlv::Tag{0x7E} || container.tag == tlv::Tag{0x7F61};
        CHECK(piv::template_of(container.tag) == (own ? container.tag : tlv::Tag{0x53}));
    }
}

TEST_CASE("piv containers: which need the PIN, and what the certificates are called")
{
    std::set<std::uint32_t> guarded;
    for (const Container& container : piv::containers())
        if (container.access == Container::Access::pin)
            guarded.insert(container.tag.value);
    CHECK(guarded == std::set<std::uint32_t>{0x5FC103, 0x5FC108, 0x5FC109, 0x5FC121, 0x5FC123});

    const auto of = [](piv::Slot slot) { return *piv::find_container(piv::certificate_object(slot)); };
    CHECK(std::string{of(piv::Slot::signature).oid} == "2.16.840.1.101.3.7.2.1.0");
    for (const piv::Slot slot : piv::retired_slots) {
        const std::string number = std::to_string(piv::retired_number(slot));
        CHECK(of(slot).name == "Retired X.509 Certificate for Key Management " + number);
        CHECK(of(slot).oid == "2.16.840.1.101.3.7.2.16." + number);
        CHECK(of(slot).id == 0x1000U + piv::retired_number(slot));
    }
}
