// SPDX-License-Identifier: Apache-2.0
// The whole module on a hostile card: listing, logging in, every operation on every object. The input is the card: its
// answer to reset and what it answers to each kind of command.
#include "fuzz.hpp"

#include "cryptoki.hpp"
#include "in_process/service.hpp"

#include <array>
#include <cstdlib>
#include <map>
#include <memory>
#include <utility>

namespace {

using card::Bytes;
using card::ByteView;

constexpr std::size_t short_answer = 256;

/// A kind of command in the input; below 0x80 the data object that GET DATA asks for: the last byte of its tag.
enum Kind : std::uint8_t {
    select_ = 0x80,
    verify,
    use_key,
    challenge,
    change,
    unblock,
    rest,
    other,
    atr = 0x90,
    fault
};

Kind kind_of(ByteView command)
{
    if (command.size() < 4)
        return other;
    switch (command[1]) {
    case 0xA4:
        return select_;
    case 0x20:
        return verify;
    case 0x87:
        return use_key;
    case 0x84:
        return challenge;
    case 0x24:
        return change;
    case 0x2C:
        return unblock;
    case 0xC0:
        return rest;
    case 0xCB: { // Lc | 5C | length | tag, in short or extended form
        const std::size_t end = command.size() > 5 && command[4] == 0 ? 7 + command[6] : 5U + command[4];
        return end <= command.size() ? Kind(command[end - 1] & 0x7FU) : other;
    }
    default:
        return other;
    }
}

/// Records in the input: kind, length in two bytes, answer with its status word. A kind's answers are given one after
/// another, the last one again and again; a kind without answers gets 6A82. The answer to a `fault` record is the code
/// that PC/SC returns instead of sending the command of that number.
class HostileCard {
public:
    explicit HostileCard(ByteView input)
    {
        while (input.size() > 3) {
            const std::size_t size = std::min<std::size_t>(std::size_t{input[1]} << 8 | input[2], input.size() - 3);
            answers_[input[0]].push_back(input.subspan(3, size));
            input = input.subspan(3 + size);
        }
    }

    Bytes answer_to_reset() const
    {
        const auto found = answers_.find(atr);
        return found == answers_.end() ? Bytes{0x3B, 0x00} : card::to_bytes(found->second.front());
    }

    Bytes process(ByteView command)
    {
        const Kind kind = kind_of(command);
        if (kind != rest)
            waiting_.clear();
        Bytes answer = kind == rest && !waiting_.empty() ? std::exchange(waiting_, {}) : next(kind);
        const bool extended = command.size() > 5 && command[4] == 0;
        if (extended || answer.size() <= short_answer + 2)
            return answer;
        waiting_.assign(answer.begin() + short_answer, answer.end());
        answer.resize(short_answer);
        card::append(answer, Bytes{0x61, 0x00});
        return answer;
    }

    test::Service::Code fault_of_next()
    {
        ++commands_;
        for (const ByteView record : answers_[fault])
            if (record.size() == 2 && record[0] == commands_)
                return test::Service::Code{0x80100000U + record[1]};
        return test::Service::Code::success;
    }

private:
    Bytes next(Kind kind)
    {
        auto& all = answers_[kind];
        if (all.empty())
            return {0x6A, 0x82};
        const ByteView answer = all.front();
        if (all.size() > 1)
            all.erase(all.begin());
        return card::to_bytes(answer);
    }

