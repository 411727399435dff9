// SPDX-License-Identifier: Apache-2.0
// Readers with a PIN pad, and cards of other makers that know no question for the tries left: module, service and
// reference card in this process.
#include "in_process/calls.hpp"
#include "in_process/reference_card.hpp"
#include "key_ids.hpp"

#include "card/base/hex.hpp"
#include "card/pcsc/pin_pad.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <deque>
#include <optional>
#include <thread>

namespace {

using card::Bytes;
using card::ByteView;
using Code = card::pcsc::Code;
using namespace std::chrono_literals;

const Bytes pad_features = card::from_hex("060442330006 070442330007");
constexpr std::uint32_t verify_direct = 0x42330006;
constexpr std::uint32_t modify_direct = 0x42330007;
constexpr std::size_t verify_header = 19; // PIN_VERIFY before abData. [PCSC-10] §2.5.2
constexpr std::size_t modify_header = 24; // PIN_MODIFY before abData. [PCSC-10] §2.5.3
constexpr std::size_t command_header = 5;
constexpr std::size_t block_bytes = 8;
constexpr std::string_view wrong_pin = "999999";
constexpr std::string_view new_pin = "73195028";
constexpr std::string_view wrong_puk = "99999999";
constexpr std::string_view new_puk = "50287319";

bool is_verify(ByteView command)
{
    return command.size() >= 4 && command[1] == 0x20 && command[2] == 0x00;
}

/// The module, a reader, perhaps with a pad, and the reference card in it.
class PadReader {
public:
    explicit PadReader(Bytes features = pad_features)
    {
        auto inside = test::in_reader(card_);
        inside.answer = [this](ByteView command) {
            if (is_verify(command) && command.size() > command_header)
                ++pins_from_host;
            if (is_verify(command) && command.size() <= command_header && !answer_to_question.empty())
                return answer_to_question;
            if (command.size() > 4 && command[1] == 0xA4 && !answer_to_select.empty())
                return card_->process(command), answer_to_select;
            return card_->process(command);
        };
        test::service().reader_does = [this, features](std::uint32_t request, ByteView input, Bytes& output) {
            if (request == card::pcsc::get_feature_request && features.empty())
                return Code::unsupported_feature;
            output = request == card::pcsc::get_feature_request ? features : on_pad(request, input);
            return Code::success;
        };
        test::service().add_reader("Desk reader");
        test::service().insert("Desk reader", inside);
        REQUIRE(C_Initialize(nullptr) == CKR_OK);
    }

    ~PadReader()
    {
        C_Finalize(nullptr);
        test::service().remove_readers();
        test::service().reader_does = [](std::uint32_t, ByteView, Bytes&) { return Code::unsupported_feature; };
    }

    PadReader(const PadReader&) = delete;
    PadReader& operator=(const PadReader&) = delete;

    CK_SLOT_ID slot() const
    {
        CK_ULONG count = 1;
        CK_SLOT_ID id = 0;
        REQUIRE(C_GetSlotList(CK_TRUE, nullptr, &count) == CKR_OK);
        REQUIRE(count == 1);
        REQUIRE(C_GetSlotList(CK_TRUE, &id, &count) == CKR_OK);
        return id;
    }

    CK_FLAGS flags() const
    {
        CK_TOKEN_INFO info{};
        REQUIRE(C_GetTokenInfo(slot(), &info) == CKR_OK);
        return info.flags;
    }

    CK_SESSION_HANDLE open() const
    {
        CK_SESSION_HANDLE session = 0;
        REQUIRE(C_OpenSession(slot(), CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &session) == CKR_OK);
        return session;
    }

    std::deque<std::string> typed;    ///< at the pad, one entry after the other; nothing there cancels
    std::size_t asked = 0;            ///< how often the pad was used
    std::size_t digits_asked_for = 0; ///< fewest and most, of the last request
    std::size_t pins_from_host = 0;
    Bytes answer_to_question; ///< to VERIFY without data, instead of the card's
    Bytes answer_to_select;   ///< instead of the card's

private:
    /// A pad as part 10 has it: writes what was typed into the command and sends it to the card.
    Bytes on_pad(std::uint32_t request, ByteView input)
    {
        ++asked;
        REQUIRE((request == verify_direct || request == modify_direct));
        const bool modify = request == modify_direct;
        const std::size_t digits = modify ? 7 : 5; // wPINMaxExtraDigit
        digits_asked_for = static_cast<std::size_t>(input[digits + 1] << 8 | input[digits]);
        Bytes command = card::to_bytes(input.subspan(modify ? modify_header : verify_header));
        const std::size_t blocks = modify ? 2 : 1;
        REQUIRE(command.size() == command_header + blocks * block_bytes);
        REQUIRE(command.size() == input[modify ? modify_header - 4 : verify_header - 4]);
        if (typed.size() < (modify ? 3 : 1))
            return card::from_hex("6401");
        const auto next = [&](std::size_t block) {
            const std::string entry = typed.front();
            typed.pop_front();
            std::copy(entry.begin(), entry.end(),
                command.begin() + static_cast<std::ptrdiff_t>(command_header + block * block_bytes));
            return entry;
        };
        next(0);
        if (modify) {
            const std::string once = next(1);
            if (next(1) != once)
                return card::from_hex("6402");
        }
        return card_->process(command);
    }

