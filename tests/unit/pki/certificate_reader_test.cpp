// SPDX-License-Identifier: Apache-2.0
// The library's own reader of certificates beside OpenSSL's: what it takes, OpenSSL takes, and both say the same.
#include "changed_signer.hpp"

#include "support/real_data.hpp"

#include "card/pki/path.hpp"

#include <array>

using namespace test::changed_signer;
using test::document_pki;
using test::error_of;

namespace {

/// Bytes of the file that are changed one after another, and each in three ways.
void compare_changed(const Bytes& der)
{
    unsigned taken = 0;
    for (std::size_t at = 0; at < der.size(); ++at)
        for (const std::uint8_t change : std::array<std::uint8_t, 3>{0x01, 0x20, 0x80}) {
            Bytes changed = der;
            changed[at] ^= change;
            if (error_of([&] { return read(changed); }))
                continue;
            ++taken;
            CAPTURE(at);
            CAPTURE(change);
            CHECK(test::disagreement(read(changed)) == "");
        }
    CHECK(taken > der.size()); // most bytes are those of keys, names and signatures
}

} // namespace

TEST_CASE("certificate reader: says what OpenSSL says")
{
    for (const pki::Certificate* certificate : {&document_pki().csca, &document_pki().signer})
        CHECK(test::disagreement(*certificate) == "");
}

TEST_CASE("certificate reader: of changed certificates, too, it says what OpenSSL says")
{
    compare_changed(document_pki().csca.der());
    compare_changed(document_pki().signer.der());
}

TEST_CASE("certificate reader: versions, and what they may have")
{
    check_refused_here(with_hex(version, "A003020103"));
    check_refused(with_hex(version, "A00402020002"));
    check_refused(with_hex(version, "A0020200"));
    check_refused(with_hex(version, "A006020102020102"));
    check_refused_here(with_hex(version, "A0030201FF"));
    check_refused_here(without({0, version})); // version 1
    check_refused_here(with_hex(version, "A003020100"));
    check_refused_here(with_hex(version, "A003020101"));
    const Bytes bare = without({0, extensions});
    check_read(bare);
    check_read(test::edit_der(bare, {0, version}, test::nothing));
    const auto identified = [](const Bytes& der, std::string_view id, unsigned key = spki) {
        return test::edit_der(der, {0, key}, [&](const Bytes& bytes) { return concat({bytes, from_hex(id)}); });
    };
    check_read(identified(document_pki().signer.der(), "81020055820200AA"));
    check_refused_here(identified(test::edit_der(bare, {0, version}, test::nothing), "81020055", spki - 1));
    check_refused(identified(document_pki().signer.der(), "8100"));
    check_refused(identified(document_pki().signer.der(), "81020855"));
    check_refused(identified(document_pki().signer.der(), "8202005581020055"));
    check_refused(identified(document_pki().signer.der(), "84020055"));
}

TEST_CASE("certificate reader: serial numbers of every sign, in the fewest bytes")
{
    for (const char* good : {"020101", "020100", "0201FF", "020180", "02020080", "0202FF7F", "0202FF00", "02028000"})
        check_read(with_hex(serial, good));
    CHECK(read(with_hex(serial, "0202FF7F")).serial_number() == from_hex("81"));
    CHECK(read(with_hex(serial, "02020080")).serial_number() == from_hex("80"));
    for (const char* bad : {"0200", "02020001", "0202FFFF", "0202FF80", "03020101", "0A0101"})
        check_refused(with_hex(serial, bad));
}

TEST_CASE("certificate reader: algorithm identifiers")
{
    for (const char* bad : {"3000", "30020500", "30020600", "3003060180", "300606022A030500", "300806022A0305000500"}) {
        CAPTURE(bad);
        const bool good_alone = std::string_view{bad} == "300606022A030500";
        if (good_alone) { // of no algorithm that is known: nobody's signature
            CHECK(!pki::is_signed_by(check_read(with_hex(algorithm, bad)), document_pki().csca));
            continue;
        }
        check_refused(with_hex(algorithm, bad));
        check_refused(with({1}, from_hex(bad)));
    }
    CHECK(!pki::is_signed_by(check_read(with({1}, from_hex("300606022A030500"))), document_pki().csca));
}

