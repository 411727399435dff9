// SPDX-License-Identifier: Apache-2.0
#include "attributes.hpp"

#include "errors.hpp"

#include <doctest/doctest.h>

#include <array>
#include <limits>

namespace {

using p11::Attributes;

Attributes example()
{
    Attributes attributes;
    attributes.number(CKA_CLASS, CKO_PRIVATE_KEY).text(CKA_LABEL, "key").flag(CKA_TOKEN, true).sensitive(CKA_VALUE);
    return attributes;
}

CK_RV read(const Attributes& attributes, std::span<CK_ATTRIBUTE> wanted)
{
    try {
        attributes.read(wanted);
        return CKR_OK;
    } catch (const p11::Failure& failure) {
        return failure.rv();
    }
}

} // namespace

TEST_CASE("attributes: first the size, then the value")
{
    std::array wanted{CK_ATTRIBUTE{CKA_LABEL, nullptr, 0}};
    CHECK(read(example(), wanted) == CKR_OK);
    CHECK(wanted[0].ulValueLen == 3);

    std::array<char, 3> label{};
    wanted[0].pValue = label.data();
    CHECK(read(example(), wanted) == CKR_OK);
    CHECK(wanted[0].ulValueLen == 3);
    CHECK(std::string_view{label.data(), label.size()} == "key");
}

TEST_CASE("attributes: one bad entry does not keep the others from being filled")
{
    CK_BBOOL token = CK_FALSE;
    std::array<char, 2> small{'x', 'x'};
    std::array wanted{
        CK_ATTRIBUTE{CKA_VALUE, nullptr, 0},
        CK_ATTRIBUTE{CKA_LABEL, small.data(), small.size()},
        CK_ATTRIBUTE{CKA_MODULUS, nullptr, 0},
        CK_ATTRIBUTE{CKA_TOKEN, &token, sizeof token},
    };
    CHECK(read(example(), wanted) == CKR_ATTRIBUTE_SENSITIVE);
    CHECK(wanted[0].ulValueLen == CK_UNAVAILABLE_INFORMATION);
    CHECK(wanted[1].ulValueLen == CK_UNAVAILABLE_INFORMATION);
    CHECK(small == std::array{'x', 'x'});
    CHECK(wanted[2].ulValueLen == CK_UNAVAILABLE_INFORMATION);
    CHECK(wanted[3].ulValueLen == sizeof token);
    CHECK(token == CK_TRUE);

    // A length that the call before made unavailable is no room.
    CHECK(read(example(), std::span{wanted}.subspan(1, 1)) == CKR_BUFFER_TOO_SMALL);
    wanted[1] = {CKA_LABEL, small.data(), small.size()};
    CHECK(read(example(), std::span{wanted}.subspan(1, 1)) == CKR_BUFFER_TOO_SMALL);
    CHECK(read(example(), std::span{wanted}.subspan(2, 1)) == CKR_ATTRIBUTE_TYPE_INVALID);
    CHECK(read(example(), {}) == CKR_OK);
}

TEST_CASE("attributes: a template matches when each of its attributes does")
{
    CK_OBJECT_CLASS object_class = CKO_PRIVATE_KEY;
    CK_OBJECT_CLASS another = CKO_PUBLIC_KEY;
    std::array<char, 4> label{'k', 'e', 'y', 's'};
    const auto matches = [](std::initializer_list<CK_ATTRIBUTE> wanted) {
        return example().match({wanted.begin(), wanted.size()});
    };
    CHECK(matches({}));
    CHECK(matches({{CKA_CLASS, &object_class, sizeof object_class}}));
    CHECK(matches({{CKA_CLASS, &object_class, sizeof object_class}, {CKA_LABEL, label.data(), 3}}));
    CHECK_FALSE(matches({{CKA_CLASS, &another, sizeof another}}));
    CHECK_FALSE(matches({{CKA_LABEL, label.data(), 4}}));
    CHECK_FALSE(matches({{CKA_LABEL, label.data(), 2}}));
    CHECK_FALSE(matches({{CKA_LABEL, nullptr, 3}}));
    CHECK_FALSE(matches({{CKA_LABEL, label.data(), std::numeric_limits<CK_ULONG>::max()}}));
    CHECK_FALSE(matches({{CKA_MODULUS, nullptr, 0}}));
    CHECK_FALSE(matches({{CKA_VALUE, nullptr, 0}})); // a secret is never confirmed
}
