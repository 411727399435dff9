// SPDX-License-Identifier: Apache-2.0
// A batch of a registry: the envelope, and what lies behind the signature as if it were valid.
#include "fuzz.hpp"
#include "intake/batch/envelope.hpp"
#include "intake/batch/signed_batch.hpp"

using namespace perso::intake;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const card::ByteView file{data, size};
    is_signed_batch(file);
    fuzz::may_refuse([&] {
        const ByteSource source = source_of_bytes(file);
        const Envelope envelope = read_envelope(source);
        const Content content{source, envelope.content_at, envelope.content_size, envelope.frame.digest_algorithm()};
        fuzz::must_hold(content.size() <= size, "the content lies inside the file");
        envelope.frame.signature_is_valid_for(content.digest());
    });
    fuzz::may_refuse([&] {
        const Content content{source_of_bytes(file), 0, size, card::crypto::Hash::sha256};
        const TarIndex index{content};
        for (const char* name : {"manifest.json", "records.csv", "records.jsonl"})
            if (const auto place = index.file(name))
                content.read(place->at, static_cast<std::size_t>(place->size));
        if (const auto place = index.picture("a.jpg"))
            content.read(place->at, place->size);
    });
    fuzz::may_refuse([&] { parse_batch_manifest(card::as_text(file)); });
    return 0;
}
