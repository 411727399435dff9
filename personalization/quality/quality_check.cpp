// SPDX-License-Identifier: Apache-2.0
#include "quality/quality_check.hpp"

#include "card/auth/chip_authentication.hpp"
#include "card/auth/pace.hpp"
#include "card/auth/password.hpp"
#include "card/base/error.hpp"
#include "card/cli/messages.hpp"
#include "card/iso7816/buffers.hpp"
#include "card/iso7816/files.hpp"
#include "card/lds/file_ids.hpp"
#include "card/piv/application.hpp"
#include "card/session/detect.hpp"
#include "card/session/verification.hpp"
#include "card/sm/secure_channel.hpp"
#include "card/source_date.hpp"
#include "office/clock.hpp"
#include "quality/quality_check_pki.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace perso {

using card::Errc;
using card::piv::Slot;

namespace {

constexpr unsigned ef_dir = 0x1E; ///< short identifier. [7816-4:2005] §8.2.1.1

std::string read_whole(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::string content{std::istreambuf_iterator<char>{in}, {}};
    if (!in || content.empty())
        throw card::Error{Errc::trust_data_invalid, "a file of the trust folder cannot be read"}.with_field(
            file.string());
    return content;
}

/// The counter's verification, and the files that it read.
void check_verdict(card::iso7816::Transport& transport, const Production& written, const TrustData& trust)
{
    const card::auth::Can can{written.secrets.can};
    const auto source = card::Time{std::chrono::seconds{card::source_date}};
    const auto seen = card::session::verify(transport, {.password = &can,
                                                           .trust_data = &trust.data,
                                                           .policy = trust.policy,
                                                           .today = card::day_of(now()),
                                                           .source_date = card::day_of(source),
                                                           .profile = &written.profile,
                                                           .random = &written.random,
                                                           .binding = card::session::BindingCheck::required});
    if (const auto& decisive = seen.verdict.decisive)
        require_good(false, fmt::format("{} ({})", card::trust::name(decisive->id),
                                card::cli::identifier(decisive->reason.value_or(Errc::quality_failed))));
    require_good(seen.verdict.overall == card::trust::Overall::genuine, "verdict");
    const bool bound = seen.verdict.state(card::trust::CheckId::binding) == card::trust::State::passed;
    require_good(bound == written.slot_keys.contains(Slot::card_authentication), "binding");
    require_good(seen.evidence.sod.content == written.sod, "EF.SOD");
    for (const auto& [group, content] : written.files.groups) {
        const auto found = seen.evidence.groups.find(group);
        require_good(
            found != seen.evidence.groups.end() && found->second.content == content, fmt::format("DG{}", group));
    }
}

/// Generic mapping where the card has it: the verdict was found by chip authentication mapping if the card has that.
card::auth::pace::Parameters other_mapping(const Production& written)
{
    using namespace card::auth;
    return pace::choose(written.card_access, pace::Mapping::generic).value_or(pace::choose(written.card_access));
}

/// The password of the machine readable zone, as a reader of the zone makes it.
card::auth::Mrz mrz_password(const Production& written)
{
    const auto zone = mrz(written.plan, written.profile);
    const auto field = [](std::string value, std::size_t width) {
        value.resize(std::max(value.size(), width), '<');
        return value + card::lds::check_digit(value);
    };
    return card::auth::Mrz{field(zone.document_number, 9), field(zone.date_of_birth, 6), field(zone.date_of_expiry, 6)};
}

/// EF.COM under the keys of Chip Authentication: only a chip with the private key of DG14 answers under them.
card::Bytes read_proven(card::sm::SecureChannel& proven, std::size_t bound)
{
    using card::lds::file::com;
    try {
        return card::iso7816::read_file(proven, card::iso7816::Sfi{com.short_id}, bound, com.name);
    } catch (const card::Error& error) {
        require_good(error.code() != Errc::secure_messaging_failed, "Chip Authentication");
        throw;
    }
}

/// What is no part of the verdict: the other password and mapping, Chip Authentication beside chip authentication
/// mapping, EF.CardSecurity and EF.COM.
void check_other_ways(card::iso7816::PlainChannel& plain, const Production& written)
{
    using namespace card::lds;
    const std::size_t bound = written.profile.sizes.other_files;
    plain.transmit(card::iso7816::select_master_file()).require(card::iso7816::sw::ok, "SELECT MF");
    card::sm::SecureChannel opened{
        plain, card::auth::pace::establish(plain, other_mapping(written), mrz_password(written), written.random).keys};
    if (written.mapping_key)
        require_good(card::iso7816::read_file(opened, card::iso7816::Sfi{file::card_security.short_id}, bound,
                         file::card_security.name) == written.card_security,
            "EF.CardSecurity");
    opened.transmit(card::iso7816::select_application(card::session::identity_aid()))
        .require(card::iso7816::sw::ok, "SELECT identity application");
    const auto chip = card::auth::chip::choose(decode_dg14(written.files.groups.at(file::dg14.group)));
    require_good(chip.has_value(), "DG14");
    card::sm::SecureChannel proven{plain, card::auth::chip::authenticate(opened, *chip, written.random)};
    require_good(read_proven(proven, bound) == written.files.com, "EF.COM");
}

/// A card that is not secured would let anybody prove its chip in the clear: Chip Authentication is refused before
/// PACE.
void check_secured(card::iso7816::PlainChannel& plain, const Production& written)
{
    plain.transmit(card::iso7816::select_application(card::session::identity_aid()))
        .require(card::iso7816::sw::ok, "SELECT identity application");
    const auto chip =
        card::auth::chip::choose(card::lds::decode_dg14(written.files.groups.at(card::lds::file::dg14.group)));
    require_good(chip.has_value(), "DG14");
    require_good(card::auth::chip::begin(plain, *chip).sw() == card::iso7816::sw::security_status_not_satisfied,
        "life cycle SECURED");
}

/// Neither the PIN nor the PUK of the transport opens a child's card: it has none, and does not say that it had.
void check_no_pin(card::iso7816::Channel& channel)
{
    const auto answer = channel.transmit(
        {.ins = card::iso7816::Ins::verify, .p2 = card::piv::reference::pin}); // no data: nothing is spent
    require_good(answer.sw() == card::iso7816::sw::reference_not_found, "no PIN");
    require_good(!card::piv::get_data(channel, card::piv::object::discovery), "no discovery object");
}

/// The PKI application is gone, and EF.DIR does not promise it.
void check_no_pki(card::iso7816::PlainChannel& plain, const Production& written)
{
    const auto& aid = card::piv::application_aid();
    plain.transmit(card::iso7816::select_master_file()).require(card::iso7816::sw::ok, "SELECT MF");
    const auto dir = card::iso7816::read_small_file(plain, card::iso7816::Sfi{ef_dir}, "EF.DIR");
    const bool listed = std::search(dir.begin(), dir.end(), aid.bytes().begin(), aid.bytes().end()) != dir.end();
    require_good(!listed, "EF.DIR");
    require_good(
        plain.transmit(card::iso7816::select_application_with_answer(aid)).sw() == card::iso7816::sw::file_not_found,
        "no PKI application");
    require_good(written.certificates.empty(), "no PKI application");
}

} // namespace

