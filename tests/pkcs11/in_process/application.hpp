// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "calls.hpp"
#include "key_ids.hpp"
#include "reference_card.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace test {

/// A reader of the service in this process with the reference card in it; gone at the end.
class InsertedCard {
public:
    explicit InsertedCard(KeyManagement key_management = KeyManagement::rsa)
        : card_{std::make_shared<ReferenceCard>(issued_image(key_management))}
    {
        service().add_reader(name);
        service().insert(name, in_reader(card_));
    }

    ~InsertedCard() { service().remove_readers(); }

    InsertedCard(const InsertedCard&) = delete;
    InsertedCard& operator=(const InsertedCard&) = delete;

    const ReferenceCard& card() const { return *card_; }

    static constexpr const char* name = "Reader";

private:
    std::shared_ptr<ReferenceCard> card_;
};

/// Initialized, with a session of the only token; finalized at the end.
class Application {
public:
    explicit Application(CK_C_INITIALIZE_ARGS* arguments = nullptr)
    {
        REQUIRE(C_Initialize(arguments) == CKR_OK);
        CK_ULONG count = 0;
        REQUIRE(C_GetSlotList(CK_TRUE, nullptr, &count) == CKR_OK);
        REQUIRE(count == 1);
        session = open();
    }

    ~Application() { C_Finalize(nullptr); }

    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    static CK_SESSION_HANDLE open()
    {
        CK_SESSION_HANDLE opened = 0;
        REQUIRE(C_OpenSession(0, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &opened) == CKR_OK);
        return opened;
    }

    CK_RV log_in(CK_USER_TYPE user = CKU_USER, std::string digits = std::string{pin}) const
    {
        return C_Login(session, user, reinterpret_cast<unsigned char*>(digits.data()), digits.size());
    }

    std::vector<CK_OBJECT_HANDLE> find(std::vector<CK_ATTRIBUTE> wanted) const
    {
        return test::find(session, std::move(wanted));
    }

    std::vector<CK_OBJECT_HANDLE> find(CK_OBJECT_CLASS object_class) const
    {
        return find({{CKA_CLASS, &object_class, sizeof object_class}});
    }

    /// The only object of its class with this CKA_ID.
    CK_OBJECT_HANDLE object(CK_OBJECT_CLASS object_class, unsigned char id) const
    {
        return only_object(session, object_class, id);
    }

    CK_OBJECT_HANDLE private_key(unsigned char id) const { return object(CKO_PRIVATE_KEY, id); }

    CK_SESSION_HANDLE session = 0;
};

} // namespace test
