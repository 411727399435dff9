// SPDX-License-Identifier: Apache-2.0
// pkcs11_flow MODULE FLOW TRACE PID   what one flow through a PKCS#11 module costs: APDUs, bytes, CPU time
//
// MODULE is loaded by dlopen, as applications do, and drives the first token with P-256 keys; the PIN stands on
// standard input. TRACE is the file to which the card appends a line for each command (idcard-refcard run --trace), PID
// the PC/SC service. Each phase of the flow becomes a line: its name, APDUs, bytes to the card, bytes from the card,
// microseconds of this process and of the service, each for one of the phase's repetitions, rounded up.
//
//     token     token-information: from C_Initialize on
//     login     login: from C_Initialize on
//     list      list: from C_Initialize to class, ID and label of every public object; list-values: and to the values
//               of certificates and data
//     sign-9a   first-9a: from C_Initialize to the first signature, the key found by CKA_ID; then steady-9a, each next
//     sign-9c   first-9c, steady-9c: the same with the key that asks for the PIN each time
//
// A signature counts only if OpenSSL verifies it with the certificate of the same CKA_ID. Exit status: 0, or 1 with a
// sentence when the module refused something, or signed wrong.
#include <p11-kit/pkcs11.h>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <array>
#include <cstring>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <ctime>
#include <dlfcn.h>
#include <sys/types.h>

namespace {

using Bytes = std::vector<CK_BYTE>;

constexpr unsigned repetitions = 8;

[[noreturn]] void fail(const std::string& what)
{
    throw std::runtime_error{what};
}

void require(CK_RV result, const char* function)
{
    if (result == CKR_OK)
        return;
    std::ostringstream text;
    text << function << " returned 0x" << std::hex << result;
    fail(text.str());
}

// ---- measuring

struct Cost {
    long apdus = 0, sent = 0, received = 0, client = 0, service = 0; // the last two in microseconds
};

long microseconds(clockid_t clock)
{
    timespec time{};
    if (clock_gettime(clock, &time) != 0)
        fail("the PC/SC service is gone");
    return time.tv_sec * 1'000'000L + time.tv_nsec / 1'000L;
}

/// What was spent between two readings.
class Meter {
public:
    Meter(std::string trace, pid_t service) : trace_{std::move(trace)}
    {
        if (clock_getcpuclockid(service, &service_clock_) != 0)
            fail("no such process: the PC/SC service");
        restart();
    }

    void restart() { start_ = read(); }

    /// The line of a phase that was repeated so many times since the last restart.
    void report(const std::string& phase, long times = 1)
    {
        const Cost now = read();
        const auto each = [times](long from, long to) { return (to - from + times - 1) / times; };
        std::cout << phase << ' ' << each(start_.apdus, now.apdus) << ' ' << each(start_.sent, now.sent) << ' '
                  << each(start_.received, now.received) << ' ' << each(start_.client, now.client) << ' '
                  << each(start_.service, now.service) << '\n';
    }

private:
    /// A line of the trace: header, bytes of the command, bytes of the answer, status word.
    Cost read() const
    {
        Cost cost{.client = microseconds(CLOCK_PROCESS_CPUTIME_ID), .service = microseconds(service_clock_)};
        std::ifstream file{trace_};
        std::string line, header;
        while (std::getline(file, line)) {
            std::istringstream fields{line};
            long sent = 0, received = 0;
            if (!(fields >> header >> sent >> received))
                fail("not a line of a trace: " + line);
            ++cost.apdus;
            cost.sent += sent;
            cost.received += received;
        }
        return cost;
    }

    std::string trace_;
    clockid_t service_clock_{};
    Cost start_;
};

// ---- the module

/// The module from dlopen to a session on its first token; ends with the process.
class Client {
public:
    explicit Client(const std::string& path)
    {
        void* const library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (library == nullptr)
            fail(dlerror());
        const auto get_function_list = reinterpret_cast<CK_C_GetFunctionList>(dlsym(library, "C_GetFunctionList"));
        if (get_function_list == nullptr)
            fail("no C_GetFunctionList in " + path);
        require(get_function_list(&functions_), "C_GetFunctionList");
        require(functions_->C_Initialize(nullptr), "C_Initialize");
        CK_ULONG count = 0;
        require(functions_->C_GetSlotList(CK_TRUE, nullptr, &count), "C_GetSlotList");
        std::vector<CK_SLOT_ID> slots(count);
        require(functions_->C_GetSlotList(CK_TRUE, slots.data(), &count), "C_GetSlotList");
        if (count == 0)
            fail("no token in any slot");
        slot_ = slots.front();
    }