    std::map<std::uint8_t, std::vector<ByteView>> answers_;
    Bytes waiting_;
    unsigned commands_ = 0;
};

// ---- an application that tries everything

constexpr std::array attribute_types{CKA_CLASS, CKA_TOKEN, CKA_PRIVATE, CKA_LABEL, CKA_APPLICATION, CKA_VALUE,
    CKA_OBJECT_ID, CKA_CERTIFICATE_TYPE, CKA_ISSUER, CKA_SERIAL_NUMBER, CKA_SUBJECT, CKA_ID, CKA_KEY_TYPE,
    CKA_START_DATE, CKA_END_DATE, CKA_MODULUS, CKA_MODULUS_BITS, CKA_PUBLIC_EXPONENT, CKA_PRIVATE_EXPONENT,
    CKA_PUBLIC_KEY_INFO, CKA_EC_PARAMS, CKA_EC_POINT, CKA_ALWAYS_AUTHENTICATE, CKA_ALLOWED_MECHANISMS};

constexpr std::array sign_mechanisms{CKM_ECDSA, CKM_ECDSA_SHA256, CKM_RSA_PKCS, CKM_SHA256_RSA_PKCS, CKM_RSA_X_509};

/// What the card does wrong is told by these, never by CKR_GENERAL_ERROR: that would be an error of the module's own.
CK_RV checked(CK_RV rv)
{
    fuzz::must_hold(rv != CKR_GENERAL_ERROR && rv != CKR_HOST_MEMORY, "an error of the card is told as one");
    return rv;
}

class Application {
public:
    explicit Application(CK_SLOT_ID slot) : slot_{slot} {}

    void run()
    {
        look_at_slot();
        if (checked(C_OpenSession(slot_, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &session_)) != CKR_OK)
            return;
        use_objects();
        if (log_in(CKU_USER) == CKR_OK) {
            use_objects();
            checked(C_SetPIN(session_, digits_.data(), 6, digits_.data(), 6));
            checked(C_Logout(session_));
        }
        if (log_in(CKU_SO) == CKR_OK)
            checked(C_InitPIN(session_, digits_.data(), 6));
        checked(C_GenerateRandom(session_, digits_.data(), digits_.size()));
        checked(C_CloseSession(session_));
    }

private:
    CK_RV log_in(CK_USER_TYPE user) { return checked(C_Login(session_, user, digits_.data(), user == CKU_SO ? 8 : 6)); }

    void look_at_slot()
    {
        CK_SLOT_INFO slot{};
        CK_TOKEN_INFO token{};
        checked(C_GetSlotInfo(slot_, &slot));
        checked(C_GetTokenInfo(slot_, &token));
        std::array<CK_MECHANISM_TYPE, 64> types{};
        CK_ULONG count = types.size();
        if (checked(C_GetMechanismList(slot_, types.data(), &count)) != CKR_OK)
            return;
        CK_MECHANISM_INFO info{};
        for (const CK_MECHANISM_TYPE type : {types[0], count == 0 ? CK_MECHANISM_TYPE{} : types[count - 1]})
            checked(C_GetMechanismInfo(slot_, type, &info));
    }

    void use_objects()
    {
        std::array<CK_OBJECT_HANDLE, 128> objects{};
        CK_ULONG count = 0;
        if (checked(C_FindObjectsInit(session_, nullptr, 0)) != CKR_OK)
            return;
        checked(C_FindObjects(session_, objects.data(), objects.size(), &count));
        checked(C_FindObjectsFinal(session_));
        for (std::size_t i = 0; i < count; ++i)
            use(objects[i]);
    }

    Bytes attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type)
    {
        CK_ATTRIBUTE wanted{type, nullptr, 0};
        if (checked(C_GetAttributeValue(session_, object, &wanted, 1)) != CKR_OK)
            return {};
        Bytes value(wanted.ulValueLen);
        wanted.pValue = value.data();
        checked(C_GetAttributeValue(session_, object, &wanted, 1));
        return value;
    }

    void use(CK_OBJECT_HANDLE object)
    {
        for (const CK_ATTRIBUTE_TYPE type : attribute_types)
            attribute(object, type);
        if (attribute(object, CKA_KEY_TYPE).empty()) {
            sign(object, {CKM_ECDSA, nullptr, 0}); // with what is no key
            return;
        }
        for (const CK_MECHANISM_TYPE type : sign_mechanisms)
            sign(object, {type, nullptr, 0});
        for (const CK_MECHANISM_TYPE type : {CKM_ECDSA, CKM_RSA_PKCS}) // the card has no part in it but the key
            verify(object, {type, nullptr, 0}, Bytes(256, 0x01));
        CK_RSA_PKCS_PSS_PARAMS pss{CKM_SHA256, CKG_MGF1_SHA256, 32};
        sign(object, {CKM_SHA256_RSA_PKCS_PSS, &pss, sizeof pss});
        CK_RSA_PKCS_OAEP_PARAMS oaep{CKM_SHA_1, CKG_MGF1_SHA1, CKZ_DATA_SPECIFIED, nullptr, 0};
        decrypt(object, {CKM_RSA_PKCS, nullptr, 0});
        decrypt(object, {CKM_RSA_PKCS_OAEP, &oaep, sizeof oaep});
        decrypt(object, {CKM_RSA_X_509, nullptr, 0});
        agree(object);
    }