    std::shared_ptr<test::ReferenceCard> card_ = std::make_shared<test::ReferenceCard>();
};

CK_RV login(CK_SESSION_HANDLE session, std::string pin, CK_USER_TYPE user = CKU_USER)
{
    return C_Login(session, user, reinterpret_cast<unsigned char*>(pin.data()), pin.size());
}

CK_RV login_on_pad(CK_SESSION_HANDLE session, CK_USER_TYPE user = CKU_USER)
{
    return C_Login(session, user, nullptr, 0);
}

CK_RV init_pin(CK_SESSION_HANDLE session, std::string pin)
{
    return C_InitPIN(session, reinterpret_cast<unsigned char*>(pin.data()), pin.size());
}

} // namespace

TEST_CASE("PIN pad: the token says that there is one, only if there is")
{
    CHECK((PadReader{}.flags() & CKF_PROTECTED_AUTHENTICATION_PATH) != 0);
    CHECK((PadReader{{}}.flags() & CKF_PROTECTED_AUTHENTICATION_PATH) == 0);
    CHECK((PadReader{card::from_hex("060442330006")}.flags() & CKF_PROTECTED_AUTHENTICATION_PATH) == 0);
    CHECK((PadReader{card::from_hex("0604423300060704")}.flags() & CKF_PROTECTED_AUTHENTICATION_PATH) == 0);
}

TEST_CASE("PIN pad: a reader that another program keeps to itself for a moment has one all the same")
{
    PadReader reader;
    card::pcsc::Context context;
    card::pcsc::CardConnection other{context, "Desk reader"};
    std::optional<card::pcsc::Transaction> transaction{other};
    std::thread other_program{[&] {
        std::this_thread::sleep_for(50ms);
        transaction.reset();
    }};
    const CK_FLAGS flags = reader.flags();
    other_program.join();
    CHECK((flags & CKF_PROTECTED_AUTHENTICATION_PATH) != 0);
}

TEST_CASE("PIN pad: without one a login needs a PIN")
{
    PadReader reader{{}};
    const CK_SESSION_HANDLE session = reader.open();
    CHECK(login_on_pad(session) == CKR_PIN_LEN_RANGE);
    CHECK(C_SetPIN(session, nullptr, 0, nullptr, 0) == CKR_PIN_LEN_RANGE);
    CHECK(reader.asked == 0);
    CHECK(login(session, std::string{test::pin}) == CKR_OK);
}

TEST_CASE("PIN pad: no PIN means that the holder types it, and the host never has it")
{
    PadReader reader;
    const CK_SESSION_HANDLE session = reader.open();
    reader.typed = {std::string{wrong_pin}};
    CHECK(login_on_pad(session) == CKR_PIN_INCORRECT);
    CHECK((reader.flags() & CKF_USER_PIN_COUNT_LOW) != 0);
    CHECK(login_on_pad(session) == CKR_FUNCTION_CANCELED);
    reader.typed = {std::string{test::pin}};
    CHECK(login_on_pad(session) == CKR_OK);
    CHECK(login_on_pad(session) == CKR_USER_ALREADY_LOGGED_IN);
    CHECK(reader.asked == 3);
    CHECK(reader.pins_from_host == 0);
    CHECK(C_Logout(session) == CKR_OK);
}

TEST_CASE("PIN pad: a PIN that the application has goes to the card as ever")
{
    PadReader reader;
    const CK_SESSION_HANDLE session = reader.open();
    CHECK(login(session, "") == CKR_PIN_LEN_RANGE);
    CHECK(login(session, std::string{wrong_pin}) == CKR_PIN_INCORRECT);
    CHECK(login(session, std::string{test::pin}) == CKR_OK);
    CHECK(reader.asked == 0);
    CHECK(reader.pins_from_host == 2);
}

