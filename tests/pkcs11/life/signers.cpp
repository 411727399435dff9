// SPDX-License-Identifier: Apache-2.0
#include "life/signers.hpp"

#include "issued_card.hpp"
#include "life/measure.hpp"

#include <memory>
#include <new>
#include <stdexcept>
#include <thread>
#include <vector>

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace test {
namespace {

using card::Bytes;
using namespace std::chrono_literals;

constexpr const char* message = "what the holder signs";
constexpr std::array<std::size_t, 6> first_of_process{0, 1, 2, 4, 6, 7}; ///< the third and fourth have two threads

std::uint8_t key_of(std::size_t signer)
{
    return signer == Campaign::with_9c ? id_9c : signer == Campaign::with_9e ? id_9e : id_9a;
}

/// One application thread: signs, and logs in again when it is told to.
class Signer {
public:
    Signer(const LoadedModule& module, std::size_t number, Shared& shared)
        : module_{module}, number_{number}, shared_{shared}, tally_{shared.tallies[number]}, session_{module}
    {
        log_in();
        key_ = session_.only(CKO_PRIVATE_KEY, key_of(number));
    }

    void run()
    {
        while (!shared_.stop) {
            const Clock::time_point begun = Clock::now();
            Bytes signature;
            count(sign(signature), signature);
            const auto us = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun).count();
            tally_.longest_us = std::max<std::int64_t>(tally_.longest_us, us);
        }
    }

    CK_RV sign_once() const
    {
        Bytes signature;
        return sign(signature);
    }

private:
    CK_RV sign(Bytes& signature) const
    {
        if (number_ != Campaign::with_9c)
            return session_.sign(key_, message, signature);
        CK_MECHANISM mechanism{CKM_ECDSA_SHA256, nullptr, 0};
        if (const CK_RV rv = module_->C_SignInit(session_, &mechanism, key_); rv != CKR_OK)
            return rv;
        if (const CK_RV rv = session_.login_again(letter("PIN")); rv != CKR_OK)
            return end_operation(rv);
        std::string copy = message;
        signature.resize(64);
        CK_ULONG size = signature.size();
        return module_->C_Sign(
            session_, reinterpret_cast<unsigned char*>(copy.data()), copy.size(), signature.data(), &size);
    }

    /// Without the PIN the operation would wait on.
    CK_RV end_operation(CK_RV rv) const
    {
        CK_BYTE room[64];
        CK_ULONG size = sizeof room;
        module_->C_SignFinal(session_, room, &size);
        return rv;
    }

    void count(CK_RV rv, const Bytes& signature)
    {
        if (rv == CKR_OK) {
            ++tally_.signatures;
            if (!session_.verifies(message, signature, key_of(number_)))
                ++tally_.wrong;
        } else if (rv == CKR_USER_NOT_LOGGED_IN) {
            ++tally_.losses;
            if (seen_ == shared_.disturbances) // nothing happened since the last login began
                ++tally_.repeated;
            log_in();
        } else {
            fail(rv);
        }
    }

    void fail(CK_RV rv)
    {
        if (++tally_.failures == 1)
            tally_.first_failure = rv;
    }

    /// Another thread of this process may have logged in first; that login counts for all.
    void log_in()
    {
        if (number_ == Campaign::with_9e)
            return;
        seen_ = shared_.disturbances;
        const CK_RV rv = session_.login(letter("PIN"));
        if (rv != CKR_OK && rv != CKR_USER_ALREADY_LOGGED_IN)
            fail(rv);
    }

    const LoadedModule& module_;
    std::size_t number_;
    Shared& shared_;
    Tally& tally_;
    Session session_;
    CK_OBJECT_HANDLE key_ = 0;
    unsigned seen_ = 0;
};

void wait_until(const std::atomic<unsigned>& counter, unsigned wanted)
{
    for (const Clock::time_point end = Clock::now() + 60s; counter < wanted; std::this_thread::sleep_for(5ms))
        if (Clock::now() > end)
            throw std::runtime_error{"a signer did not arrive"};
}

/// All log in before the first signs, and nobody logs out before the last has signed and the first has signed once
/// more: on the card that is one state.
int be_process(std::size_t first, std::size_t count, Shared& shared)
try {
    const Module module;
    std::vector<std::unique_ptr<Signer>> signers;
    for (std::size_t i = 0; i < count; ++i)
        signers.push_back(std::make_unique<Signer>(module, first + i, shared));
    shared.ready += static_cast<unsigned>(count);
    wait_until(shared.ready, signer_count);
    std::vector<std::thread> threads;
    for (const auto& signer : signers)
        threads.emplace_back([&] { signer->run(); });
    for (std::thread& thread : threads)
        thread.join();
    shared.finished += static_cast<unsigned>(count);
    if (first == 0) {
        wait_until(shared.disturbed_at_rest, 1);
        shared.answer_at_rest = signers.front()->sign_once();
        shared.concluded = 1;
    }
    wait_until(shared.concluded, 1);
    return 0;

} catch (const std::exception& error) {
    std::fprintf(stderr, "signer %zu: %s\n", first, error.what());
    return 1;
}

int disturb(const Disturbance& disturbance, std::chrono::milliseconds pause, Shared& shared)
try {
    wait_until(shared.ready, signer_count);
    while (!shared.stop) {
        std::this_thread::sleep_for(pause);
        ++shared.disturbances;
        disturbance();
        ++shared.disturbances;
    }
    return 0;

} catch (const std::exception& error) {
    std::fprintf(stderr, "disturbing program: %s\n", error.what());
    return 1;
}

template <class Body>
pid_t in_process(Body body)
{
    const pid_t child = fork();
    if (child == 0)
        _exit(body());
    if (child < 0)
        throw std::runtime_error{"no process"};
    return child;
}

bool ended_well(const std::vector<pid_t>& children)
{
    bool well = true;
    for (const pid_t child : children) {
        int status = -1;
        well = waitpid(child, &status, 0) == child && status == 0 && well;
    }
    return well;
}

} // namespace

