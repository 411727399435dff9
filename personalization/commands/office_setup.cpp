// SPDX-License-Identifier: Apache-2.0
#include "commands/office_setup.hpp"

#include "base/durable_file.hpp"
#include "base/text.hpp"
#include "card/crypto/random.hpp"
#include "card/trust/policy.hpp"
#include "issuer/authorities.hpp"
#include "issuer/issuer.hpp"
#include "issuer/journal_key.hpp"
#include "store/open_store.hpp"

#include <signal.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace perso::issuer {

namespace fs = std::filesystem;
using card::Errc;

namespace {

/// A folder beside the wanted place that vanishes unless it was moved there.
class Scaffold {
public:
    explicit Scaffold(const fs::path& wanted) : wanted_{wanted}
    {
        std::string name = (wanted_.parent_path() / ("." + wanted_.filename().string() + ".XXXXXX")).string();
        if (!::mkdtemp(name.data())) // mode 0700
            throw card::Error{errno == ENOSPC ? Errc::disk_full : Errc::file_unwritable, "a folder for the office"}
                .with_field(wanted_.parent_path().string());
        place_ = name;
    }

    ~Scaffold()
    {
        std::error_code ignored;
        fs::remove_all(place_, ignored);
    }

    Scaffold(const Scaffold&) = delete;
    Scaffold& operator=(const Scaffold&) = delete;

    const fs::path& place() const { return place_; }

    /// Replaces an empty folder, nothing else. The token's files, which hold the only keys, are on the disk before.
    void move_to_place()
    {
        sync_file_system(place_);
        std::error_code error;
        fs::rename(place_, wanted_, error);
        if (error)
            throw card::Error{Errc::file_unwritable, error.message()}.with_field(wanted_.string());
        sync_directory(wanted_.parent_path());
    }

private:
    fs::path wanted_;
    fs::path place_;
};

/// SIGINT, SIGTERM and SIGHUP wait for the next look: they shall not leave half an office.
class HeldSignals {
public:
    HeldSignals()
    {
        ::sigemptyset(&held_);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP})
            ::sigaddset(&held_, signal);
        ::sigprocmask(SIG_BLOCK, &held_, &before_);
    }

    ~HeldSignals() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }

    HeldSignals(const HeldSignals&) = delete;
    HeldSignals& operator=(const HeldSignals&) = delete;

    /// Takes one that came meanwhile and throws interrupted.
    void look() const
    {
        const timespec at_once{};
        if (::sigtimedwait(&held_, nullptr, &at_once) > 0)
            throw card::Error{Errc::interrupted, "the making of an office"};
    }

private:
    sigset_t held_{};
    sigset_t before_{};
};

/// Keys of an office, or of an attempt that failed: two keys of one label could not be told apart.
void require_no_keys(const Token& token)
{
    const bool taken =
        std::any_of(label::all.begin(), label::all.end(), [&](std::string_view label) { return token.has_key(label); });
    card::require(!taken, Errc::office_exists, "token", "it has the keys of an office");
}

void require_empty(const fs::path& directory)
{
    std::error_code error;
    if (!fs::exists(directory, error))
        return;
    if (fs::exists(directory / "office.toml", error))
        throw card::Error{Errc::office_exists, "init never changes an office"}.with_field(directory.string());
    if (!fs::is_directory(directory, error) || !fs::is_empty(directory, error))
        throw card::Error{Errc::file_exists, "the place of the office is taken"}.with_field(directory.string());
}

void write_certificates(const Office& office, const Authorities& authorities)
{
    const auto files = CertificateFiles::of(office);
    fs::create_directory(office.certificates());
    write_new_file(files.csca, authorities.csca.der());
    write_new_file(files.document_signer, authorities.document_signer.der());
    write_new_file(files.citizen_ca, authorities.citizen_ca.der());
    write_new_file(files.content_signer, authorities.content_signer.der());
}

/// What a counter needs, in the form of an installed trust package.
void write_trust(const Office& office, const card::profile::Profile& profile, const Authorities& authorities)
{
    const fs::path trust = office.trust();
    fs::create_directories(trust / "csca");
    fs::create_directories(trust / "citizen");
    write_new_file(trust / "csca" / "csca-1.cer", authorities.csca.der());
    write_new_file(trust / "citizen" / "citizen-ca-1.cer", authorities.citizen_ca.der());
    card::trust::Policy policy = card::trust::default_policy();
    policy.country = profile.card.country;
    policy.issuing_state = profile.card.issuing_state;
    write_new_file(trust / "policy.toml", card::as_bytes(card::trust::to_toml(policy)));
}

} // namespace

void create_office(const Office& wanted, const card::profile::Profile& profile, card::ByteView hsm_pin, card::Time now,
    const SetupProgress& progress, card::ByteView ceremony)
{
    check(wanted);
    const fs::path directory = fs::absolute(wanted.directory).lexically_normal();
    const fs::path place = directory.has_filename() ? directory : directory.parent_path();
    require_empty(place);
    fs::create_directories(place.parent_path());

    const HeldSignals signals;
    const auto begin = [&](std::string_view what) {
        signals.look();
        progress(what);
    };
    Scaffold scaffold{place};
    Office office = wanted;
    office.directory = scaffold.place();
    {
        begin(text("token"));
        Hsm hsm =
            office.hsm.own_token || office.staff_cards ? Hsm::create(office, hsm_pin) : Hsm::open(office, hsm_pin);
        require_no_keys(hsm.token());
        begin(text("card master keys"));
        hsm.token().generate_master_key(label::card_master, profile.management.issuer_key_bits / 8);
        hsm.token().import_master_key(label::transport_master, profile.management.transport_master_key);
        hsm.token().generate_sealing_key(label::attempt_memory);
        make_seal_keys(hsm.token());
        begin(text("CSCA, document signer, citizen CA, content signer"));
        const Authorities authorities = make_authorities(hsm, office, profile, now);
        write_certificates(office, authorities);
        write_trust(office, profile, authorities);
        open_journal_key(hsm, office, profile, now);
    }
    begin(text("store"));
    open_database(office, now, store::Missing::created);
    write_new_file(office.directory / "office.toml", card::as_bytes(office_toml(office)));
    if (!ceremony.empty())
        write_new_file(office.ceremony_file(), ceremony);
    scaffold.move_to_place();
}

} // namespace perso::issuer
