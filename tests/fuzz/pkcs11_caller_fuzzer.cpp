// SPDX-License-Identifier: Apache-2.0
// A hostile caller of the PKCS#11 module: the input is a sequence of C calls with arguments as they must not be, while
// cards come, go and are reset. Behind it is the reference card, without a PC/SC service.
#include "fuzz.hpp"
#include "pkcs11_arguments.hpp"

#include "cryptoki_3.h"

#include <array>
#include <cstdlib>

namespace {

using namespace fuzz::pkcs11;

constexpr std::size_t most_calls = 64;

/// The application: what it got hold of, alive or long dead.
class Caller {
public:
    Caller(Input& input, test::Service& service) : input_{input}, service_{service} {}

    void begin(std::uint8_t how);
    void call();

private:
    CK_SESSION_HANDLE session() { return handle(sessions_); }

    CK_OBJECT_HANDLE object() { return handle(objects_); }

    CK_ULONG handle(const std::vector<CK_ULONG>& known)
    {
        const std::uint8_t which = input_.byte();
        if (which >= 0xFD)
            return which == 0xFF ? largest : which == 0xFE ? 0 : 0x100;
        return known.empty() ? which : known[which % known.size()];
    }

    CK_SLOT_ID slot() { return input_.one_of(std::array<CK_SLOT_ID, 6>{0, 0, 0, 1, 256, largest}); }

    CK_ULONG* number(CK_ULONG& value) { return input_.byte() > 0xF0 ? nullptr : &value; }

    void keep(CK_RV rv, CK_ULONG handle, std::vector<CK_ULONG>& known)
    {
        if (rv == CKR_OK && known.size() < 128)
            known.push_back(handle);
    }

    void find_all(CK_SESSION_HANDLE session)
    {
        std::array<CK_OBJECT_HANDLE, 64> found{};
        CK_ULONG count = 0;
        if (C_FindObjectsInit(session, nullptr, 0) == CKR_OK &&
            C_FindObjects(session, found.data(), found.size(), &count) == CKR_OK)
            objects_.assign(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count));
        C_FindObjectsFinal(session);
    }

    void disturb();
    CK_RV general();
    CK_RV sessions();
    CK_RV objects();
    CK_RV signing();
    CK_RV others();

    Input& input_;
    test::Service& service_;
    std::vector<CK_ULONG> sessions_;
    std::vector<CK_ULONG> objects_;
};

/// Most that can happen happens in a session with a login and known objects.
void Caller::begin(std::uint8_t how)
{
    if ((how & 1U) != 0)
        return;
    CK_ULONG count = 0;
    CK_SESSION_HANDLE session = 0;
    std::string digits{test::pin};
    C_Initialize(nullptr);
    C_GetSlotList(CK_TRUE, nullptr, &count);
    keep(C_OpenSession(0, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &session), session, sessions_);
    if ((how & 2U) != 0)
        C_Login(session, CKU_USER, reinterpret_cast<unsigned char*>(digits.data()), digits.size());
    if ((how & 4U) != 0)
        find_all(session);
}

/// The world around the caller.
void Caller::disturb()
{
    using Code = test::Service::Code;
    switch (input_.byte() % 6) {
    case 0:
        service_.eject("Reader");
        break;
    case 1:
        service_.insert("Reader", test::in_reader(std::make_shared<test::ReferenceCard>()));
        break;
    case 2:
        service_.insert("Reader",
            test::in_reader(std::make_shared<test::ReferenceCard>(test::issued_image(test::KeyManagement::ec))));
        break;
    case 3:
        service_.reset("Reader");
        break;
    default: {
        constexpr std::array codes{Code::comm_error, Code::removed_card, Code::reset_card, Code::no_service,
            Code::invalid_handle, Code::not_transacted, Code::unpowered_card, Code::reader_unavailable};
        service_.fault = [left = input_.byte() % 4, code = input_.one_of(codes)]() mutable {
            return left-- == 0 ? code : Code::success;
        };
    }
    }
}