TEST_CASE("certificate reader: signatures are bit strings, and of whole bytes if they verify")
{
    for (const char* bad : {"0300", "03020801", "0402AABB", "0500"})
        check_refused(with({2}, from_hex(bad)));
    const Bytes odd = test::edit_der(document_pki().signer.der(), {2}, [](Bytes bits) {
        bits[2] = 1; // unused bits
        return bits;
    });
    CHECK(!pki::is_signed_by(check_read(odd), document_pki().csca));
}

TEST_CASE("certificate reader: names")
{
    for (const Part part : {issuer, subject}) {
        for (const char* good : {"06035504060C024C41", "060355040313024C41", "060355040316024C41", "060355040314024CE9",
                 "06035504031E04004C0041", "06035504031C040000004C", "060355040312023132", "06035504030303004C41",
                 "06035504030C00", "060355040313024CE9", "06035504030C04F09F9880"})
            check_read(with(part, name(good)));
        for (const char* bad : {"06035504060C02C341", "06035504060C03EDA080", "06035504031E03004C00",
                 "06035504031C0300004C", "0603550403", "13024C41", "060355040313024C4113024C41", "0603550403010100",
                 "0603550403810141", "060013024C41", "06025580130141"})
            check_refused(with(part, name(bad)));
        check_read(with(part, from_hex("3000")));
        check_read(with(part, from_hex("30023100")));
        check_refused(with(part, from_hex("3100")));
        check_refused(with(part, from_hex("30023000")));
        check_refused(with(part, from_hex("300431020500")));
    }
}

TEST_CASE("certificate reader: names that OpenSSL takes for the same have the same hash")
{
    const auto hash = [](std::string_view attribute) {
        return pki::subject_name_hash(read(with(subject, name(attribute))));
    };
    const auto same = [](std::string_view a, std::string_view b) {
        const Bytes der = test::edit_der(with(subject, name(a)), {0, issuer}, [&](const Bytes&) { return name(b); });
        return pki::names_subject(check_read(der), check_read(der));
    };
    const std::string_view utf8 = "06035504030C05C3A9204162"; // é Ab
    for (const char* other : {"06035504031404E9204162", "06035504031E0800E9002000410062",
             "06035504030C07C3A92020614220", "06035504031C10000000E9000000200000004100000042"}) {
        CAPTURE(other);
        CHECK(hash(utf8) == hash(other));
        CHECK(same(utf8, other));
    }
    CHECK(!same(utf8, "06035504030C05C3A8204162")); // è: of the same hash, and yet another name
    CHECK(!same(utf8, "06035504060C05C3A9204162"));
}

TEST_CASE("certificate reader: times in every form, and what is none")
{
    const auto valid = [](std::string_view tag, std::string_view from) {
        return with(validity, times(tag, from, "18", "20560101000000Z"));
    };
    for (const char* good :
        {"260101000000Z", "500101000000Z", "491231235959Z", "2601010000Z", "260101000000+0700", "000229000000Z"})
        check_read(valid("17", good));
    for (const char* good : {"20260101000000Z", "20260101000000.5Z", "20260101000000-0330", "202601010000Z"})
        check_read(valid("18", good));
    for (const char* bad : {"", "Z", "261301000000Z", "260230000000Z", "260101240000Z", "260101006000Z",
             "260101000060Z", "26010100000AZ", "260101000000", "2601010000000", "20260101000000Z", "260101000000+9900"})
        check_refused(valid("17", bad));
    for (const char* bad : {"20261301000000Z", "260101000000Z", "2026010100000000Z", "20230229000000Z"})
        check_refused(valid("18", bad));
    check_refused(valid("13", "260101000000Z"));
    check_refused(with(validity, from_hex("3000")));
    check_refused(without({0, validity, 1}));
    check_refused(test::edit_der(document_pki().signer.der(), {0, validity, 1}, test::twice));
}

