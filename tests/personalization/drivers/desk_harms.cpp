// SPDX-License-Identifier: Apache-2.0
#include "personalization/drivers/desk_harms.hpp"

#include "base/read_file.hpp"
#include "card/base/error.hpp"

// of the reference card
#include "piv_keys.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace test {

namespace {

using card::Errc;
using refcard::Image;

constexpr std::uint32_t chuid = 0x5FC102, ccc = 0x5FC107, security_object = 0x5FC106;
constexpr std::uint32_t certificate_9a = 0x5FC105, certificate_9c = 0x5FC10A, certificate_9d = 0x5FC10B;
constexpr std::uint8_t verify = 0x20;
constexpr std::size_t guid_at = 31; ///< in a CHUID: after 30 19 FASC-N, 34 10

card::SecureBytes pin_of_letter(const IssuingStation& office, const std::string& document_number)
{
    const card::Bytes letter = perso::read_file(office.letters() / (document_number + ".txt"));
    const std::string_view text = card::as_text(letter);
    const std::size_t line = text.find("\nPIN: ") + 6;
    return card::SecureBytes{card::as_bytes(text.substr(line, text.find('\n', line) - line))};
}

std::function<void(Image&)> flipped(std::uint32_t object, std::size_t at)
{
    return [=](Image& image) { image.piv_objects.at(object).at(at) ^= 1U; };
}

/// As on a copy: all that can be read, but not the key.
std::function<void(Image&)> other_key(std::uint8_t slot)
{
    return [slot](Image& image) {
        refcard::SystemRandom random;
        refcard::PivKey& key = image.piv_keys.at(slot);
        key = refcard::piv::generate_key(key.algorithm, random);
    };
}

std::function<void(Image&)> no_key(std::uint8_t slot)
{
    return [slot](Image& image) { image.piv_keys.erase(slot); };
}

/// A reader without contacts: such a card takes no PIN there.
class ThroughTheAir final : public card::iso7816::Transport {
public:
    explicit ThroughTheAir(PoweredCard& card) : card_{card} { card_.power_up(); }

    card::Bytes exchange(card::ByteView command) override
    {
        constexpr std::uint8_t security_status_not_satisfied[] = {0x69, 0x82};
        return command[1] == verify ? card::to_bytes(security_status_not_satisfied) : card_.exchange(command);
    }

private:
    PoweredCard& card_;
};

std::ptrdiff_t verifications(const PoweredCard& card)
{
    return std::ranges::count(card.instructions(), verify);
}

void check_mistyped(const Desk& desk, PoweredCard& card)
{
    const unsigned all = card.image().pin->tries;
    CHECK(desk.check(card, card::SecureBytes{card::as_bytes("7654321")}).code == Errc::pin_wrong);
    CHECK(card.image().pin->tries == all - 1);
    CHECK_FALSE(desk.check(card).code.has_value()); // which brings it back
    CHECK(card.image().pin->tries == all);
    for (const std::string_view published : {"123456", "000000", "12345678"}) {
        CHECK(desk.check(card, card::SecureBytes{card::as_bytes(published)}).code == Errc::pin_default);
        CHECK(card.image().pin->tries == all);
    }
    card.change([](Image& image) { image.pin->tries = 1; });
    CHECK(desk.check(card, card::SecureBytes{card::as_bytes("7654321")}).code == Errc::pin_last_try);
    CHECK(desk.check(card).code == Errc::pin_last_try);
    CHECK(card.image().pin->tries == 1);
    card.change([all](Image& image) { image.pin->tries = all; });
}

void check_other_cards(const Desk& desk, PoweredCard& other, PoweredCard& ours)
{
    for (PoweredCard* const wrong : {&other, &ours}) {
        CHECK(desk.check(*wrong).code == Errc::card_of_other_job);
        CHECK(verifications(*wrong) == 0); // the PIN is for its card alone
    }
}

} // namespace

