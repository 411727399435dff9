// SPDX-License-Identifier: Apache-2.0
// Digests and random numbers. [PKCS11-2.40] §5.10, §5.15
#include "arguments.hpp"
#include "operation_guard.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

CK_RV C_DigestInit(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism)
{
    return p11::guard_beginning(session, CKF_DIGEST, mechanism,
        [](const auto& locked, const CK_MECHANISM& given) { locked->begin_digest(given); });
}

CK_RV C_Digest(
    CK_SESSION_HANDLE session, unsigned char* data, CK_ULONG data_len, unsigned char* digest, CK_ULONG* digest_len)
{
    return p11::guard_operation(session, CKF_DIGEST, [&](const auto& locked) {
        locked->digest(p11::input(data, data_len), {digest, digest_len});
    });
}

CK_RV C_DigestUpdate(CK_SESSION_HANDLE session, unsigned char* part, CK_ULONG part_len)
{
    return p11::guard_operation(
        session, CKF_DIGEST, [&](const auto& locked) { locked->update_digest(p11::input(part, part_len)); });
}

CK_RV C_DigestFinal(CK_SESSION_HANDLE session, unsigned char* digest, CK_ULONG* digest_len)
{
    return p11::guard_operation(session, CKF_DIGEST, [&](const auto& locked) {
        locked->finish_digest({digest, digest_len});
    });
}

/// The card's generator takes no seed.
CK_RV C_SeedRandom(CK_SESSION_HANDLE session, unsigned char* seed, CK_ULONG size)
{
    return p11::guard([&] {
        p11::session(session);
        p11::input(seed, size, CKR_ARGUMENTS_BAD);
        throw p11::Failure{CKR_RANDOM_SEED_NOT_SUPPORTED};
    });
}

/// A card draws 8 or 16 bytes at a time. Between short pieces others get at the slot and at the card; more than this
/// takes a card too long, and is a length gone wrong.
CK_RV C_GenerateRandom(CK_SESSION_HANDLE session, unsigned char* random, CK_ULONG size)
{
    constexpr CK_ULONG most = 4096;
    constexpr std::size_t piece = 256;
    constexpr std::chrono::milliseconds pause{1}; // whoever waits for a mutex does not get it by its release alone
    return p11::guard([&] {
        p11::session(session);
        p11::require((random != nullptr || size == 0) && size <= most, CKR_ARGUMENTS_BAD);
        for (std::span<unsigned char> rest{random, size};;) {
            const auto now = rest.first(std::min(rest.size(), piece));
            p11::session_with_card(session)->random(now);
            rest = rest.subspan(now.size());
            if (rest.empty())
                return;
            std::this_thread::sleep_for(pause);
        }
    });
}
