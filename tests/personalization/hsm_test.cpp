// SPDX-License-Identifier: Apache-2.0
// The office's token on SoftHSM.
#include "commands/office_setup.hpp"
#include "issuer/hsm.hpp"

#include "card/base/hex.hpp"
#include "card/crypto/mac.hpp"
#include "card/crypto/random.hpp"
#include "card/pki/path.hpp"
#include "card/pki/spki.hpp"
#include "issuer/issuer.hpp"
#include "personalization/small_office.hpp"
#include "support/temporary_folder.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <signal.h>

#include <algorithm>
#include <fstream>

using namespace perso;
using namespace perso::issuer;
using namespace test::small_office;
using card::Errc;
using test::error_of;
namespace fs = std::filesystem;

TEST_CASE("office setup: certificates after ICAO 9303-12 that outlive what they sign")
{
    const test::TemporaryFolder folder;
    const Office office = create(folder / "office");
    const auto files = CertificateFiles::of(office);
    const auto csca = certificate(files.csca);
    const auto signer = certificate(files.document_signer);
    CHECK(card::pki::is_signed_by(csca, csca));
    CHECK(card::pki::is_signed_by(signer, csca));
    CHECK(csca.spki() == card::pki::encode_spki(csca.ec_public_key(), card::pki::CurveForm::spelled_out));
    CHECK(signer.spki() == card::pki::encode_spki(signer.ec_public_key(), card::pki::CurveForm::spelled_out));
    CHECK(csca.validity().not_after > signer.validity().not_after);
    CHECK(csca.validity().not_after > card::start_of(std::chrono::year{2050} / 1 / 1)); // a GeneralizedTime
    CHECK(signer.private_key_usage()->not_after < now + std::chrono::days{93});
    CHECK(signer.validity().not_after >= card::start_of(card::add_years(card::day_of(now), 20)));
    const auto citizen_ca = certificate(files.citizen_ca);
    const auto content_signer = certificate(files.content_signer);
    CHECK(card::pki::is_signed_by(content_signer, citizen_ca));
    CHECK(content_signer.is_meant_for("2.16.840.1.101.3.6.7"));
    CHECK(citizen_ca.validity().not_after == content_signer.validity().not_after);
    CHECK(content_signer.validity().not_after >= card::start_of(card::add_years(card::day_of(now), 20)));
    CHECK(fs::exists(office.trust() / "csca" / "csca-1.cer"));
    CHECK(fs::exists(office.trust() / "policy.toml"));
}

TEST_CASE("office setup: an office, or anything else, in this place is left alone")
{
    const test::TemporaryFolder folder;
    create(folder / "office");
    CHECK(error_of([&] { create(folder / "office"); }) == Errc::office_exists);
    fs::create_directory(folder / "taken");
    std::ofstream{folder / "taken" / "file"} << "x";
    CHECK(error_of([&] { create(folder / "taken"); }) == Errc::file_exists);
    fs::create_directory(folder / "empty");
    CHECK(create(folder / "empty").people.size() == 2);
}

