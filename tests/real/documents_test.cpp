// SPDX-License-Identifier: Apache-2.0
// Every EF.SOD of the folder, judged as its catalogue says.
#include "support/real_data.hpp"
#include "support/throws.hpp"

#include "card/crypto/hash.hpp"
#include "card/lds/sod.hpp"

#include <doctest/doctest.h>

using namespace card;
using test::error_of;
using test::real_file;

namespace {

constexpr pki::Leniency lenient = pki::Leniency::foreign_legacy;

lds::Sod read_sod(const Bytes& file, pki::Leniency leniency = lenient)
{
    return lds::decode_sod(file, pki::CmsOptions{.leniency = leniency});
}

/// EF.SOD is read and its signature verifies; an Error counts as no.
bool is_good(const Bytes& file, pki::Leniency leniency)
{
    try {
        return read_sod(file, leniency).signed_data.signature_is_valid();
    } catch (const Error&) {
        return false;
    }
}

struct GroupFile {
    unsigned number;
    const char* file;
};

void check_document(const char* sod_file, const std::vector<GroupFile>& groups)
{
    const lds::Sod sod = read_sod(real_file(sod_file));
    CHECK(sod.signed_data.signature_is_valid());
    for (const GroupFile& group : groups) {
        CAPTURE(group.file);
        CHECK(crypto::digest(sod.object.algorithm, real_file(group.file)) == sod.object.hashes.at(group.number));
    }
}

} // namespace

TEST_CASE("real: BSI 2008 specimen, SHA-1 and a curve of 224 bits written out: foreign-legacy only")
{
    const Bytes sod = real_file("documents/bsi2008/EF_SOD.bin");
    CHECK(!is_good(sod, pki::Leniency::strict));
    check_document("documents/bsi2008/EF_SOD.bin",
        {{1, "documents/bsi2008/Datagroup1.bin"}, {2, "documents/bsi2008/Datagroup2.bin"},
            {3, "documents/bsi2008/Datagroup3.bin"}, {14, "documents/bsi2008/Datagroup14.bin"}});
    CHECK(read_sod(sod).signed_data.allowances().contains(pki::Allowance::weak_hash));
}

TEST_CASE("real: specimens of TR-03105 and ETSI, RSASSA-PSS with SHA-256")
{
    check_document("documents/tr03105-5-pb/SOD.bin",
        {{1, "documents/tr03105-5-pb/DG1.bin"}, {2, "documents/tr03105-5-pb/DG2.bin"},
            {3, "documents/tr03105-5-pb/DG3.bin"}, {4, "documents/bsi2008/Datagroup4.bin"},
            {14, "documents/tr03105-5-pb/DG14.bin"}});
    check_document("documents/etsi/SOD.bin",
        {{1, "documents/etsi/DG1.bin"}, {2, "documents/tr03105-5-pb/DG2.bin"}, {3, "documents/tr03105-5-pb/DG3.bin"},
            {4, "documents/bsi2008/Datagroup4.bin"}, {14, "documents/etsi/DG14.bin"}, {15, "documents/etsi/DG15.bin"}});
}

TEST_CASE("real: altered specimens are never good, and each is refused where the catalogue says")
{
    unsigned seen = 0;
    for (const auto& one : test::real_files("sods/altered")) {
        const auto& name = one.first;
        const Bytes& file = one.second;
        CAPTURE(name);
        CHECK(!is_good(file, pki::Leniency::strict));
        CHECK(!is_good(file, lenient));
        const auto error = error_of([&] { return read_sod(file); });
        // versions of SignedData and LDSSecurityObject
        for (const std::string_view version : {"208be068f645", "55262c801eec", "9b8c545a41cd", "e1308fbbd2ee"})
            if (name.starts_with(version))
                CHECK((error == Errc::malformed_data || error == Errc::malformed_tlv)); // a negative one is no number
        // digests and signatures that do not fit
        for (const std::string_view tampered : {"1ae97e17d739", "78a2b9515285", "c433a51a7d45"})
            if (name.starts_with(tampered))
                CHECK(!error);
        ++seen;
    }
    CHECK(seen == 10);
}

TEST_CASE("real: synthetic SignedData whose signer identifier names no certificate is refused")
{
    unsigned seen = 0;
    for (const auto& one : test::real_files("sods/synthetic")) {
        CAPTURE(one.first);
        CHECK(error_of([&] { return pki::SignedData::parse(one.second, lenient); }));
        ++seen;
    }
    CHECK(seen == 6);
}
