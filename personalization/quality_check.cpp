// SPDX-License-Identifier: Apache-2.0
#include "quality_check.hpp"

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
#include "clock.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace perso {

using card::Errc;

namespace {

constexpr std::string_view step = "quality check";

void require_good(bool holds, std::string what)
{
    if (!holds)
        throw card::Error{Errc::quality_failed, card::Step{std::string{step}}, "not as it was written"}.with_field(
            std::move(what));
}

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
                                                           .anchors = &trust.anchors,
                                                           .policy = trust.policy,
                                                           .today = card::day_of(now()),
                                                           .source_date = card::day_of(source),
                                                           .profile = &written.profile,
                                                           .random = &written.random,
                                                           .binding_check = true});
    if (const auto& decisive = seen.verdict.decisive)
        require_good(false, fmt::format("{} ({})", card::trust::name(decisive->id),
                                card::cli::identifier(decisive->reason.value_or(Errc::quality_failed))));
    require_good(seen.verdict.overall == card::trust::Overall::genuine, "verdict");
    require_good(seen.verdict.state(card::trust::CheckId::binding) == card::trust::State::passed, "binding");
    require_good(seen.evidence.sod.content == written.sod, "EF.SOD");
    for (const auto& [group, content] : written.files.groups) {
        const auto found = seen.evidence.groups.find(group);
        require_good(
            found != seen.evidence.groups.end() && found->second.content == content, fmt::format("DG{}", group));
    }
}

/// EF.COM is not part of a verdict, so it is read apart: in a second PACE session.
void check_com(card::iso7816::PlainChannel& plain, const Production& written)
{
    using card::lds::file::com;
    plain.transmit(card::iso7816::select_master_file()).require(card::iso7816::sw::ok, "SELECT MF");
    card::sm::SecureChannel channel{
        plain, card::auth::pace::establish(plain, card::auth::pace::choose(written.card_access),
                   card::auth::Can{written.secrets.can}, written.random)
                   .keys};
    channel.transmit(card::iso7816::select_application(card::session::identity_aid()))
        .require(card::iso7816::sw::ok, "SELECT identity application");
    const auto content = card::iso7816::read_file(
        channel, card::iso7816::Sfi{com.short_id}, written.profile.sizes.other_files, com.name);
    require_good(content == written.files.com, "EF.COM");
}

void check_pki_objects(card::iso7816::Channel& channel, const Production& written)
{
    namespace object = card::piv::object;
    const auto selected = card::piv::select(channel, written.profile.piv);
    require_good(selected.guid == written.plan.guid, "GUID");
    require_good(card::piv::get_data(channel, object::chuid) == written.chuid, "CHUID");
    require_good(card::piv::get_data(channel, object::ccc) == written.ccc, "CCC");
    for (const auto& [slot, certificate] : written.certificates)
        require_good(card::piv::read_certificate(channel, static_cast<card::piv::Slot>(slot)) == certificate,
            fmt::format("certificate {:02X}", slot));
}

bool is(const card::SecureBytes& secret, std::string_view published)
{
    return card::ct_equal(secret, card::as_bytes(published));
}

/// CHANGE REFERENCE DATA from the PUK to itself proves it; the card has no other command that does.
void check_pin_and_puk(card::iso7816::Channel& channel, const Production& written)
{
    const auto& profile = written.profile;
    const auto& [can, pin, puk] = written.secrets;
    if (is(pin, profile.pin.transport_value) || is(puk, profile.puk.transport_value))
        throw card::Error{Errc::pin_default, card::Step{std::string{step}}, "PIN or PUK of the transport"};
    require_good(card::piv::verify_pin(channel, pin, profile).ok(), "PIN");
    card::piv::log_out(channel);
    const auto status = card::piv::pin_status(channel);
    require_good(!status.ok() && status.tries_left == profile.pin.tries, "PIN tries");
    require_good(card::piv::change_puk(channel, puk, puk, profile).ok(), "PUK");
}

} // namespace

TrustData load_trust(const std::filesystem::path& directory)
{
    TrustData trust;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator{directory / "csca", error})
        if (entry.path().extension() == ".cer")
            trust.anchors.add(card::as_bytes(read_whole(entry.path())));
    if (error || trust.anchors.empty())
        throw card::Error{Errc::trust_data_invalid, "no CSCA in the trust folder"}.with_field(directory.string());
    trust.policy = card::trust::parse_policy(read_whole(directory / "policy.toml"));
    return trust;
}

void check_quality(card::iso7816::Transport& transport, const Production& written, const TrustData& trust)
{
    check_verdict(transport, written, trust);
    card::iso7816::PlainChannel plain{transport, written.plain.limits()};
    check_com(plain, written);
    card::iso7816::ChainingChannel channel{plain};
    check_pki_objects(channel, written);
    check_pin_and_puk(channel, written);
}

} // namespace perso