TEST_CASE("certificate reader: the list of extensions")
{
    check_read(with_extensions({}));
    check_read(with_extensions(extension("1.2.3", "0500", "0101FF")));
    CHECK(check_read(with_extensions(extension("1.2.3", "0500", "010101"))).has_unknown_critical_extension());
    CHECK(!check_read(with_extensions(extension("1.2.3", "0500", "010100"))).has_unknown_critical_extension());
    CHECK(!check_read(with_extensions(extension("2.5.29.32", "0500", "0101FF"))).has_unknown_critical_extension());
    check_refused_here(with_extensions(concat({extension("1.2.3", "0500"), extension("1.2.3", "0500")})));
    check_refused(with_extensions(concat({extension("2.5.29.14", "0401AA"), extension("2.5.29.14", "0401AA")})));
    for (const char* bad : {"300706022A0305000500", "300406022A03", "300604010104010A", "3006060004020500",
             "300B06022A03010200FF04020500", "300C06022A030402050004020500", "300906022A03010004020500"})
        check_refused(with_extensions(from_hex(bad)));
    check_refused(with(extensions, from_hex("A3003000")));
    check_refused(with(extensions, from_hex("A3023100")));
    check_refused(with(extensions, from_hex("A30430003000")));
    check_refused(test::edit_der(document_pki().signer.der(), {0, extensions}, test::twice));
    Bytes many;
    for (unsigned number = 0; number < 65; ++number)
        append(many, extension("1.2.3." + std::to_string(number), "0500"));
    check_refused_here(with_extensions(many));
}

TEST_CASE("certificate reader: extensions that are acted on must be read")
{
    struct Row {
        const char* oid;
        std::vector<const char*> good;
        std::vector<const char*> bad;
        bool passed_over = false; ///< what is malformed under foreign_legacy, where it is an allowance
    };

    const std::vector<Row> rows{
        {"2.5.29.14", {"0400", "0402AABB"}, {"", "0302AABB", "0403AABB", "3000"}, true},
        {"2.5.29.15", {"03020780", "03020106", "0303070080", "03020780", "030207FF", "0304000101FF"},
            {"", "0300", "030100", "03020700", "03020880", "0402AABB", "0302077F"}},
        {"2.5.29.16", {"3000", "3011800F32303236303130313030303030305A", "3011810F32303236303130313030303030305A"}, {}},
        {"2.5.29.17", {"3000", "3003820141", "3004A4023000", "300DA00B06032A0304A0040C024C41", "3006880406022A03"},
            {"", "3003890141", "3002A400", "3003A40130", "0500", "3002A000"}, true},
        {"2.5.29.19", {"3000", "30030101FF", "3003010100", "3003010101", "3003020100", "30060101FF020105"},
            {"", "0500", "300402020001", "30030201FF", "300401020000", "30020200"}},
        {"2.5.29.30", {"3000", "3002A000", "3009A00730058203616263"}, {"", "0500", "3003A00130"}},
        {"2.5.29.31", {"3000", "300B3009A007A0058603612F62", "30063004A002A100", "30083006A2048602612F"},
            {"", "0500", "30020500", "30043002A000", "30023000", "30053003810101", "30043002A200"}, true},
        {"2.5.29.35", {"3000", "3003800141", "3006800141820101", "300AA1058203616263820101"},
            {"", "0500", "3003830141", "3003A10130"}, true},
        {"2.5.29.37", {"3000", "300406022A03", "30080606678108010103"}, {"", "0500", "30020500", "30020600"}},
        {"1.3.6.1.5.5.7.1.7", {"3000"}, {"", "0500"}},
        {"1.3.6.1.5.5.7.1.8", {"3000"}, {"", "0500"}},
        {"2.16.840.1.113730.1.1", {"03020780"}, {"", "0300", "0500"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.oid);
        for (const std::string good : row.good) {
            CAPTURE(good);
            check_read(with_extension(row.oid, good));
        }
        for (const std::string bad : row.bad) {
            CAPTURE(bad);
            if (row.passed_over)
                check_passed_over(row.oid, bad);
            else
                check_refused(with_extension(row.oid, bad));
        }
    }
}

TEST_CASE("certificate reader: where it is stricter than OpenSSL")
{
    check_refused_here(with_extension("2.5.29.19", "300A0101FF02050100000000")); // no path is so long
    check_passed_over("2.5.29.16", "0500");
    check_passed_over("2.5.29.16", "3006800432303236");
    check_passed_over("2.5.29.16", "301B800F32303236303130313030303030305A810432303236");
    check_passed_over("2.5.29.14", "0401AA00");
    check_refused_here(with_extension("1.3.6.1.5.5.7.1.14", "300C300A06082B06010505071501")); // of a proxy
    for (const std::string_view segments : {"3006A0040402AABB", "3006A0041302AABB"}) {
        const Bytes der = with_extension("2.5.29.35", segments);
        CHECK(error_of([&] { return read(der); }) == Errc::unsupported);
        CHECK(test::certificate_by_openssl(der));
    }
}