TEST_CASE("office setup: a failure leaves nothing behind")
{
    const test::TemporaryFolder folder;
    Office office = wanted(folder / "office");
    office.hsm.module = "/nonexistent/module.so";
    CHECK(
        error_of([&] { create_office(office, profile, pin, now, [](std::string_view) {}); }) == Errc::hsm_unavailable);
    office = wanted(folder / "office");
    const auto fails_late = [&](std::string_view what) {
        if (what == "store")
            throw card::Error{Errc::disk_full, "as if"};
    };
    CHECK(error_of([&] { create_office(office, profile, pin, now, fails_late); }) == Errc::disk_full);
    CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("office setup: a signal leaves nothing behind")
{
    const test::TemporaryFolder folder;
    const auto signalled = [](std::string_view what) {
        if (what == "card master keys")
            ::raise(SIGTERM);
    };
    CHECK(
        error_of([&] { create_office(wanted(folder / "office"), profile, pin, now, signalled); }) == Errc::interrupted);
    CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("office setup: a token with the keys of an attempt that failed is refused")
{
    const test::TemporaryFolder folder;
    fs::create_directory(folder / "token");
    {
        Hsm hsm = Hsm::create(wanted(folder / "token"), pin);
        hsm.token().generate_master_key(label::card_master, 32);
    }
    Office office = wanted(folder / "office"); // SoftHSM still looks where the environment says
    office.hsm.own_token = false;
    CHECK(error_of([&] { create_office(office, profile, pin, now, [](std::string_view) {}); }) == Errc::office_exists);
}

TEST_CASE("hsm: no key of the office can be read out, not even by who knows the PIN")
{
    const test::TemporaryFolder folder;
    const Office office = create(folder / "office");
    const Hsm hsm = Hsm::open(office, pin); // logged in
    const Cryptoki module{office.hsm.module};
    CK_SESSION_HANDLE session = CK_INVALID_HANDLE;
    REQUIRE(module->C_OpenSession(
                *module.find_token(office.hsm.token), CKF_SERIAL_SESSION, nullptr, nullptr, &session) == CKR_OK);
    REQUIRE(module->C_FindObjectsInit(session, nullptr, 0) == CKR_OK);
    std::array<CK_OBJECT_HANDLE, 32> objects{};
    CK_ULONG count = 0;
    REQUIRE(module->C_FindObjects(session, objects.data(), objects.size(), &count) == CKR_OK);
    module->C_FindObjectsFinal(session);

    std::size_t secrets = 0;
    for (const CK_OBJECT_HANDLE object : std::span{objects}.first(count)) {
        CK_OBJECT_CLASS kind = 0;
        CK_ATTRIBUTE of_kind{CKA_CLASS, &kind, sizeof kind};
        REQUIRE(module->C_GetAttributeValue(session, object, &of_kind, 1) == CKR_OK);
        if (kind == CKO_PUBLIC_KEY)
            continue;
        ++secrets;
        CK_BBOOL is_private = CK_FALSE;
        CK_BBOOL sensitive = CK_FALSE;
        CK_BBOOL extractable = CK_TRUE;
        std::array told{CK_ATTRIBUTE{CKA_PRIVATE, &is_private, 1}, CK_ATTRIBUTE{CKA_SENSITIVE, &sensitive, 1},
            CK_ATTRIBUTE{CKA_EXTRACTABLE, &extractable, 1}};
        REQUIRE(module->C_GetAttributeValue(session, object, told.data(), told.size()) == CKR_OK);
        CHECK(is_private == CK_TRUE);
        CHECK(sensitive == CK_TRUE);
        CHECK(extractable == CK_FALSE);
        std::array<std::uint8_t, 256> value{};
        CK_ATTRIBUTE secret{CKA_VALUE, value.data(), value.size()};
        CHECK(module->C_GetAttributeValue(session, object, &secret, 1) == CKR_ATTRIBUTE_SENSITIVE);
    }
    CHECK(secrets == label::all.size() + 1); // and the key of the journal
    module->C_CloseSession(session);
}

TEST_CASE("hsm: wrong PIN, token gone, key gone")
{
    const test::TemporaryFolder folder;
    const Office office = create(folder / "office");
    CHECK(error_of([&] { Hsm::open(office, card::as_bytes("87654321")); }) == Errc::hsm_pin_wrong);
    Office other = office;
    other.hsm.token = "another";
    CHECK(error_of([&] { Hsm::open(other, pin); }) == Errc::hsm_unavailable);
    {
        const Hsm hsm = Hsm::open(office, pin);
        CHECK(error_of([&] { hsm.signing_key("no-such-key"); }) == Errc::hsm_key_missing);
    }
    fs::rename(office.token_directory(), folder / "away");
    CHECK(error_of([&] { Hsm::open(office, pin); }) == Errc::hsm_unavailable);
}

TEST_CASE("hsm: a token that vanishes under an open session is gone, whatever it is asked for, and no key is missing")
{
    const test::TemporaryFolder folder;
    const Office office = create(folder / "office");
    Hsm hsm = Hsm::open(office, pin);
    Token& token = hsm.token();
    const card::Bytes sealed = token.seal(label::seal, {}, pin);
    CHECK(error_of([&] { token.cmac("no-such-key", pin); }) == Errc::hsm_key_missing);
    CHECK(error_of([&] { token.open("no-such-key", {}, sealed); }) == Errc::hsm_key_missing);
    CHECK_FALSE(token.has_key("no-such-key"));
    CHECK_FALSE(token.is_gone());
    CHECK_FALSE(error_of([&] { Hsm::require_there(office); }));

    fs::rename(office.token_directory(), folder / "away");
    CHECK(error_of([&] { token.cmac(label::index, pin); }) == Errc::hsm_unavailable);
    CHECK(error_of([&] { token.seal(label::seal, {}, pin); }) == Errc::hsm_unavailable);
    CHECK(error_of([&] { token.open(label::seal, {}, sealed); }) == Errc::hsm_unavailable);
    CHECK(error_of([&] { token.has_key("no-such-key"); }) == Errc::hsm_unavailable); // so nobody makes it anew
    CHECK(token.is_gone());
    CHECK_FALSE(hsm.answers());
}

TEST_CASE("hsm: that the token of the office is there is told without its PIN")
{
    const test::TemporaryFolder folder;
    Office office = create(folder / "office");
    CHECK_FALSE(error_of([&] { Hsm::require_there(office); }));
    office.hsm.token = "another";
    CHECK(error_of([&] { Hsm::require_there(office); }) == Errc::hsm_unavailable);
    office.hsm.module = folder / "none.so";
    CHECK(error_of([&] { Hsm::require_there(office); }) == Errc::hsm_unavailable);
}

TEST_CASE("hsm: an office that was moved finds its token")
{
    const test::TemporaryFolder folder;
    create(folder / "office");
    fs::rename(folder / "office", folder / "moved");
    const Office moved = load_office(folder / "moved");
    CHECK_FALSE(error_of([&] { Issuer{moved, profile, pin}; }));
}

TEST_CASE("hsm: CMAC in the token, RFC 4493 examples 1 to 4")
{
    const test::TemporaryFolder folder;
    const Office office = create(folder / "office");
    Hsm hsm = Hsm::open(office, pin);
    hsm.token().import_master_key("rfc4493", card::from_hex("2b7e151628aed2a6abf7158809cf4f3c"));
    TokenCmac cmac{hsm.token(), "rfc4493"};
    const card::Bytes message = card::from_hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
                                               "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");
    const auto mac = [&](std::size_t size) { return card::to_hex(cmac.mac(card::ByteView{message}.first(size))); };
    CHECK(mac(0) == "bb1d6929e95937287fa37d129b756746");
    CHECK(mac(16) == "070a16b46b4d4144f79bdd9dd04a287c");
    CHECK(mac(40) == "dfa66747de9ae63030ca32611497c827");
    CHECK(mac(64) == "51f0bebf7e3b9d92fc49741779363cfe");
}