TEST_CASE("PIN pad: the last try is not asked for there either")
{
    PadReader reader;
    const CK_SESSION_HANDLE session = reader.open();
    reader.typed = {std::string{wrong_pin}, std::string{wrong_pin}};
    CHECK(login_on_pad(session) == CKR_PIN_INCORRECT);
    CHECK(login_on_pad(session) == CKR_PIN_INCORRECT);
    CHECK((reader.flags() & CKF_USER_PIN_FINAL_TRY) != 0);
    CHECK(login_on_pad(session) == CKR_FUNCTION_REJECTED);
    CHECK(C_SetPIN(session, nullptr, 0, nullptr, 0) == CKR_FUNCTION_REJECTED);
    CHECK(reader.asked == 2);
}

TEST_CASE("PIN pad: the PIN for one signature")
{
    PadReader reader;
    const CK_SESSION_HANDLE session = reader.open();
    reader.typed = {std::string{test::pin}, std::string{test::pin}};
    REQUIRE(login_on_pad(session) == CKR_OK);
    CK_MECHANISM mechanism{CKM_ECDSA, nullptr, 0};
    REQUIRE(C_SignInit(session, &mechanism, test::only_object(session, CKO_PRIVATE_KEY, test::id_9c)) == CKR_OK);
    CHECK(login_on_pad(session, CKU_CONTEXT_SPECIFIC) == CKR_OK);
    Bytes digest(48, 0x5A);
    Bytes signature(96);
    CK_ULONG size = signature.size();
    CHECK(C_Sign(session, digest.data(), digest.size(), signature.data(), &size) == CKR_OK);
    CHECK(reader.pins_from_host == 0);
}

TEST_CASE("PIN pad: a new PIN")
{
    PadReader reader;
    const CK_SESSION_HANDLE session = reader.open();
    reader.typed = {std::string{test::pin}, std::string{new_pin}, "73195029"};
    CHECK(C_SetPIN(session, nullptr, 0, nullptr, 0) == CKR_PIN_INVALID);
    reader.typed = {std::string{wrong_pin}, std::string{new_pin}, std::string{new_pin}};
    CHECK(C_SetPIN(session, nullptr, 0, nullptr, 0) == CKR_PIN_INCORRECT);
    reader.typed = {std::string{test::pin}, std::string{new_pin}, std::string{new_pin}};
    CHECK(C_SetPIN(session, nullptr, 0, nullptr, 0) == CKR_OK);
    CHECK(C_SetPIN(session, nullptr, 0, nullptr, 0) == CKR_FUNCTION_CANCELED);
    std::string given{test::pin};
    auto* const bytes = reinterpret_cast<unsigned char*>(given.data());
    CHECK(C_SetPIN(session, nullptr, 0, bytes, given.size()) == CKR_ARGUMENTS_BAD);
    CHECK(C_SetPIN(session, bytes, given.size(), nullptr, 0) == CKR_ARGUMENTS_BAD);
    CHECK(reader.pins_from_host == 0);
    CHECK(login(session, std::string{test::pin}) == CKR_PIN_INCORRECT);
    CHECK(login(session, std::string{new_pin}) == CKR_OK);
}

TEST_CASE("PIN pad: C_LoginUser without PIN is a login there, too")
{
    PadReader reader;
    const CK_SESSION_HANDLE session = reader.open();
    reader.typed = {std::string{test::pin}};
    CHECK(C_LoginUser(session, CKU_USER, nullptr, 0, nullptr, 0) == CKR_OK);
    CHECK(reader.pins_from_host == 0);
}

TEST_CASE("PIN pad: PUK and new PIN are typed there where the application gives neither")
{
    PadReader reader;
    const CK_SESSION_HANDLE session = reader.open();
    CHECK(C_InitPIN(session, nullptr, 0) == CKR_USER_NOT_LOGGED_IN);
    CHECK(login_on_pad(session, CKU_SO) == CKR_OK); // nothing to type yet
    CHECK(reader.asked == 0);
    CHECK(init_pin(session, std::string{new_pin}) == CKR_ARGUMENTS_BAD); // the PUK would be typed, the PIN given
    CHECK(C_InitPIN(session, nullptr, 0) == CKR_FUNCTION_CANCELED);
    reader.typed = {std::string{wrong_puk}, std::string{new_pin}, std::string{new_pin}};
    CHECK(C_InitPIN(session, nullptr, 0) == CKR_PIN_INCORRECT);
    CHECK((reader.flags() & CKF_SO_PIN_COUNT_LOW) != 0);
    reader.typed = {std::string{test::puk}, std::string{new_pin}, std::string{new_pin}};
    CHECK(C_InitPIN(session, nullptr, 0) == CKR_OK);
    CHECK(reader.digits_asked_for == 0x0608);
    CHECK(C_Logout(session) == CKR_OK);
    CHECK(login(session, std::string{new_pin}) == CKR_OK);
}

