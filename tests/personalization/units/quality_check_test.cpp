// SPDX-License-Identifier: Apache-2.0
// Whatever a finished card holds otherwise than it was written, the quality check stops it and says what it is.
#include "personalization/units/issuing_station.hpp"

#include "card/base/hex.hpp"
#include "card/lds/card_security.hpp"
#include "card/lds/file_ids.hpp"
#include "office/clock.hpp"
#include "quality/quality_check_pki.hpp"
#include "support/throws.hpp"

// of the reference card
#include "ec.hpp"
#include "piv_keys.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

using namespace test;
using card::Errc;
using card::iso7816::Transport;
using perso::CardType;
using perso::Production;
using perso::TrustData;
using perso::store::JobState;

namespace {

namespace object {
constexpr std::uint32_t ccc = 0x5FC107;
constexpr std::uint32_t chuid = 0x5FC102;
constexpr std::uint32_t security_object = 0x5FC106;
constexpr std::uint32_t certificate_9a = 0x5FC105;
constexpr std::uint32_t certificate_9c = 0x5FC10A;
constexpr std::uint32_t certificate_9d = 0x5FC10B;
constexpr std::uint32_t certificate_9e = 0x5FC101;
} // namespace object

constexpr std::uint16_t ef_com = 0x011E;
constexpr std::uint16_t ef_sod = 0x011D;

/// What a test does with a finished card in the place of the check.
using Inspection = std::function<void(PoweredCard&, const Production&, const TrustData&)>;

Inspection& inspection()
{
    static Inspection of_this_test;
    return of_this_test;
}

void inspect(Transport& transport, const Production& written, const TrustData& trust)
{
    inspection()(dynamic_cast<PoweredCard&>(transport), written, trust);
}

IssuingStation& office()
{
    static const perso::drivers::Driver driver = [] {
        auto changed = perso::drivers::own_card();
        changed.check = inspect;
        return changed;
    }();
    static IssuingStation station{card::profile::builtin(), driver};
    return station;
}

/// Makes a card of this type and inspects it.
Ended make(CardType type, Inspection inspected, std::string* application = nullptr)
{
    inspection() = std::move(inspected);
    const std::string number = office().approved(type);
    if (application)
        *application = number;
    PoweredCard card{office().next_serial()};
    StationProcess process = office().start();
    return office().make(process, card, number);
}

/// What the check says.
struct Told {
    std::optional<Errc> code;
    std::string what; ///< without the reason of a verdict
};

Told told_by(const std::function<void()>& check)
{
    try {
        check();
    } catch (const card::Error& error) {
        const std::string what{error.field()};
        return {error.code(), what.substr(0, what.find(" ("))};
    }
    return {};
}

/// One thing that is otherwise than it was written.
struct Harm {
    std::string name;
    std::function<void(refcard::Image&)> harm;
    std::string what; ///< that the check names
    Errc code = Errc::quality_failed;
};

/// Each harm alone, each on the whole card.
void check_each(PoweredCard& card, const Production& written, const TrustData& trust, const std::vector<Harm>& harms)
{
    const refcard::Image whole = card.image();
    for (const Harm& each : harms) {
        INFO(each.name);
        card.change(each.harm);
        card.power_up();
        const Told told = told_by([&] { perso::check_quality(card, written, trust); });
        CHECK(told.code == each.code);
        CHECK(told.what == each.what);
        card.change([&](refcard::Image& image) { image = whole; });
        card.power_up();
    }
    perso::check_quality(card, written, trust); // none of them is left
}

/// A card that gives one answer which the card behind it would not.
class Disguised : public Transport {
public:
    Disguised(Transport& card, card::Bytes part_of_command, card::Bytes answer)
        : card_{card}, part_{std::move(part_of_command)}, answer_{std::move(answer)}
    {
    }

