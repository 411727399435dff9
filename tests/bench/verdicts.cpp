// SPDX-License-Identifier: Apache-2.0
// verdicts [ROUNDS [FILE COMMIT]]   how many verdicts one core gives, from the bytes of an evidence file to the answer,
// beside what cannot be saved: verifying the signature and hashing, by OpenSSL and in the same run. Ends with 1 if it
// is too slow. The figures go to FILE as JSON, with the commit that they belong to.
#include "bench/cold_start.hpp"
#include "bench/cpu_time.hpp"
#include "support/specimen_card.hpp"
#include "zoo/forge.hpp"

#include "card/lds/file_ids.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"
#include "card/trust/evidence_codec.hpp"
#include "card/trust/proven_signers.hpp"
#include "card/trust/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <openssl/x509.h>
#include <sys/resource.h>
#include <unistd.h>

namespace {

using card::Bytes;
using card::ByteView;
namespace lds = card::lds;
namespace pki = card::pki;
namespace trust = card::trust;
namespace tlv = card::tlv;

constexpr std::size_t face_size = 15'000;
constexpr std::size_t anchor_count = 500;
constexpr std::size_t document_count = 100;

/// Who signs, and how.
struct Kind {
    const char* name;
    zoo::AnyKey csca;
    zoo::AnyKey signer;
    zoo::Scheme scheme;
    double share_known;   ///< at least this share of the rate of verifying and hashing
    double times_unknown; ///< at most this multiple of the time of both verifications
};

/// What one verification needs, taken apart before the clock runs.
struct Signed {
    Bytes data;
    Bytes signature;
};

struct Document {
    Bytes file; ///< evidence
    Bytes cms;
    std::vector<Bytes> groups;
    Bytes content;
    Signed attributes;
};

struct Issue {
    trust::TrustData trust;
    Bytes csca;
    Signed signer; ///< its certificate
    std::vector<Document> documents;
};

using PublicKey = std::shared_ptr<EVP_PKEY>;

PublicKey public_key(const zoo::AnyKey& key)
{
    const Bytes spki = key.spki();
    const unsigned char* at = spki.data();
    return {d2i_PUBKEY(nullptr, &at, static_cast<long>(spki.size())), EVP_PKEY_free};
}

bool verifies(EVP_PKEY* key, const Signed& message)
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
           EVP_DigestVerify(context.get(), message.signature.data(), message.signature.size(), message.data.data(),
               message.data.size()) == 1;
}

