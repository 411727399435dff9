// SPDX-License-Identifier: Apache-2.0
// The PIN is not kept: no copy of it is left anywhere in this process, once the call that took it has returned.
#include "issued_card.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstring>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>

#include <fcntl.h>
#include <unistd.h>

namespace {

using test::IssuedCard;
using test::LoadedModule;
using test::Session;

/// Eight random digits, which lie together in memory only while they are used.
class Secret {
public:
    static constexpr std::size_t size = 8;

    Secret()
    {
        std::random_device random;
        for (std::size_t i = 0; i < size; ++i) {
            mask_[i] = static_cast<unsigned char>(random());
            masked_[i] = static_cast<unsigned char>(('0' + random() % 10) ^ mask_[i]);
        }
    }

    template <class Use>
    auto use(Use use) const
    {
        std::array<unsigned char, size> digits{};
        for (std::size_t i = 0; i < size; ++i)
            digits[i] = digit(i);
        const auto result = use(digits);
        explicit_bzero(digits.data(), digits.size());
        return result;
    }

    bool is_at(const unsigned char* memory) const
    {
        for (std::size_t i = 0; i < size; ++i)
            if (memory[i] != digit(i))
                return false;
        return true;
    }

private:
    unsigned char digit(std::size_t i) const { return masked_[i] ^ mask_[i]; }

    std::array<volatile unsigned char, size> mask_{}; // volatile: nobody puts them together in advance
    std::array<volatile unsigned char, size> masked_{};
};

/// The writable part of this process's memory that a line of /proc/self/maps tells of.
struct Region {
    std::uintptr_t from = 0;
    std::uintptr_t to = 0;
    std::string line;
};

std::vector<Region> writable_memory()
{
    std::vector<Region> regions;
    std::ifstream maps{"/proc/self/maps"};
    for (std::string line; std::getline(maps, line);) {
        Region region{.line = line};
        std::string rights;
        char dash = 0;
        std::istringstream{line} >> std::hex >> region.from >> dash >> region.to >> rights;
        if (rights.starts_with("rw"))
            regions.push_back(region);
    }
    return regions;
}

/// Where copies of the digits lie.
std::vector<std::string> copies_of(const Secret& secret)
{
    static constexpr std::size_t piece = 1 << 16;
    static std::array<unsigned char, piece + Secret::size - 1> read; // the end of a piece is the start of the next
    const auto own = reinterpret_cast<std::uintptr_t>(read.data());
    std::vector<std::string> found;
    const int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    REQUIRE(memory >= 0);
    for (const Region& region : writable_memory())
        for (std::uintptr_t at = region.from; at < region.to; at += piece) {
            const std::size_t wanted = std::min<std::size_t>(read.size(), region.to - at);
            const ssize_t got = pread(memory, read.data(), wanted, static_cast<off_t>(at));
            for (ssize_t i = 0; i + static_cast<ssize_t>(Secret::size) <= got; ++i) {
                const std::uintptr_t address = at + static_cast<std::size_t>(i);
                const bool in_own = address + Secret::size > own && address < own + read.size();
                if (static_cast<std::size_t>(i) < piece && !in_own && secret.is_at(&read[static_cast<std::size_t>(i)]))
                    found.push_back(std::to_string(address - region.from) + " bytes into " + region.line);
            }
        }
    close(memory);
    explicit_bzero(read.data(), read.size());
    return found;
}

/// Says where they are, for whoever has to mend it.
std::size_t count_of_copies(const Secret& secret)
{
    const std::vector<std::string> found = copies_of(secret);
    for (const std::string& place : found)
        MESSAGE("a copy ", place);
    return found.size();
}

CK_RV log_in(const LoadedModule& module, const Session& session, CK_USER_TYPE user, const Secret& pin)
{
    return pin.use([&](auto& digits) { return module->C_Login(session, user, digits.data(), digits.size()); });
}

CK_RV change(const LoadedModule& module, const Session& session, std::string old, const Secret& changed)
{
    return changed.use([&](auto& digits) {
        return module->C_SetPIN(
            session, reinterpret_cast<unsigned char*>(old.data()), old.size(), digits.data(), digits.size());
    });
}

} // namespace

TEST_CASE("pkcs11 card: copies of a PIN in memory would be found, on the heap, on the stack and elsewhere")
{
    using Room = std::array<unsigned char, 3 * Secret::size>;
    const Secret pin;
    CHECK(count_of_copies(pin) == 0);
    static Room elsewhere;
    Room on_stack{};
    const auto on_heap = std::make_unique<Room>();
    const std::array<Room*, 3> planted{&elsewhere, &on_stack, on_heap.get()};
    for (Room* const room : planted)
        pin.use([&](auto& digits) { return std::memcpy(room->data() + 5, digits.data(), digits.size()); });
    CHECK(copies_of(pin).size() == planted.size());
    for (Room* const room : planted)
        explicit_bzero(room->data(), room->size());
    CHECK(count_of_copies(pin) == 0);
}

TEST_CASE("pkcs11 card: CP-1, the PIN is in memory neither while it is logged in nor afterwards")
{
    const IssuedCard card;
    const Secret pin;
    const LoadedModule module;
    REQUIRE(module->C_Initialize(nullptr) == CKR_OK);
    const Session session{module, CKF_RW_SESSION};
    REQUIRE(change(module, session, test::letter("PIN"), pin) == CKR_OK);
    CHECK(count_of_copies(pin) == 0);

    REQUIRE(log_in(module, session, CKU_USER, pin) == CKR_OK);
    CHECK(count_of_copies(pin) == 0);
    card::Bytes signature;
    REQUIRE(session.sign(session.only(CKO_PRIVATE_KEY), "what the holder signs", signature) == CKR_OK);

    CK_MECHANISM mechanism{CKM_ECDSA_SHA256, nullptr, 0};
    REQUIRE(module->C_SignInit(session, &mechanism, session.only(CKO_PRIVATE_KEY, test::id_9c)) == CKR_OK);
    REQUIRE(log_in(module, session, CKU_CONTEXT_SPECIFIC, pin) == CKR_OK);
    CHECK(count_of_copies(pin) == 0);

    CHECK(module->C_Logout(session) == CKR_OK);
    CHECK(module->C_Finalize(nullptr) == CKR_OK);
    CHECK(count_of_copies(pin) == 0);
}

TEST_CASE("pkcs11 card: the PUK is in memory until the security officer logs out, and no longer")
{
    const IssuedCard card;
    const Secret puk;
    const test::Module module;
    const Session session{module, CKF_RW_SESSION};
    std::string old = test::letter("PUK");
    REQUIRE(module->C_Login(session, CKU_SO, reinterpret_cast<unsigned char*>(old.data()), old.size()) == CKR_OK);
    REQUIRE(change(module, session, old, puk) == CKR_OK);
    CHECK(copies_of(puk).size() == 1);
    CHECK(module->C_Logout(session) == CKR_OK);
    CHECK(count_of_copies(puk) == 0);

    REQUIRE(log_in(module, session, CKU_SO, puk) == CKR_OK);
    CHECK(copies_of(puk).size() == 1);
    CHECK(module->C_CloseAllSessions(test::tokens(module).at(0)) == CKR_OK);
    CHECK(count_of_copies(puk) == 0);
}