    card::Bytes exchange(card::ByteView command) override
    {
        if (std::ranges::search(command, part_).empty())
            return card_.exchange(command);
        return answer_;
    }

private:
    Transport& card_;
    card::Bytes part_;
    card::Bytes answer_;
};

refcard::Bytes stored(const card::Bytes& bytes)
{
    return {bytes.begin(), bytes.end()};
}

std::function<void(refcard::Image&)> flipped(std::optional<refcard::Bytes> refcard::Image::*value)
{
    return [value](refcard::Image& image) { (image.*value)->back() ^= 1U; };
}

std::function<void(refcard::Image&)> file(std::uint16_t id)
{
    return [id](refcard::Image& image) { image.files.at(id).back() ^= 1U; };
}

std::function<void(refcard::Image&)> no_file(std::uint16_t id)
{
    return [id](refcard::Image& image) { image.files.erase(id); };
}

std::function<void(refcard::Image&)> object_byte(std::uint32_t tag, std::size_t at)
{
    return [tag, at](refcard::Image& image) { image.piv_objects.at(tag).at(at) ^= 1U; };
}

std::function<void(refcard::Image&)> no_object(std::uint32_t tag)
{
    return [tag](refcard::Image& image) { image.piv_objects.erase(tag); };
}

std::function<void(refcard::Image&)> exchanged(std::uint32_t one, std::uint32_t other)
{
    return [one, other](refcard::Image& image) { std::swap(image.piv_objects.at(one), image.piv_objects.at(other)); };
}

/// A key of the same kind, but not the one that was proven.
std::function<void(refcard::Image&)> other_key(std::uint8_t slot)
{
    return [slot](refcard::Image& image) {
        refcard::SystemRandom random;
        refcard::PivKey& key = image.piv_keys.at(slot);
        key = refcard::piv::generate_key(key.algorithm, random);
    };
}

std::function<void(refcard::Image&)> other_chip_key(std::optional<refcard::Bytes> refcard::Image::*key)
{
    return [key](refcard::Image& image) {
        refcard::SystemRandom random;
        image.*key = refcard::ec::Curve::p256().generate_scalar(random);
    };
}

std::function<void(refcard::Image&)> other_digits(std::optional<refcard::Reference> refcard::Image::*reference)
{
    return [reference](refcard::Image& image) { (image.*reference)->value.front() ^= 1U; };
}

/// So many tries from now on, and all of them left.
std::function<void(refcard::Image&)> tries(std::optional<refcard::Reference> refcard::Image::*reference, unsigned count)
{
    return [reference, count](refcard::Image& image) {
        (image.*reference)->tries = count;
        (image.*reference)->most_tries = count;
    };
}

} // namespace

TEST_CASE("quality check: the identity application, line by line")
{
    const auto ended = make(CardType::adult, [](PoweredCard& card, const Production& written, const TrustData& trust) {
        using Image = refcard::Image;
        const auto last_day = written.plan.term.last_day;
        const auto signed_again = stored(written.issuer.sign_sod(written.files.groups, last_day, perso::now()));
        const auto infos = card::lds::decode_card_security(written.card_security).infos;
        const auto security_again = stored(written.issuer.sign_card_security(infos, last_day, perso::now()));
        std::vector<Harm> harms{
            {"another CAN", flipped(&Image::can), "", Errc::can_wrong},
            {"another MRZ", flipped(&Image::mrz_key), "", Errc::mrz_wrong},
            {"another key of chip authentication", other_chip_key(&Image::ca_key), "Chip Authentication"},
            {"another key of the mapping", other_chip_key(&Image::cam_key), "chip_genuine"},
            {"EF.SOD damaged", file(ef_sod), "sod_signature"},
            {"no EF.SOD", no_file(ef_sod), "sod_signature"},
            {"another good EF.SOD", [=](Image& image) { image.files[ef_sod] = signed_again; }, "EF.SOD"},
            {"EF.CardSecurity damaged", flipped(&Image::card_security), "chip_genuine"},
            {"another good EF.CardSecurity", [=](Image& image) { image.card_security = security_again; },
                "EF.CardSecurity"},
            {"EF.COM damaged", file(ef_com), "EF.COM"},
            {"not secured", [](Image& image) { image.life_cycle = refcard::LifeCycle::initialized; },
                "life cycle SECURED"},
        };
        for (const auto& [group, content] : written.files.groups) {
            const auto id = card::lds::data_group(group).id;
            harms.push_back({"DG" + std::to_string(group) + " damaged", file(id), "group_hash"});
            harms.push_back({"no DG" + std::to_string(group), no_file(id), "group_hash"});
        }
        check_each(card, written, trust, harms);
    });
    INFO(ended.sentence);
    CHECK(ended.finished.has_value());
}

TEST_CASE("quality check: the PKI application, line by line")
{
    const auto ended = make(CardType::adult, [](PoweredCard& card, const Production& written, const TrustData& trust) {
        using Image = refcard::Image;
        const auto certificate = [](std::uint32_t tag) { return object_byte(tag, 100); };
        const auto& chuid = written.chuid;
        const auto guid = std::search(chuid.begin(), chuid.end(), written.plan.guid.begin(), written.plan.guid.end());
        REQUIRE(guid != chuid.end());
        const std::vector<Harm> harms{
            {"another GUID", object_byte(object::chuid, static_cast<std::size_t>(guid - chuid.begin())), "GUID"},
            {"another FASC-N", object_byte(object::chuid, 5), "CHUID"},
            {"CCC damaged", object_byte(object::ccc, 20), "CCC"},
            {"no CCC", no_object(object::ccc), "CCC"},
            {"security object damaged", object_byte(object::security_object, 100), "security object"},
            {"certificate 9A damaged", certificate(object::certificate_9a), "certificate 9A"},
            {"certificate 9C damaged", certificate(object::certificate_9c), "certificate 9C"},
            {"certificate 9D damaged", certificate(object::certificate_9d), "certificate 9D"},
            {"no certificate 9D", no_object(object::certificate_9d), "certificate 9D"},
            {"certificates exchanged", exchanged(object::certificate_9a, object::certificate_9d), "certificate 9A"},
            {"certificate 9E damaged", certificate(object::certificate_9e), "certificate 9E"},
            {"another key 9A", other_key(0x9A), "key 9A"},
            {"another key 9C", other_key(0x9C), "key 9C"},
            {"another key 9D", other_key(0x9D), "key 9D"},
            {"another key 9E", other_key(0x9E), "binding"},
            {"another PIN", other_digits(&Image::pin), "PIN"},
            {"a PIN with one try less", tries(&Image::pin, written.profile.pin.tries - 1), "PIN tries"},
            {"another PUK", other_digits(&Image::puk), "PUK"},
            {"a PUK with one try less", tries(&Image::puk, written.profile.puk.tries - 1), "PUK tries"},
        };
        check_each(card, written, trust, harms);
    });
    INFO(ended.sentence);
    CHECK(ended.finished.has_value());
}