TEST_CASE("PIN pad: a new PUK is typed there by the security officer")
{
    PadReader reader;
    const CK_SESSION_HANDLE session = reader.open();
    REQUIRE(login(session, std::string{test::puk}, CKU_SO) == CKR_OK);
    reader.typed = {std::string{test::puk}, std::string{new_puk}, std::string{new_puk}};
    CHECK(C_SetPIN(session, nullptr, 0, nullptr, 0) == CKR_OK);
    CHECK(reader.digits_asked_for == 0x0808);
    CHECK(init_pin(session, std::string{new_pin}) == CKR_ARGUMENTS_BAD); // the PUK of the login is the old one
    reader.typed = {std::string{new_puk}, std::string{new_pin}, std::string{new_pin}};
    CHECK(C_InitPIN(session, nullptr, 0) == CKR_OK);
    CHECK(C_Logout(session) == CKR_OK);
    CHECK(login(session, std::string{new_puk}, CKU_SO) == CKR_OK);
    CHECK(init_pin(session, std::string{test::pin}) == CKR_OK); // given, by the PUK that was given
}

TEST_CASE("PIN pad: without one the security officer needs the PUK")
{
    PadReader reader{{}};
    const CK_SESSION_HANDLE session = reader.open();
    CHECK(login_on_pad(session, CKU_SO) == CKR_PIN_LEN_RANGE);
    REQUIRE(login(session, std::string{test::puk}, CKU_SO) == CKR_OK);
    CHECK(C_InitPIN(session, nullptr, 0) == CKR_PIN_LEN_RANGE);
    CHECK(C_SetPIN(session, nullptr, 0, nullptr, 0) == CKR_PIN_LEN_RANGE);
}

TEST_CASE("foreign card: one that refuses the question for the tries left can be logged in to")
{
    for (const char* answer : {"6300", "6581", "6700", "6982", "6985", "6986", "6999", "6A80", "6A82", "6A86", "6B00",
             "6D00", "6E00", "6F00"}) {
        INFO(answer);
        PadReader reader{{}};
        reader.answer_to_select = test::select_answer_of_others;
        reader.answer_to_question = card::from_hex(answer);
        const CK_FLAGS flags = reader.flags();
        CHECK((flags & CKF_LOGIN_REQUIRED) != 0);
        CHECK((flags & (CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED)) == 0);
        const CK_SESSION_HANDLE session = reader.open();
        CHECK(login(session, std::string{wrong_pin}) == CKR_PIN_INCORRECT);
        CHECK(login(session, std::string{test::pin}) == CKR_OK);
        CHECK(C_Logout(session) == CKR_OK);
    }
}

TEST_CASE("foreign card: one without PIN is a token without login, and one that always says verified is none of ours")
{
    {
        PadReader reader{{}};
        reader.answer_to_select = test::select_answer_of_others;
        reader.answer_to_question = card::from_hex("6A88");
        CHECK((reader.flags() & (CKF_LOGIN_REQUIRED | CKF_USER_PIN_INITIALIZED)) == 0);
        CHECK(login(reader.open(), std::string{test::pin}) == CKR_USER_PIN_NOT_INITIALIZED);
        CHECK(reader.pins_from_host == 0);
    }
    PadReader reader{{}};
    reader.answer_to_select = test::select_answer_of_others;
    reader.answer_to_question = card::from_hex("9000");
    const CK_SESSION_HANDLE session = reader.open();
    CK_SESSION_INFO info{};
    REQUIRE(C_GetSessionInfo(session, &info) == CKR_OK);
    CHECK(info.state == CKS_RW_PUBLIC_SESSION);
    CHECK(login(session, std::string{wrong_pin}) == CKR_PIN_INCORRECT);
    CHECK(login(session, std::string{test::pin}) == CKR_OK);
}

TEST_CASE("foreign card: one that is blocked says so with either status word")
{
    for (const char* answer : {"6983", "63C0"}) {
        INFO(answer);
        PadReader reader{{}};
        reader.answer_to_select = test::select_answer_of_others;
        reader.answer_to_question = card::from_hex(answer);
        CHECK((reader.flags() & CKF_USER_PIN_LOCKED) != 0);
        CHECK(login(reader.open(), std::string{test::pin}) == CKR_PIN_LOCKED);
        CHECK(reader.pins_from_host == 0);
    }
}