TrustData load_trust(const std::filesystem::path& directory)
{
    TrustData trust;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator{directory / "csca", error})
        if (entry.path().extension() == ".cer")
            trust.data.anchors.add(card::as_bytes(read_whole(entry.path())));
    if (error || trust.data.anchors.empty())
        throw card::Error{Errc::trust_data_invalid, "no CSCA in the trust folder"}.with_field(directory.string());
    for (const auto& entry : std::filesystem::directory_iterator{directory / "citizen", error})
        if (entry.path().extension() == ".cer")
            trust.citizen_authorities.push_back(
                card::pki::Certificate::parse(card::as_bytes(read_whole(entry.path()))));
    trust.policy = card::trust::parse_policy(read_whole(directory / "policy.toml"));
    return trust;
}

void check_quality(card::iso7816::Transport& transport, const Production& written, const TrustData& trust)
{
    const CardType type = written.plan.record.card_type;
    check_verdict(transport, written, trust);
    card::iso7816::PlainChannel plain{transport, written.plain.limits()};
    check_secured(plain, written);
    check_other_ways(plain, written);
    if (!has_pki(type))
        return check_no_pki(plain, written);
    card::iso7816::ChainingChannel channel{plain};
    require_good(card::piv::select(channel, written.profile.piv).guid == written.plan.guid, "GUID");
    check_pki(channel, written, trust);
    if (!has_pin(type))
        return check_no_pin(channel);
    check_pin(channel, written.secrets.pin, written.profile);
    check_pin_tries(channel, written.profile.pin.tries);
    check_puk(channel, written.secrets.puk, written.profile);
    check_puk_tries(channel, written.profile.puk.tries);
}

} // namespace perso