void hash(ByteView data)
{
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (EVP_Digest(data.data(), data.size(), out, &size, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error{"hashing"};
}

/// The certificate of a CSCA with this key.
pki::Certificate csca_of(const Kind& kind, const pki::Certificate& pattern)
{
    return pki::Certificate::parse(
        zoo::reissued(pattern, {{zoo::tbs::spki, zoo::always(kind.csca.spki())}}, kind.csca, kind.scheme));
}

Signed signed_parts(const pki::Certificate& certificate)
{
    tlv::Reader reader{tlv::only(certificate.der(), tlv::asn1::sequence)};
    const Bytes tbs = card::to_bytes(reader.expect_whole(tlv::asn1::sequence));
    reader.expect(tlv::asn1::sequence);
    return {tbs, card::to_bytes(reader.expect(tlv::asn1::bit_string).subspan(1))};
}

Document make_document(const Kind& kind, const pki::Certificate& signer, test::CardContent content, std::size_t number)
{
    content.mrz.document_number = fmt::format("L{:08}", number);
    auto groups = test::data_groups_of(content);
    groups.erase(11);
    groups[2] = lds::encode(lds::Dg2{.width = 413, .height = 531, .image = Bytes(face_size, 0xD8)});

    lds::SecurityObject object;
    for (const auto& [group, file] : groups)
        object.hashes[group] = card::crypto::digest(object.algorithm, file);
    zoo::Cms cms = zoo::cms_of(lds::encode(object), signer);
    cms.scheme = kind.scheme;

    Document document;
    document.cms = cms.encode(kind.signer);
    document.content = cms.content;
    Bytes attributes;
    for (const Bytes& attribute : *cms.attributes)
        card::append(attributes, attribute);
    document.attributes.data = tlv::encode(tlv::asn1::set, attributes);
    document.attributes.signature = kind.signer.sign(document.attributes.data, kind.scheme);

    trust::Evidence evidence;
    evidence.access = trust::AccessProtocol::pace_can;
    evidence.card_access = trust::FileReading::of(lds::encode(content.card_access));
    for (const auto& [group, file] : groups) {
        evidence.groups[group] = trust::FileReading::of(file);
        document.groups.push_back(file);
    }
    evidence.sod = trust::FileReading::of(tlv::encode(lds::file::sod.tag, document.cms));
    evidence.chip = {trust::ChipProof::Result::passed, trust::ChipKey::of(content.chip_key)};
    document.file = trust::encode(evidence, trust::Level::full);
    return document;
}

Issue make_issue(const Kind& kind)
{
    const test::CardContent content;
    const pki::Certificate csca = csca_of(kind, content.pki.csca);
    const pki::Certificate signer = pki::Certificate::parse(
        zoo::reissued(content.pki.signer, {{zoo::tbs::spki, zoo::always(kind.signer.spki())}}, kind.csca, kind.scheme));

    Issue issue;
    issue.csca = csca.der();
    issue.signer = signed_parts(signer);
    for (std::size_t number = 1; number < anchor_count; ++number) {
        pki::CscaContent other = test::csca_content();
        other.subject.common_name = fmt::format("CSCA {}", number);
        issue.trust.anchors.add(
            pki::make_csca(other, pki::SigningKey::generate(card::crypto::Curve::p256), card::crypto::system_random())
                .der());
    }
    issue.trust.anchors.add(csca.der());
    for (std::size_t number = 0; number < document_count; ++number)
        issue.documents.push_back(make_document(kind, signer, content, number));
    return issue;
}

void judge(const Document& document, const trust::TrustData& data)
{
    const trust::SavedEvidence saved = trust::decode_evidence(document.file);
    static const trust::Policy policy = trust::default_policy();
    const auto verdict = trust::judge(saved.evidence, data, policy, card::profile::builtin(),
        card::parse_date("20270101"), card::parse_date("20261101"));
    if (verdict.overall != trust::Overall::genuine)
        throw std::runtime_error{"a good document is not genuine"};
}

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// CPU time for one document, by task: one entry for each round.
struct Times {
    std::vector<std::vector<double>> of;

    double typical(std::size_t task) const { return median(of[task]); }

    /// Round by round, so that how fast the machine ran meanwhile was alike.
    double ratio(std::size_t task, std::size_t other) const
    {
        std::vector<double> ratios;
        for (std::size_t round = 0; round < of[task].size(); ++round)
            ratios.push_back(of[task][round] / of[other][round]);
        return median(std::move(ratios));
    }
};

/// The tasks in turns, each with all documents.
Times measure(const Issue& issue, int rounds, const std::vector<std::function<void(const Document&)>>& tasks)
{
    Times times{.of = std::vector<std::vector<double>>(tasks.size())};
    for (int round = 0; round < rounds; ++round)
        for (std::size_t task = 0; task < tasks.size(); ++task) {
            const double begin = bench::cpu_seconds();
            for (const Document& document : issue.documents)
                tasks[task](document);
            times.of[task].push_back((bench::cpu_seconds() - begin) / static_cast<double>(document_count));
        }
    return times;
}

/// CPU time of one `openssl cms -verify` for each of a few documents.
double openssl_seconds(const Issue& issue)
{
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / fmt::format("verdicts-{}", getpid());
    std::filesystem::create_directory(folder);
    const auto write = [](const std::filesystem::path& path, ByteView bytes) {
        std::ofstream{path, std::ios::binary}.write(
            reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    };
    constexpr std::size_t few = 10;
    write(folder / "csca.der", issue.csca);
    write(folder / "sod.der", issue.documents.front().cms);
    const std::string in = folder.string();
    int failed = std::system(fmt::format("openssl x509 -inform DER -in {0}/csca.der -out {0}/csca.pem", in).c_str());
    rusage before{};
    rusage after{};
    getrusage(RUSAGE_CHILDREN, &before);
    const std::string command =
        fmt::format("exec openssl cms -verify -binary -inform DER -in {0}/sod.der -CAfile {0}/csca.pem -purpose any "
                    "-no_check_time -out {0}/content 2>/dev/null",
            in);
    for (std::size_t number = 0; number < few; ++number)
        failed |= std::system(command.c_str());
    getrusage(RUSAGE_CHILDREN, &after);
    std::filesystem::remove_all(folder);
    if (failed != 0)
        throw std::runtime_error{"openssl cms -verify failed"};
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    };
    return (seconds(after.ru_utime) + seconds(after.ru_stime) - seconds(before.ru_utime) - seconds(before.ru_stime)) /
           static_cast<double>(few);
}

/// One line of the file for each kind of document, and one for the cold start.
std::vector<std::string> figures;

void write_figures(const char* path, std::string_view commit)
{
    std::ofstream out{path};
    out << fmt::format("{{\n  \"commit\": \"{}\",\n  \"documents\": {{\"data_groups\": 5, \"face_bytes\": {}, "
                       "\"anchors\": {}}},\n  \"figures\": [\n    {}\n  ]\n}}\n",
        commit, face_size, anchor_count, fmt::join(figures, ",\n    "));
    if (!out.flush())
        throw std::runtime_error{"the figures cannot be written"};
    fmt::print(stderr, "Written: {}\n", path);
}

bool within(const char* what, double value, double limit, bool at_least)
{
    const bool good = at_least ? value >= limit : value <= limit;
    fmt::print("  {:<46} {:>8.2f}  {} {:.2f}{}\n", what, value, at_least ? "at least" : "at most ", limit,
        good ? "" : "   TOO SLOW");
    return good;
}

bool bench_kind(const Kind& kind, int rounds)
{
    Issue issue = make_issue(kind);
    const PublicKey signer = public_key(kind.signer);
    const PublicKey csca = public_key(kind.csca);
    trust::TrustData forgetful = issue.trust;
    issue.trust.proven = std::make_shared<trust::ProvenSigners>();

    const auto expect = [](bool good) {
        if (!good)
            throw std::runtime_error{"a good signature does not verify"};
    };
    const auto hash_all = [](const Document& document) {
        for (const Bytes& group : document.groups)
            hash(group);
        hash(document.content);
    };
    const Times times = measure(issue, rounds,
        {[&](const Document& document) { judge(document, issue.trust); },
            [&](const Document& document) {
                hash_all(document);
                expect(verifies(signer.get(), document.attributes));
            },
            [&](const Document& document) { judge(document, forgetful); },
            [&](const Document& document) {
                hash_all(document);
                expect(verifies(signer.get(), document.attributes));
                expect(verifies(csca.get(), issue.signer));
            }});

    fmt::print("{}\n", kind.name);
    fmt::print("  {:<46} {:>8.0f}\n", "verdicts per second and core, signer known", 1 / times.typical(0));
    fmt::print("  {:<46} {:>8.0f}\n", "verifying and hashing alone", 1 / times.typical(1));
    fmt::print("  {:<46} {:>8.0f}\n", "verdicts per second and core, signer unknown", 1 / times.typical(2));
    const double by_openssl = openssl_seconds(issue);
    fmt::print("  {:<46} {:>8.0f}\n", "openssl cms -verify, a process for each", 1 / by_openssl);
    figures.push_back(
        fmt::format("{{\"documents\": \"{}\", \"signer_known_per_s\": {:.0f}, \"verify_and_hash_per_s\": {:.0f}, "
                    "\"share\": {:.2f}, \"signer_unknown_per_s\": {:.0f}, \"times_both_verifications\": {:.2f}, "
                    "\"openssl_cms_verify_per_s\": {:.0f}}}",
            kind.name, 1 / times.typical(0), 1 / times.typical(1), times.ratio(1, 0), 1 / times.typical(2),
            times.ratio(2, 3), 1 / by_openssl));
    const bool known = within("known: share of the rate alone", times.ratio(1, 0), kind.share_known, true);
    const bool unknown = within("unknown: times both verifications", times.ratio(2, 3), kind.times_unknown, false);
    return known && unknown;
}

/// From the bytes of a master list to anchors that judge, beside reading its certificates by OpenSSL alone.
bool bench_cold_start(int rounds)
{
    const bench::ColdStart time = bench::measure_cold_start(550, rounds);
    fmt::print("Cold start with a master list of 550\n");
    fmt::print("  {:<46} {:>8.2f}\n", "ms, signature checked, anchors ready", 1e3 * time.ours);
    fmt::print("  {:<46} {:>8.2f}\n", "ms, OpenSSL reads the certificates", 1e3 * time.openssl);
    figures.push_back(
        fmt::format("{{\"cold_start\": \"master list of 550\", \"ms\": {:.1f}, \"openssl_reads_ms\": {:.1f}}}",
            1e3 * time.ours, 1e3 * time.openssl));
    return within("cold start: times reading by OpenSSL", time.ours / time.openssl, 1.0, false);
}

} // namespace

int main(int count, char** arguments)
{
    try {
        const int rounds = count > 1 ? std::stoi(arguments[1]) : 20;
        const bool ec = bench_kind({.name = "EF.SOD of P-256",
                                       .csca = zoo::AnyKey::on_curve("P-256"),
                                       .signer = zoo::AnyKey::on_curve("P-256"),
                                       .scheme = zoo::Scheme::ecdsa(),
                                       .share_known = 0.80,
                                       .times_unknown = 1.25},
            rounds);
        const bool rsa = bench_kind({.name = "EF.SOD of RSA-2048",
                                        .csca = zoo::AnyKey::rsa(2048),
                                        .signer = zoo::AnyKey::rsa(2048),
                                        .scheme = zoo::Scheme::rsa(),
                                        .share_known = 0.60,
                                        .times_unknown = 2.0},
            rounds);
        const bool cold = bench_cold_start(rounds);
        if (count > 3)
            write_figures(arguments[2], arguments[3]);
        return ec && rsa && cold ? 0 : 1;
    } catch (const std::exception& error) {
        fmt::print(stderr, "verdicts: {}\n", error.what());
        return 2;
    }
}
