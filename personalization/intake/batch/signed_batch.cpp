// SPDX-License-Identifier: Apache-2.0
#include "intake/batch/signed_batch.hpp"

#include "base/text.hpp"
#include "card/base/error.hpp"
#include "intake/batch/envelope.hpp"
#include "intake/batch/expect.hpp"
#include "intake/parse_json.hpp"

namespace perso::intake {

using card::Errc;

namespace {

constexpr std::string_view schema = "idcard-batch-1";
constexpr std::size_t largest_manifest = 4096;
constexpr std::uint64_t most_counted = 1'000'000;

std::size_t count_in(const nlohmann::json& manifest, const char* key)
{
    const auto found = manifest.find(key);
    expect(found != manifest.end() && found->is_number_unsigned() && found->get<std::uint64_t>() <= most_counted,
        text("manifest.json: a count is missing or no number"));
    return found->get<std::size_t>();
}

std::string text_in(const nlohmann::json& manifest, const char* key)
{
    const auto found = manifest.find(key);
    expect(found != manifest.end() && found->is_string(), text("manifest.json: a text is missing"));
    return found->get<std::string>();
}

/// Which of them signed it.
const Registry& signer_of(const Envelope& envelope, const std::vector<Registry>& registries, card::Time now)
{
    for (const Registry& registry : registries)
        if (registry.certificate == envelope.frame.signer()) {
            card::require(registry.certificate.validity().contains(now), Errc::batch_untrusted, "signed batch",
                text("the certificate of the registry is not valid today"));
            return registry;
        }
    throw card::Error{
        Errc::batch_untrusted, card::Step{"signed batch"}, text("signed by nobody whom this office knows")};
}

} // namespace

BatchManifest parse_batch_manifest(std::string_view json)
{
    Rejections rejections;
    const auto manifest = parse_json(json, rejections);
    expect(manifest && manifest->is_object(), text("manifest.json is no JSON object"));
    expect(manifest->size() == 5 && text_in(*manifest, "schema") == schema, text("manifest.json of another form"));
    BatchManifest out{.number = text_in(*manifest, "batch"),
        .registry = text_in(*manifest, "registry"),
        .records = count_in(*manifest, "records"),
        .photographs = count_in(*manifest, "photographs")};
    expect(!rules::application_number(out.number), text("manifest.json: the number of the batch"));
    expect(is_registry_name(out.registry), text("manifest.json: the name of the registry"));
    expect(out.records > 0, text("manifest.json: no records"));
    return out;
}

SignedBatch::SignedBatch(const std::filesystem::path& file, const std::vector<Registry>& registries, card::Time now)
{
    const ByteSource source = source_of_file(file);
    const Envelope envelope = read_envelope(source);
    const Registry& registry = signer_of(envelope, registries, now); // nothing else is read of a stranger's file
    content_ = std::make_unique<Content>(
        source, envelope.content_at, envelope.content_size, envelope.frame.digest_algorithm());
    card::require(envelope.frame.signature_is_valid_for(content_->digest()), Errc::batch_untrusted, "signed batch",
        text("the signature does not verify"));

    files_ = std::make_unique<TarIndex>(*content_);
    const auto place = files_->file("manifest.json");
    expect(place && place->size <= largest_manifest, text("manifest.json is missing or too long"));
    const card::Bytes json = content_->read(place->at, static_cast<std::size_t>(place->size));
    manifest_ = parse_batch_manifest(card::as_text(json));
    card::require(manifest_.registry == registry.name, Errc::batch_untrusted, "signed batch",
        text("another registry than the one that signed it"));
    expect(manifest_.photographs == files_->pictures(), text("another number of photographs than manifest.json says"));

    const auto table = files_->file("records.csv");
    const auto lines = files_->file("records.jsonl");
    expect(table.has_value() != lines.has_value(), text("neither records.csv nor records.jsonl, or both"));
    in_lines_ = lines.has_value();
    records_ = in_lines_ ? *lines : *table;
}

std::unique_ptr<std::istream> SignedBatch::records() const
{
    return open_stream(*content_, records_.at, records_.size);
}

Pictures SignedBatch::pictures() const
{
    return [this](const std::string& name) -> std::optional<card::Bytes> {
        const auto place = files_->picture(name);
        if (!place || place->size == 0 || place->size > largest_picture)
            return std::nullopt;
        return content_->read(place->at, static_cast<std::size_t>(place->size));
    };
}

} // namespace perso::intake