TEST_CASE("quality check: what is not good is told with the step that found it")
{
    CHECK_NOTHROW(perso::require_good(true, "CHUID"));
    CHECK(told_by([] { perso::require_good(false, "CHUID"); }).what == "CHUID");
    CHECK_THROWS_WITH_AS(perso::require_good(false, "CHUID"), "quality check: not as it was written", card::Error);
    CHECK_THROWS_WITH_AS(
        perso::require_good(false, "CHUID", "read back"), "read back: not as it was written", card::Error);
}

TEST_CASE("quality check: what was written is no good itself")
{
    const auto ended = make(CardType::adult, [](PoweredCard& card, const Production& written, const TrustData& trust) {
        TrustData strange = trust;
        strange.citizen_authorities.clear();
        CHECK(told_by([&] { perso::check_quality(card, written, strange); }).what == "content signer");

        Production other{card, written.issuer, written.profile, written.random};
        other.chuid = written.ccc; // the list is of the CHUID
        other.ccc = written.ccc;
        other.security_object = written.security_object;
        CHECK(
            told_by([&] { perso::check_security_object(perso::contents_of(other), trust); }).what == "security object");

        card.power_up();
        for (const std::string_view pin : {"123456", "000000", "12345678", "00000000"}) {
            const card::ByteView digits = card::as_bytes(pin);
            CHECK(error_of([&] { perso::check_pin(other.plain, digits, other.profile); }) == Errc::pin_default);
            CHECK(error_of([&] { perso::check_puk(other.plain, digits, other.profile); }) == Errc::pin_default);
        }
        CHECK(card.exchanges() == 0); // no try is spent on them
    });
    INFO(ended.sentence);
    CHECK(ended.finished.has_value());
}

TEST_CASE("quality check: a child's card has no PIN, and that of a small child no PKI application")
{
    const auto of_school_age =
        make(CardType::from_6_to_14, [](PoweredCard& card, const Production& written, const TrustData& trust) {
            const auto with_pin = [&](refcard::Image& image) {
                image.pin = refcard::Reference{
                    .value = refcard::padded_reference(refcard::Bytes(6, '7')), .tries = written.profile.pin.tries};
            };
            check_each(card, written, trust, {{"a PIN", with_pin, "no PIN"}});

            card.power_up();
            Disguised promising{card, card::from_hex("5C 01 7E"),
                card::from_hex("7E 12 4F 0B A000000308000010000100 5F2F 02 4000 9000")};
            CHECK(told_by([&] { perso::check_quality(promising, written, trust); }).what == "no discovery object");
            card.power_up();
        });
    INFO(of_school_age.sentence);
    CHECK(of_school_age.finished.has_value());

    const auto small =
        make(CardType::under_6, [](PoweredCard& card, const Production& written, const TrustData& trust) {
            check_each(card, written, trust,
                {{"the PKI application is there", [](refcard::Image& image) { image.pki_deleted = false; }, "EF.DIR"}});

            Disguised unlisted{card, card::from_hex("A4 04 00 0B A000000308000010000100"), card::from_hex("9000")};
            CHECK(told_by([&] { perso::check_quality(unlisted, written, trust); }).what == "no PKI application");
            card.power_up();
        });
    INFO(small.sentence);
    CHECK(small.finished.has_value());
}

TEST_CASE("quality check: a card that fails it is not issued, but lies aside with what differs")
{
    std::string application;
    const auto ended = make(
        CardType::adult,
        [](PoweredCard& card, const Production& written, const TrustData& trust) {
            card.change(file(ef_com));
            perso::check_quality(card, written, trust);
        },
        &application);
    CHECK(ended.error == Errc::quality_failed);
    CHECK(ended.sentence.ends_with(" EF.COM"));
    StationProcess process = office().start();
    CHECK(office().job(process, application).state == JobState::quarantined);
}
