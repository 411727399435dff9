// SPDX-License-Identifier: Apache-2.0
#include "commands/read_application.hpp"

#include "card/cli/worker.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/tag.hpp"
#include "card/tlv/writer.hpp"
#include "issuer/hsm.hpp"
#include "seal/token_keys.hpp"
#include "store/open_store.hpp"

namespace perso {

store::Application read_application(
    const Office& office, card::ByteView hsm_pin, const std::string& number, std::chrono::milliseconds silence)
{
    const auto part = [](card::ByteView content) { return card::tlv::encode(card::tlv::asn1::octet_string, content); };
    const card::Bytes answer = card::cli::run_worker(
        [&](const card::cli::ProgressSink&) {
            issuer::Hsm hsm = issuer::Hsm::open(office, hsm_pin);
            const auto database = open_database(office);
            seal::OfficeSeal seal{hsm.token(), *database, now()};
            const auto found = open_store(office, *database, &seal)->application(number);
            return card::concat({part(card::as_bytes(found.personal_number)), part(card::as_bytes(found.record)),
                part(found.photograph), part(found.signature)});
        },
        silence);
    card::tlv::Reader reader{answer};
    const auto text = [&] { return std::string{card::as_text(reader.next().value)}; };
    const auto bytes = [&] { return card::to_bytes(reader.next().value); };
    store::Application application{
        .number = number, .personal_number = text(), .record = text(), .photograph = {}, .signature = {}};
    application.photograph = bytes();
    application.signature = bytes();
    return application;
}

} // namespace perso