    void sign(CK_OBJECT_HANDLE key, CK_MECHANISM mechanism)
    {
        if (checked(C_SignInit(session_, &mechanism, key)) != CKR_OK)
            return;
        if (attribute(key, CKA_ALWAYS_AUTHENTICATE) == Bytes{CK_TRUE})
            log_in(CKU_CONTEXT_SPECIFIC);
        Bytes signature(512);
        CK_ULONG size = signature.size();
        if (checked(C_Sign(session_, digits_.data(), digits_.size(), signature.data(), &size)) == CKR_OK)
            fuzz::must_hold(size <= signature.size(), "length of a signature");
    }

    void verify(CK_OBJECT_HANDLE key, CK_MECHANISM mechanism, Bytes signature)
    {
        if (checked(C_VerifyInit(session_, &mechanism, key)) == CKR_OK)
            checked(C_Verify(session_, digits_.data(), digits_.size(), signature.data(), signature.size()));
    }

    void decrypt(CK_OBJECT_HANDLE key, CK_MECHANISM mechanism)
    {
        if (checked(C_DecryptInit(session_, &mechanism, key)) != CKR_OK)
            return;
        Bytes cryptogram(256, 0x01);
        Bytes message(512);
        CK_ULONG size = message.size();
        if (checked(C_Decrypt(session_, cryptogram.data(), cryptogram.size(), message.data(), &size)) == CKR_OK)
            fuzz::must_hold(size <= message.size(), "length of a message");
    }

    void agree(CK_OBJECT_HANDLE key)
    {
        Bytes point = attribute(key, CKA_PUBLIC_KEY_INFO); // ends with the point of an EC key
        if (point.size() < 65)
            return;
        CK_ECDH1_DERIVE_PARAMS parameters{CKD_NULL, 0, nullptr, 65, &point[point.size() - 65]};
        CK_MECHANISM mechanism{CKM_ECDH1_DERIVE, &parameters, sizeof parameters};
        CK_OBJECT_HANDLE derived = 0;
        if (checked(C_DeriveKey(session_, &mechanism, key, nullptr, 0, &derived)) != CKR_OK)
            return;
        attribute(derived, CKA_VALUE);
        checked(C_DestroyObject(session_, derived));
    }

    CK_SLOT_ID slot_;
    CK_SESSION_HANDLE session_ = 0;
    std::array<unsigned char, 8> digits_{'1', '3', '5', '7', '9', '0', '1', '3'};
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const int prepared = setenv("IDCARD_PKCS11_CACHE", "0", 1) + setenv("IDCARD_ALLOW_FINAL_TRY", "1", 1);
    fuzz::must_hold(prepared == 0, "environment");
    test::Service& service = test::service();
    service.time_passes = false;
    const auto card = std::make_shared<HostileCard>(ByteView{data, size});
    service.add_reader("Reader");
    service.insert("Reader", {card->answer_to_reset(), [&](ByteView command) { return card->process(command); }});
    service.fault = [&] { return card->fault_of_next(); };

    fuzz::must_hold(C_Initialize(nullptr) == CKR_OK, "C_Initialize");
    std::array<CK_SLOT_ID, 4> slots{};
    CK_ULONG count = 0;
    checked(C_GetSlotList(CK_FALSE, nullptr, &count));
    count = slots.size();
    checked(C_GetSlotList(CK_FALSE, slots.data(), &count));
    for (std::size_t i = 0; i < count; ++i)
        Application{slots[i]}.run();
    fuzz::must_hold(C_Finalize(nullptr) == CKR_OK, "C_Finalize");
    fuzz::must_hold(service.open_handles() == 0, "no connection outlives C_Finalize");
    service.remove_readers();
    service.fault = [] { return test::Service::Code::success; };
    return 0;
}
