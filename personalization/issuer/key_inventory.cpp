// SPDX-License-Identifier: Apache-2.0
#include "issuer/key_inventory.hpp"

#include "base/read_file.hpp"
#include "card/base/error.hpp"
#include "issuer/signer_file.hpp"

#include <algorithm>

namespace perso::issuer {

namespace {

/// The token has no key under this label, or another one than the certificate's.
KeyPresence compare(const Hsm& hsm, const std::string& label, const std::filesystem::path& certificate)
{
    try {
        const auto wanted = card::pki::Certificate::parse(read_file(certificate)).ec_public_key();
        return hsm.signing_key(label).public_key() == wanted ? KeyPresence::there : KeyPresence::foreign;
    } catch (const card::Error& error) {
        if (error.code() != card::Errc::hsm_key_missing)
            throw;
        return KeyPresence::missing;
    }
}

/// Labels of keys that may lie elsewhere or be destroyed.
std::vector<std::string> dispensable(const Office& office, store::Database& database, card::Time now)
{
    std::vector<std::string> labels{std::string{label::csca}};
    for (const SignerRecord& signer : open_signers(database, office, now).all())
        if (signer.revoked || signer.state == SignerState::retired)
            labels.push_back(label::document_signer_of(signer.number));
    return labels;
}

} // namespace

std::string_view name(KeyPresence presence)
{
    switch (presence) {
    case KeyPresence::there:
        return "there";
    case KeyPresence::apart:
        return "apart";
    case KeyPresence::missing:
        return "missing";
    case KeyPresence::foreign:
        break;
    }
    return "foreign";
}

std::vector<KeyEntry> take_inventory(const Hsm& hsm, const Office& office, store::Database& database, card::Time now)
{
    std::vector<KeyEntry> keys;
    const auto may_be_apart = dispensable(office, database, now);
    for (const auto& file : std::filesystem::directory_iterator{office.certificates()}) {
        if (file.path().extension() != ".cer")
            continue;
        const std::string label = file.path().stem().string();
        KeyPresence presence = compare(hsm, label, file.path());
        if (presence == KeyPresence::missing && std::ranges::find(may_be_apart, label) != may_be_apart.end())
            presence = KeyPresence::apart;
        keys.push_back({label, presence});
    }
    for (const std::string_view label : label::all) {
        const auto has_this = [&](const KeyEntry& key) { return key.label == label; };
        if (std::ranges::none_of(keys, has_this)) // a secret key, or one whose certificate is gone
            keys.push_back({std::string{label}, hsm.has_key(label) ? KeyPresence::there : KeyPresence::missing});
    }
    std::ranges::sort(keys, {}, &KeyEntry::label);
    return keys;
}

} // namespace perso::issuer
