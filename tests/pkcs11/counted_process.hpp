// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counted_card.hpp"

#include <algorithm>
#include <chrono>

namespace test {

using Commands = std::vector<std::string>;

inline constexpr const char* certificate_9a = "GET DATA 5fc105";

/// An issued card with every container that the station writes.
inline refcard::Image full_image()
{
    refcard::Image image = issued_image();
    image.piv_objects[0x5FC107] = {0xF0, 0x00};
    image.piv_objects[0x5FC106] = {0xBA, 0x00};
    return image;
}

/// A process of an application: the module is initialized, a session with the only token is open.
class Process {
public:
    Process()
    {
        REQUIRE(C_Initialize(nullptr) == CKR_OK);
        CK_ULONG count = 1;
        CK_SLOT_ID slot = 0;
        REQUIRE(C_GetSlotList(CK_TRUE, &slot, &count) == CKR_OK);
        REQUIRE(count == 1);
        REQUIRE(C_OpenSession(slot, CKF_SERIAL_SESSION, nullptr, nullptr, &session) == CKR_OK);
    }

    ~Process() { C_Finalize(nullptr); }

    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    std::vector<CK_OBJECT_HANDLE> find(std::vector<CK_ATTRIBUTE> wanted) const
    {
        std::vector<CK_OBJECT_HANDLE> found(200);
        CK_ULONG count = 0;
        REQUIRE(C_FindObjectsInit(session, wanted.data(), wanted.size()) == CKR_OK);
        REQUIRE(C_FindObjects(session, found.data(), found.size(), &count) == CKR_OK);
        REQUIRE(C_FindObjectsFinal(session) == CKR_OK);
        found.resize(count);
        return found;
    }

    std::vector<CK_OBJECT_HANDLE> find(CK_OBJECT_CLASS object_class) const
    {
        return find({{CKA_CLASS, &object_class, sizeof object_class}});
    }

    CK_OBJECT_HANDLE key(unsigned char id) const
    {
        CK_OBJECT_CLASS object_class = CKO_PRIVATE_KEY;
        const auto found = find({{CKA_CLASS, &object_class, sizeof object_class}, {CKA_ID, &id, 1}});
        REQUIRE(found.size() == 1);
        return found[0];
    }

    void log_in() const
    {
        std::string digits{pin};
        REQUIRE(C_Login(session, CKU_USER, reinterpret_cast<unsigned char*>(digits.data()), digits.size()) == CKR_OK);
    }

    CK_RV sign(CK_OBJECT_HANDLE key, CK_MECHANISM_TYPE type = CKM_ECDSA_SHA256) const
    {
        CK_MECHANISM mechanism{type, nullptr, 0};
        std::array<unsigned char, 4> message{'t', 'e', 's', 't'};
        std::array<unsigned char, 512> signature{};
        CK_ULONG size = signature.size();
        if (const CK_RV rv = C_SignInit(session, &mechanism, key); rv != CKR_OK)
            return rv;
        return C_Sign(session, message.data(), message.size(), signature.data(), &size);
    }

    CK_SESSION_HANDLE session = 0;
};

/// Holds a conversation and returns it. SELECT comes due two seconds after the card's last answer: a conversation that
/// took too long for its list, because the machine stalled, tells nothing and is held again, from the beginning.
template <std::invocable<> Conversation>
Commands without_stalls(Conversation conversation, std::chrono::seconds too_long = std::chrono::seconds{2})
{
    using Clock = std::chrono::steady_clock;
    for (;;) {
        const Clock::time_point begun = Clock::now();
        Commands commands = conversation();
        if (Clock::now() - begun < too_long)
            return commands;
    }
}

} // namespace test
