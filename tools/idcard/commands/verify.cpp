// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/session/inspection.hpp"
#include "card/session/verification.hpp"
#include "idcard/card_options.hpp"
#include "idcard/evidence_options.hpp"
#include "idcard/last_try.hpp"
#include "idcard/output/report.hpp"
#include "idcard/output/verdict_lines.hpp"
#include "idcard/output_file.hpp"
#include "idcard/photograph.hpp"
#include "idcard/secrets.hpp"
#include "idcard/trust_data.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <array>
#include <utility>

namespace idcard {

namespace session = card::session;

namespace {

struct Options {
    CardOptions card;
    PasswordOptions password;
    SecretOptions pin;
    std::string trust;
    std::string photo;
    bool ask_for_pin = false;
    bool last_try = false;
    bool pki = false;
    bool no_pki = false;
    EvidenceOptions evidence;

    bool pin_wanted() const { return ask_for_pin || pin.given(); }

    session::BindingCheck binding() const
    {
        return no_pki ? session::BindingCheck::left_out
               : pki  ? session::BindingCheck::required
                      : session::BindingCheck::automatic;
    }
};

/// How it stands with the PIN, where the card tells it before it is opened.
session::HolderPin ask_card(
    const Context& context, const Options& options, const std::string& reader, const card::profile::Profile& profile)
{
    const auto ask = [&](card::pcsc::CardConnection& connection, const session::Progress&) {
        card::iso7816::PlainChannel channel{connection};
        return Answer{.page = {}, .state = encode(session::pin_state(channel, profile))};
    };
    return decode_holder_pin(visit(context, options.card, reader, ask).state);
}

/// The holder's PIN and whether its last try may be spent. On contactless the card tells the tries only once it is
/// opened, and nobody can be asked then: the last one is spent with --last-try alone.
struct HolderSecret {
    card::SecureBytes pin;
    bool last_try = false;
};

HolderSecret read_pin(const Context& context, const Options& options, const card::pcsc::Reader& reader,
    const card::profile::Profile& profile)
{
    HolderSecret secret{.pin = {}, .last_try = options.last_try};
    if (session::interface_of(reader.atr) == session::Interface::contact)
        secret.last_try = allow_last_try(context, Secret::pin, ask_card(context, options, reader.name, profile).pin,
            {.option = options.last_try, .interactive = !options.pin.given()});
    secret.pin = card::cli::read_secret(
        card::cli::pin_format(), options.pin.source(context.text("PIN (six to eight digits, typed by the holder): ")));
    return secret;
}

/// A face of 640 by 800 pixels, not compressed at all.
constexpr std::size_t largest_photograph = std::size_t{640} * 800 * 3;

/// Only a card that is proven genuine gives its photograph away: on a disk it carries no verdict with it.
PhotoNote add_photograph(Answer& answer, const session::Verification& verification, const std::string& path)
{
    if (!vouches_for_photograph(verification.verdict) || !verification.holder.dg2)
        return {PhotoNote::State::withheld, path, {}};
    Photograph picture = decode_photograph(verification.holder.dg2->image);
    if (picture.problem)
        return {PhotoNote::State::unreadable, path, picture.problem};
    answer.files.push_back({path, std::move(picture.png)});
    return {PhotoNote::State::written, path, {}};
}

Answer verify(const Context& context, const Options& options, const session::VerificationRequest& request,
    card::iso7816::Transport& card, const session::Progress& progress)
{
    const session::Verification verification = session::verify(card, request, progress);
    Answer answer{.exit = exit_code(verification.verdict.overall), .page = {}};
    ReportExtras extras{
        .photo = {}, .stats = options.card.stats, .today = request.today, .trust = note_of(*request.trust_data)};
    if (options.evidence.is_kept())
        extras.evidence = note_of(verification, options.evidence.saved_level(), request.today);
    if (!options.photo.empty())
        extras.photo = add_photograph(answer, verification, options.photo);
    if (!options.evidence.save.empty())
        answer.files.push_back(
            {options.evidence.save, card::trust::encode(verification.evidence, options.evidence.saved_level())});
    if (!options.evidence.html.empty())
        answer.files.push_back(
            {options.evidence.html, card::to_bytes(card::as_bytes(html_page(context, verification, extras)))});
    answer.page = context.program.json ? to_json(verification, context.catalogue(), extras)
                                       : to_text(verification, context.catalogue(), extras);
    return answer;
}

/// A file that is read or written under two names would be lost.
void check_files(const Options& options)
{
    const EvidenceOptions& evidence = options.evidence;
    const std::array named{std::pair{"--evidence", evidence.evidence}, std::pair{"--photo", options.photo},
        std::pair{"--save-evidence", evidence.save}, std::pair{"--html", evidence.html}};
    for (std::size_t i = 0; i < named.size(); ++i)
        for (std::size_t j = i + 1; j < named.size(); ++j)
            if (!named[i].second.empty() && !named[j].second.empty() && same_file(named[i].second, named[j].second))
                throw card::Error{card::Errc::usage, "one file under two options"}.with_field(
                    fmt::format("{} / {}", named[i].first, named[j].first));
    for (const std::string& file : {options.photo, evidence.save, evidence.html})
        if (!file.empty())
            check_room(file, largest_photograph);
}

/// A photograph or a page of before must not be taken for the answer, if none comes. Evidence is replaced by newer
/// evidence alone: it cannot be had again.
void remove_old_answers(const Options& options)
{
    for (const std::string& file : {options.photo, options.evidence.html})
        if (!file.empty())
            remove_old(file);
}

void run(Context& context, const Options& options)
{
    check_files(options);
    const TrustData trust =
        load_trust(options.trust.empty() ? default_trust_folder() : std::filesystem::path{options.trust});
    const card::profile::Profile profile = profile_of(options.card);
    remove_old_answers(options);
    if (!options.evidence.batch.empty())
        return verify_batch(context, options.evidence, trust, profile);
    if (!options.evidence.evidence.empty())
        return verify_evidence(context, options.evidence, trust, profile);
    const card::pcsc::Reader reader = reader_with_card(options.card);
    const std::unique_ptr<card::auth::Password> password = read_password(context, options.password);
    const HolderSecret holder = options.pin_wanted() ? read_pin(context, options, reader, profile) : HolderSecret{};
    const session::VerificationRequest request{
        .password = password.get(),
        .trust_data = &trust.data,
        .policy = trust.policy,
        .today = today(),
        .source_date = local_day(trust.earliest),
        .profile = &profile,
        .binding = options.binding(),
        .pin = options.pin_wanted() ? &holder.pin : nullptr,
        .last_try = holder.last_try,
        .witness = options.evidence.is_kept() ? std::optional{witness_of(context, options.evidence)} : std::nullopt,
        .challenge = options.evidence.challenge.empty() ? card::Bytes{} : parse_challenge(options.evidence.challenge),
    };

    const Answer answer = visit(context, options.card, reader.name,
        [&](card::pcsc::CardConnection& connection, const session::Progress& progress) {
            return verify(context, options, request, connection, progress);
        });
    for (const OutputFile& file : answer.files)
        write_file(file.name, file.content);
    deliver(context, answer);
}

} // namespace

void add_verify(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("verify", context.text("Verify the card in a reader, without a network"));
    add_card_options(*command, context, options->card);
    add_password_options(*command, context, options->password);
    command->add_option("--trust", options->trust, context.text("Folder with the trust data"))
        ->type_name(context.text("FOLDER"));
    command
        ->add_option(
            "--photo", options->photo, context.text("Write the photograph of a genuine card to this file, as PNG"))
        ->type_name(context.text("FILE"));
    CLI::Option* const pki = command->add_flag(
        "--pki", options->pki, context.text("Require the proof that keys and identity data live in one chip"));
    command->add_flag("--no-pki", options->no_pki, context.text("Leave that proof out"))->excludes(pki);
    command->add_flag(
        "--pin", options->ask_for_pin, context.text("Ask for the PIN: the holder proves that the card is theirs"));
    add_secret_options(*command, context, "pin", options->pin, context.text("File with the PIN, - for standard input"),
        context.text("Open file descriptor with the PIN"));
    command->add_flag("--last-try", options->last_try, context.text("Use the last try, too, without a question"));
    add_evidence_options(*command, context, options->evidence);
    command->callback([options, command, &context] {
        check_evidence_options(options->evidence, *command);
        run(context, *options);
    });
}

} // namespace idcard