CK_RV Caller::general()
{
    CK_ULONG value = input_.byte();
    CK_INFO info{};
    CK_SLOT_INFO slot_info{};
    CK_TOKEN_INFO token_info{};
    CK_MECHANISM_INFO mechanism_info{};
    std::array<CK_ULONG, 64> list{};
    CK_ULONG* const to_list = input_.byte() % 2 == 0 ? nullptr : list.data();
    const bool present = input_.byte() % 2 == 0;
    switch (input_.byte() % 9) {
    case 0:
        return C_GetInfo(present ? &info : nullptr);
    case 1:
        value = std::min<CK_ULONG>(value, list.size());
        return C_GetSlotList(CK_TRUE, to_list, number(value));
    case 2:
        return C_GetSlotInfo(slot(), present ? &slot_info : nullptr);
    case 3:
        return C_GetTokenInfo(slot(), present ? &token_info : nullptr);
    case 4:
        value = std::min<CK_ULONG>(value, list.size());
        return C_GetMechanismList(slot(), to_list, number(value));
    case 5:
        return C_GetMechanismInfo(slot(), input_.one_of(mechanism_types), present ? &mechanism_info : nullptr);
    case 6:
        return C_WaitForSlotEvent(value | CKF_DONT_BLOCK, number(value), present ? nullptr : &info);
    case 7:
        return C_Initialize(nullptr);
    default: {
        const CK_RV rv = C_Finalize(present ? nullptr : &info);
        if (rv == CKR_OK)
            fuzz::must_hold(service_.open_handles() == 0, "no connection outlives C_Finalize");
        return rv;
    }
    }
}

CK_RV Caller::sessions()
{
    CK_ULONG value = 0;
    CK_SESSION_INFO info{};
    switch (input_.byte() % 9) {
    case 0: {
        const CK_RV rv = C_OpenSession(slot(), input_.byte(), nullptr, nullptr, number(value));
        keep(rv, value, sessions_);
        return rv;
    }
    case 1:
        return C_CloseSession(session());
    case 2:
        return C_CloseAllSessions(slot());
    case 3:
        return C_GetSessionInfo(session(), input_.byte() % 2 == 0 ? nullptr : &info);
    case 4: {
        const Pin pin{input_};
        return C_Login(session(), input_.one_of(std::array<CK_USER_TYPE, 5>{1, 2, 0, 3, largest}), pin.data, pin.size);
    }
    case 5:
        return C_Logout(session());
    case 6: {
        const Pin old_pin{input_};
        const Pin new_pin{input_};
        return C_SetPIN(session(), old_pin.data, old_pin.size, new_pin.data, new_pin.size);
    }
    case 7: {
        const Pin pin{input_};
        return C_InitPIN(session(), pin.data, pin.size);
    }
    default:
        return C_SessionCancel(session(), CK_FLAGS{input_.byte()} << 6U);
    }
}

CK_RV Caller::objects()
{
    CK_ULONG value = 0;
    switch (input_.byte() % 8) {
    case 0: {
        const Template wanted{input_};
        return C_FindObjectsInit(session(), wanted.pointer, wanted.count);
    }
    case 1: {
        std::array<CK_OBJECT_HANDLE, 4> found{};
        const CK_ULONG places = input_.byte() % 5U;
        const CK_RV rv = C_FindObjects(session(), input_.byte() > 0xF0 ? nullptr : found.data(), places, number(value));
        fuzz::must_hold(value <= places, "no more objects than there is room for");
        for (std::size_t i = 0; i < value; ++i)
            keep(rv, found[i], objects_);
        return rv;
    }
    case 2:
        return C_FindObjectsFinal(session());
    case 3:
        find_all(session());
        return CKR_OK;
    case 4:
        return C_DestroyObject(session(), object());
    case 5:
        return C_GetObjectSize(session(), object(), number(value));
    case 6: {
        const Mechanism mechanism{input_};
        const Template wanted{input_};
        const CK_RV rv =
            C_DeriveKey(session(), mechanism.pointer, object(), wanted.pointer, wanted.count, number(value));
        keep(rv, value, objects_);
        return rv;
    }
    default: { // a caller who reads: every value has the room that it tells
        Template wanted{input_};
        for (std::size_t i = 0; i < wanted.attributes.size(); ++i)
            if (wanted.attributes[i].ulValueLen != largest)
                wanted.attributes[i].ulValueLen =
                    std::min(wanted.attributes[i].ulValueLen, wanted.values[i].bytes.size());
        return C_GetAttributeValue(session(), object(), wanted.pointer, wanted.count);
    }
    }
}