Campaign::Campaign(std::chrono::seconds duration, const Disturbance& disturbance, std::chrono::milliseconds pause)
    : duration_{duration}
{
    void* const memory = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        throw std::bad_alloc{};
    shared_ = new (memory) Shared;
    std::vector<pid_t> signers;
    for (std::size_t i = 0; i < first_of_process.size(); ++i) {
        const std::size_t first = first_of_process[i];
        const std::size_t next = i + 1 < first_of_process.size() ? first_of_process[i + 1] : signer_count;
        signers.push_back(in_process([&] { return be_process(first, next - first, *shared_); }));
    }
    std::vector<pid_t> disturbing;
    if (disturbance)
        disturbing.push_back(in_process([&] { return disturb(disturbance, pause, *shared_); }));
    wait_until(shared_->ready, signer_count);
    std::this_thread::sleep_for(duration);
    shared_->stop = true;
    bool well = ended_well(disturbing);
    disturb_at_rest(disturbance);
    well = ended_well(signers) && well;
    if (!well)
        throw std::runtime_error{"a process of the campaign broke"};
}

void Campaign::disturb_at_rest(const Disturbance& disturbance)
{
    wait_until(shared_->finished, signer_count);
    if (disturbance)
        disturbance();
    shared_->disturbed_at_rest = 1;
}

Campaign::~Campaign()
{
    munmap(shared_, sizeof(Shared));
}

void Campaign::print(const std::string& name) const
{
    std::printf("%s, %u disturbances\n", name.c_str(), disturbances());
    for (std::size_t i = 0; i < signer_count; ++i) {
        const Tally& one = tallies()[i];
        std::printf("  signer %zu: %u signatures, %u logins lost, %u other failures (first %lx), longest %.3f s\n",
            i + 1, one.signatures.load(), one.losses.load(), one.failures.load(), one.first_failure.load(),
            static_cast<double>(one.longest_us) / 1e6);
    }
    std::fflush(stdout);
}

} // namespace test
