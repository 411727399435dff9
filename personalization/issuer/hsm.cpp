// SPDX-License-Identifier: Apache-2.0
#include "issuer/hsm.hpp"

#include "issuer/own_token.hpp"

namespace perso::issuer {

namespace {

/// A token in software can be copied; no real card is made with it.
void require_fit(const Office& office, const Cryptoki& module)
{
    if (office.real_cards && module.manufacturer().find("SoftHSM") != std::string::npos)
        throw card::Error{card::Errc::not_for_production, card::Step{"C_GetInfo"}, "a token in software"}.with_field(
            "hsm.module");
}

} // namespace

Hsm Hsm::open(const Office& office, card::ByteView pin)
{
    const OwnToken turn{office};
    Hsm hsm;
    hsm.keys_ = std::make_unique<HsmKeys>(office.hsm.module);
    hsm.module_ = std::make_unique<Cryptoki>(office.hsm.module);
    require_fit(office, *hsm.module_);
    hsm.keys_->log_in(office.hsm.token, pin);
    hsm.token_ = std::make_unique<Token>(*hsm.module_, office.hsm.token, pin);
    return hsm;
}

void Hsm::require_there(const Office& office)
{
    const OwnToken turn{office};
    const Cryptoki module{office.hsm.module};
    card::require(module.find_token(office.hsm.token).has_value(), card::Errc::hsm_unavailable, "find the token",
        "no token has the label of office.toml");
}

bool Hsm::answers() const noexcept
{
    try {
        return !token_->is_gone();
    } catch (const card::Error&) {
        return false;
    }
}

Hsm Hsm::create(const Office& office, card::ByteView pin)
{
    if (office.hsm.own_token)
        std::filesystem::create_directory(office.token_directory());
    {
        const OwnToken turn{office};
        const HsmKeys first{office.hsm.module};
        const Cryptoki module{office.hsm.module};
        require_fit(office, module);
        initialize_token(module, office.hsm.token, pin);
    }
    return open(office, pin);
}

void make_seal_keys(Token& token)
{
    constexpr std::size_t index_key_size = 32;
    if (!token.has_key(label::seal))
        token.generate_sealing_key(label::seal);
    if (!token.has_key(label::index))
        token.generate_master_key(label::index, index_key_size);
}

std::optional<std::filesystem::path> find_softhsm()
{
    for (const char* path : {"/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so",
             "/usr/local/lib/softhsm/libsofthsm2.so"})
        if (std::filesystem::exists(path))
            return path;
    return std::nullopt;
}

} // namespace perso::issuer