Desk::Desk(IssuingStation& office, StationProcess& process, const std::string& document_number)
    : office_{office},
      issued_{perso::issued_pki(*process.database, document_number).value()},
      pin_{pin_of_letter(office, document_number)},
      trust_{perso::load_trust(office.office().trust())}
{
}

Desk::Told Desk::check(PoweredCard& card, const card::SecureBytes& pin) const
{
    card.power_up();
    return read(card, pin);
}

Desk::Told Desk::read(card::iso7816::Transport& card, const card::SecureBytes& pin) const
{
    try {
        perso::check_at_desk(card, issued_,
            {.pin = pin, .trust = trust_, .profile = office_.profile(), .random = card::crypto::system_random()});
    } catch (const card::Error& error) {
        return {error.code(), error.field()};
    }
    return {};
}

void check_each_harm(const Desk& desk, PoweredCard& card, const std::vector<DeskHarm>& harms)
{
    const Image whole = card.image();
    for (const DeskHarm& each : harms) {
        INFO(each.name);
        card.change(each.harm);
        const Desk::Told told = desk.check(card);
        CHECK(told.code == Errc::quality_failed);
        CHECK(told.what == each.what);
        card.change([&](Image& image) { image = whole; });
    }
    CHECK_FALSE(desk.check(card).code.has_value());
}

void check_desk(const Desk& desk, PoweredCard& card, PoweredCard& other, PoweredCard& ours)
{
    check_each_harm(desk, card,
        {
            {"another GUID", flipped(chuid, guid_at), "GUID"},
            {"no CHUID", [](Image& image) { image.piv_objects.erase(chuid); }, "CARD-TLV-MALFORMED"},
            {"another FASC-N", flipped(chuid, 5), "security object"},
            {"another CCC", flipped(ccc, 20), "security object"},
            {"no security object", [](Image& image) { image.piv_objects.erase(security_object); },
                "CARD-TLV-MALFORMED"},
            {"certificate damaged", flipped(certificate_9a, 100), "certificate 9A"},
            {"no certificate", [](Image& image) { image.piv_objects.erase(certificate_9c); }, "certificate 9C"},
            {"certificates exchanged",
                [](Image& image) {
                    std::swap(image.piv_objects.at(certificate_9c), image.piv_objects.at(certificate_9d));
                },
                "certificate 9C"},
            {"another key 9A", other_key(0x9A), "key 9A"},
            {"another key 9C", other_key(0x9C), "key 9C"},
            {"another key 9D", other_key(0x9D), "key 9D"},
            {"no key 9A", no_key(0x9A), "CARD-UNEXPECTED-STATUS"},
            {"the PIN is blocked", [](Image& image) { image.pin->tries = 0; }, "PIN tries"},
        });

    // A copy does not hear the PIN.
    const Image whole = card.image();
    for (const auto& copied : {other_key(0x9E), no_key(0x9E)}) {
        card.change(copied);
        CHECK(desk.check(card).code == Errc::quality_failed);
        CHECK(verifications(card) == 0);
        card.change([&](Image& image) { image = whole; });
    }

    check_other_cards(desk, other, ours);
    check_mistyped(desk, card);

    // What happens in the reader says nothing against the card.
    ThroughTheAir contactless{card};
    CHECK(desk.check(contactless).code == Errc::access_denied);
    card.watch = [&card, answers = 0](card::ByteView, card::ByteView) mutable {
        if (++answers == 9)
            card.cut_at({.exchange = card.exchanges() + 1, .station = Station::lives});
    };
    CHECK(desk.check(card).code == Errc::card_removed);
    card.watch = [&card](card::ByteView command, card::ByteView) {
        if (command[1] == verify && command[2] == 0xFF) // a try is lost whenever somebody logs out
            card.change([](Image& image) { --image.pin->tries; });
    };
    const Desk::Told lost = desk.check(card);
    CHECK(lost.code == Errc::quality_failed);
    CHECK(lost.what == "PIN tries");
    card.watch = {};
    CHECK_FALSE(desk.check(card).code.has_value());
}

} // namespace test
