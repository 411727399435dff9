// SPDX-License-Identifier: Apache-2.0
#include "guard.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using card::Errc;

namespace {

CK_RV guarded(Errc code)
{
    return p11::guard([&] { throw card::Error{code, "for the test"}; });
}

} // namespace

TEST_CASE("guard: nothing is thrown into C")
{
    CHECK(p11::guard([] {}) == CKR_OK);
    CHECK(p11::guard([] { throw p11::Failure{CKR_PIN_EXPIRED}; }) == CKR_PIN_EXPIRED);
    CHECK(p11::guard([] { throw std::bad_alloc{}; }) == CKR_HOST_MEMORY);
    CHECK(p11::guard([] { throw std::runtime_error{"unforeseen"}; }) == CKR_GENERAL_ERROR);
    CHECK(p11::guard([] { throw 7; }) == CKR_GENERAL_ERROR);
}

TEST_CASE("errors: what an application can act on keeps its meaning")
{
    CHECK(guarded(Errc::pin_wrong) == CKR_PIN_INCORRECT);
    CHECK(guarded(Errc::pin_blocked) == CKR_PIN_LOCKED);
    CHECK(guarded(Errc::pin_last_try) == CKR_FUNCTION_REJECTED);
    CHECK(guarded(Errc::pin_format) == CKR_PIN_LEN_RANGE);
    CHECK(guarded(Errc::access_denied) == CKR_USER_NOT_LOGGED_IN);
    CHECK(guarded(Errc::card_removed) == CKR_DEVICE_REMOVED);
    CHECK(guarded(Errc::card_swapped) == CKR_DEVICE_REMOVED);
    CHECK(guarded(Errc::service_unavailable) == CKR_DEVICE_REMOVED);
    CHECK(guarded(Errc::no_card) == CKR_TOKEN_NOT_PRESENT);
    CHECK(guarded(Errc::card_unknown) == CKR_TOKEN_NOT_RECOGNIZED);
    CHECK(guarded(Errc::malformed_tlv) == CKR_DEVICE_ERROR);
    CHECK(guarded(Errc::unexpected_status) == CKR_DEVICE_ERROR);
    CHECK(guarded(Errc::internal) == CKR_GENERAL_ERROR);
}

TEST_CASE("errors: a card that is gone is told from one that refuses")
{
    for (const Errc code :
        {Errc::card_removed, Errc::card_swapped, Errc::card_mute, Errc::reader_failed, Errc::service_unavailable})
        CHECK(p11::card_is_lost(code));
    for (const Errc code : {Errc::card_reset, Errc::access_denied, Errc::pin_wrong, Errc::unexpected_status})
        CHECK_FALSE(p11::card_is_lost(code));
}