    CK_SLOT_ID slot() const { return slot_; }

    CK_SESSION_HANDLE session()
    {
        if (session_ == 0)
            require(functions_->C_OpenSession(slot_, CKF_SERIAL_SESSION, nullptr, nullptr, &session_), "C_OpenSession");
        return session_;
    }

    void login(CK_USER_TYPE user, Bytes& pin)
    {
        require(functions_->C_Login(session(), user, pin.data(), pin.size()), "C_Login");
    }

    std::vector<CK_OBJECT_HANDLE> find(std::vector<CK_ATTRIBUTE> wanted)
    {
        require(functions_->C_FindObjectsInit(session(), wanted.data(), wanted.size()), "C_FindObjectsInit");
        std::vector<CK_OBJECT_HANDLE> found;
        std::array<CK_OBJECT_HANDLE, 16> some{};
        CK_ULONG count = 0;
        do {
            require(functions_->C_FindObjects(session(), some.data(), some.size(), &count), "C_FindObjects");
            found.insert(found.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(count));
        } while (count > 0);
        require(functions_->C_FindObjectsFinal(session()), "C_FindObjectsFinal");
        return found;
    }

    CK_OBJECT_HANDLE find_one(CK_OBJECT_CLASS object_class, CK_BYTE id)
    {
        const auto found = find({{CKA_CLASS, &object_class, sizeof object_class}, {CKA_ID, &id, 1}});
        if (found.size() != 1)
            fail(std::to_string(found.size()) + " objects of one class with CKA_ID " + std::to_string(id));
        return found.front();
    }

    /// Empty if the object has no such attribute.
    Bytes attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type)
    {
        CK_ATTRIBUTE asked{type, nullptr, 0};
        const CK_RV result = functions_->C_GetAttributeValue(session(), object, &asked, 1);
        if (result == CKR_ATTRIBUTE_TYPE_INVALID || asked.ulValueLen == static_cast<CK_ULONG>(-1))
            return {};
        require(result, "C_GetAttributeValue");
        Bytes value(asked.ulValueLen);
        asked.pValue = value.data();
        if (!value.empty())
            require(functions_->C_GetAttributeValue(session(), object, &asked, 1), "C_GetAttributeValue");
        value.resize(asked.ulValueLen);
        return value;
    }

    /// r and s of a 32-byte digest. `pin` is asked for by a key that wants it each time.
    Bytes sign(CK_OBJECT_HANDLE key, Bytes digest, Bytes* pin)
    {
        CK_MECHANISM mechanism{CKM_ECDSA, nullptr, 0};
        require(functions_->C_SignInit(session(), &mechanism, key), "C_SignInit");
        if (pin != nullptr)
            login(CKU_CONTEXT_SPECIFIC, *pin);
        Bytes signature(64);
        CK_ULONG size = signature.size();
        require(functions_->C_Sign(session(), digest.data(), digest.size(), signature.data(), &size), "C_Sign");
        signature.resize(size);
        return signature;
    }

    void token_information()
    {
        CK_TOKEN_INFO info{};
        require(functions_->C_GetTokenInfo(slot_, &info), "C_GetTokenInfo");
    }

    void finalize() { require(functions_->C_Finalize(nullptr), "C_Finalize"); }

private:
    CK_FUNCTION_LIST* functions_ = nullptr;
    CK_SLOT_ID slot_ = 0;
    CK_SESSION_HANDLE session_ = 0;
};

// ---- checking what it signed

template <auto release>
struct Release {
    template <typename T>
    void operator()(T* object) const
    {
        release(object);
    }
};

bool verifies(const Bytes& certificate, const Bytes& digest, const Bytes& signature)
{
    const CK_BYTE* der = certificate.data();
    const std::unique_ptr<X509, Release<X509_free>> x509{
        d2i_X509(nullptr, &der, static_cast<long>(certificate.size()))};
    const std::unique_ptr<ECDSA_SIG, Release<ECDSA_SIG_free>> pair{ECDSA_SIG_new()};
    if (!x509 || !pair || signature.size() != 64)
        return false;
    ECDSA_SIG_set0(pair.get(), BN_bin2bn(signature.data(), 32, nullptr), BN_bin2bn(signature.data() + 32, 32, nullptr));
    unsigned char* encoded = nullptr;
    const int size = i2d_ECDSA_SIG(pair.get(), &encoded);
    const std::unique_ptr<EVP_PKEY_CTX, Release<EVP_PKEY_CTX_free>> context{
        EVP_PKEY_CTX_new(X509_get0_pubkey(x509.get()), nullptr)};
    const bool good =
        size > 0 && context && EVP_PKEY_verify_init(context.get()) == 1 &&
        EVP_PKEY_verify(context.get(), encoded, static_cast<std::size_t>(size), digest.data(), digest.size()) == 1;
    OPENSSL_free(encoded);
    return good;
}

