// SPDX-License-Identifier: Apache-2.0
#include "seal/token_keys.hpp"

#include "card/base/error.hpp"
#include "card/crypto/random.hpp"
#include "issuer/hsm.hpp"

namespace perso::seal {

card::Bytes TokenKeys::wrap(card::ByteView place, card::ByteView secret)
{
    return token_.seal(issuer::label::seal, place, secret);
}

card::SecureBytes TokenKeys::unwrap(card::ByteView place, card::ByteView wrapped)
{
    return token_.open(issuer::label::seal, place, wrapped);
}

card::Bytes TokenKeys::mac(card::ByteView message)
{
    return card::to_bytes(token_.cmac(issuer::label::index, message).view());
}

OfficeSeal::OfficeSeal(issuer::Token& token, store::Database& database, card::Time now)
    : keys_{token}, seal_{keys_, card::crypto::system_random()}
{
    for (const std::string_view label : {issuer::label::seal, issuer::label::index}) {
        if (token.has_key(label))
            continue;
        // Another key would not find the citizens that were indexed under this one.
        if (database.number("seal_is_adopted") != 0)
            throw card::Error{card::Errc::hsm_key_missing, card::Step{"open the seal"}, "the store was sealed with it"}
                .with_field(std::string{label});
        issuer::make_seal_keys(token);
    }
    seal_.adopt(database, now);
}

} // namespace perso::seal