CK_RV Caller::signing()
{
    const std::uint8_t which = input_.byte() % 8;
    if (which == 0 || which == 4) {
        const Mechanism mechanism{input_};
        return which == 0 ? C_SignInit(session(), mechanism.pointer, object())
                          : C_VerifyInit(session(), mechanism.pointer, object());
    }
    const Message message{input_};
    const Message signature{input_};
    Result result{input_};
    CK_RV rv = CKR_OK;
    switch (which) {
    case 1:
        rv = C_Sign(session(), message.data, message.size, result.data, result.size);
        break;
    case 2:
        return C_SignUpdate(session(), message.data, message.size);
    case 3:
        rv = C_SignFinal(session(), result.data, result.size);
        break;
    case 5:
        return C_Verify(session(), message.data, message.size, signature.data, signature.size);
    case 6:
        return C_VerifyUpdate(session(), message.data, message.size);
    default:
        return C_VerifyFinal(session(), signature.data, signature.size);
    }
    result.check(rv);
    return rv;
}

CK_RV Caller::others()
{
    const std::uint8_t which = input_.byte() % 9;
    if (which < 3) {
        const Mechanism mechanism{input_};
        return which == 0   ? C_EncryptInit(session(), mechanism.pointer, object())
               : which == 1 ? C_DecryptInit(session(), mechanism.pointer, object())
                            : C_DigestInit(session(), mechanism.pointer);
    }
    const Message message{input_};
    Result result{input_};
    CK_RV rv = CKR_OK;
    switch (which) {
    case 3:
        rv = C_Encrypt(session(), message.data, message.size, result.data, result.size);
        break;
    case 4:
        rv = C_Decrypt(session(), message.data, message.size, result.data, result.size);
        break;
    case 5:
        rv = C_Digest(session(), message.data, message.size, result.data, result.size);
        break;
    case 6:
        return C_DigestUpdate(session(), message.data, message.size);
    case 7:
        rv = C_DigestFinal(session(), result.data, result.size);
        break;
    default:
        return C_GenerateRandom(session(), message.data, message.size);
    }
    result.check(rv);
    return rv;
}

void Caller::call()
{
    constexpr std::array groups{
        &Caller::signing, &Caller::others, &Caller::objects, &Caller::sessions, &Caller::general};
    const std::uint8_t which = input_.byte() % 16;
    if (which == 15)
        return disturb();
    const CK_RV rv = (this->*groups[which % groups.size()])();
    fuzz::must_hold(rv != CKR_GENERAL_ERROR && rv != CKR_HOST_MEMORY, "what the caller does wrong has a name");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const int prepared = setenv("IDCARD_PKCS11_CACHE", "0", 1) + setenv("IDCARD_ALLOW_FINAL_TRY", "1", 1);
    fuzz::must_hold(prepared == 0, "environment");
    Input input{{data, size}};
    const std::uint8_t how = input.byte();
    test::Service& service = test::service();
    service.time_passes = false;
    const refcard::Image& image =
        test::issued_image((how & 8U) != 0 ? test::KeyManagement::ec : test::KeyManagement::rsa);
    Mechanism::own_point = test::agreement_point();
    service.add_reader("Reader");
    service.insert("Reader", test::in_reader(std::make_shared<test::ReferenceCard>(image)));

    Caller caller{input, service};
    caller.begin(how);
    for (std::size_t calls = 0; calls < most_calls && !input.at_end(); ++calls)
        caller.call();

    C_Finalize(nullptr);
    fuzz::must_hold(service.open_handles() == 0, "no connection outlives C_Finalize");
    service.fault = [] { return test::Service::Code::success; };
    service.remove_readers();
    return 0;
}