// ---- flows

struct Run {
    std::string module;
    Meter& meter;
    Bytes& pin;
};

void token(const Run& run)
{
    Client client{run.module};
    client.token_information();
    run.meter.report("token-information");
    client.finalize();
}

void login(const Run& run)
{
    Client client{run.module};
    client.login(CKU_USER, run.pin);
    run.meter.report("login");
    client.finalize();
}

void list(const Run& run)
{
    Client client{run.module};
    const auto objects = client.find({});
    for (const CK_OBJECT_HANDLE object : objects) {
        for (const CK_ATTRIBUTE_TYPE type : {CKA_CLASS, CKA_ID, CKA_LABEL})
            client.attribute(object, type);
    }
    run.meter.report("list");
    std::size_t certificates = 0;
    for (const CK_OBJECT_HANDLE object : objects) {
        CK_OBJECT_CLASS object_class = 0;
        const Bytes value = client.attribute(object, CKA_CLASS);
        std::memcpy(&object_class, value.data(), std::min(value.size(), sizeof object_class));
        if (object_class == CKO_CERTIFICATE || object_class == CKO_DATA) {
            const bool is_empty = client.attribute(object, CKA_VALUE).empty();
            certificates += object_class == CKO_CERTIFICATE && !is_empty ? 1 : 0;
        }
    }
    run.meter.report("list-values");
    if (certificates < 4)
        fail(std::to_string(certificates) + " certificates");
    client.finalize();
}

void sign(const Run& run, CK_BYTE id, bool asks_each_time, const std::string& name)
{
    Bytes digest(32, 0x5A);
    std::map<Bytes, Bytes> signatures; // by digest
    const auto sign_one = [&](Client& client, CK_OBJECT_HANDLE key) {
        ++digest.front();
        signatures[digest] = client.sign(key, digest, asks_each_time ? &run.pin : nullptr);
    };
    Client client{run.module};
    client.login(CKU_USER, run.pin);
    const CK_OBJECT_HANDLE key = client.find_one(CKO_PRIVATE_KEY, id);
    sign_one(client, key);
    run.meter.report("first-" + name);
    run.meter.restart();
    for (unsigned i = 0; i < repetitions; ++i)
        sign_one(client, key);
    run.meter.report("steady-" + name, repetitions);

    const Bytes certificate = client.attribute(client.find_one(CKO_CERTIFICATE, id), CKA_VALUE);
    for (const auto& [signed_digest, signature] : signatures) {
        if (!verifies(certificate, signed_digest, signature))
            fail("a signature is wrong");
    }
    client.finalize();
}

const std::map<std::string, std::function<void(const Run&)>>& flows()
{
    static const std::map<std::string, std::function<void(const Run&)>> all{
        {"token", token},
        {"login", login},
        {"list", list},
        {"sign-9a", [](const Run& run) { sign(run, 0x01, false, "9a"); }},
        {"sign-9c", [](const Run& run) { sign(run, 0x02, true, "9c"); }},
    };
    return all;
}

Bytes read_pin()
{
    std::string line;
    std::getline(std::cin, line);
    Bytes pin(line.begin(), line.end());
    explicit_bzero(line.data(), line.size());
    return pin;
}

} // namespace

int main(int argc, char** argv)
{
    try {
        if (argc != 5 || !flows().contains(argv[2]))
            fail("usage: pkcs11_flow MODULE token|login|list|sign-9a|sign-9c TRACE PID");
        Bytes pin = read_pin();
        Meter meter{argv[3], static_cast<pid_t>(std::stol(argv[4]))};
        flows().at(argv[2])({.module = argv[1], .meter = meter, .pin = pin});
        explicit_bzero(pin.data(), pin.size());
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "pkcs11_flow: " << error.what() << '\n';
        return 1;
    }
}
