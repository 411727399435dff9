// SPDX-License-Identifier: Apache-2.0
// Other programs on the same card, without our library: what they do to it is theirs alone.
#include "life/signers.hpp"

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include <winscard.h>

namespace test {
namespace {

/// A connection to the card in the first reader.
class Neighbour {
public:
    Neighbour()
    {
        must(SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context_), "SCardEstablishContext");
        std::string readers(4096, '\0');
        DWORD size = readers.size();
        must(SCardListReaders(context_, nullptr, readers.data(), &size), "SCardListReaders");
        DWORD protocol = 0;
        must(SCardConnect(context_, readers.c_str(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card_,
                 &protocol),
            "SCardConnect");
    }

    ~Neighbour()
    {
        SCardDisconnect(card_, at_end);
        SCardReleaseContext(context_);
    }

    Neighbour(const Neighbour&) = delete;
    Neighbour& operator=(const Neighbour&) = delete;

    static void must(LONG result, const char* what)
    {
        if (result != SCARD_S_SUCCESS)
            throw std::runtime_error{std::string{what} + ": " + pcsc_stringify_error(result)};
    }

    void reset()
    {
        DWORD protocol = 0;
        must(SCardReconnect(
                 card_, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, SCARD_RESET_CARD, &protocol),
            "SCardReconnect");
    }

    void begin() { must(SCardBeginTransaction(card_), "SCardBeginTransaction"); }

    void end() { must(SCardEndTransaction(card_, SCARD_LEAVE_CARD), "SCardEndTransaction"); }

    /// Another neighbour may have reset the card meanwhile, which is no news here.
    void send(const std::vector<unsigned char>& command)
    {
        unsigned char answer[258];
        DWORD size = sizeof answer;
        SCardTransmit(card_, SCARD_PCI_T1, command.data(), command.size(), nullptr, answer, &size);
    }

    DWORD at_end = SCARD_LEAVE_CARD;

private:
    SCARDCONTEXT context_ = 0;
    SCARDHANDLE card_ = 0;
};

const std::vector<unsigned char> select_identity{
    0x00, 0xA4, 0x04, 0x0C, 0x07, 0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01};
const std::vector<unsigned char> select_security_domain{
    0x00, 0xA4, 0x04, 0x00, 0x08, 0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00, 0x00};

} // namespace

void reset_card()
{
    static bool by_reconnect = false;
    by_reconnect = !by_reconnect;
    Neighbour neighbour;
    if (by_reconnect)
        neighbour.reset();
    else
        neighbour.at_end = SCARD_RESET_CARD;
}

void select_another_application()
{
    static bool identity = false;
    identity = !identity;
    Neighbour{}.send(identity ? select_identity : select_security_domain);
}

void die_in_transaction()
{
    const pid_t victim = fork();
    if (victim == 0) {
        try {
            Neighbour neighbour;
            neighbour.begin();
            neighbour.send(select_identity);
            kill(getpid(), SIGKILL);
        } catch (const std::exception&) {
        }
        _exit(1);
    }
    int status = 0;
    if (waitpid(victim, &status, 0) != victim || !WIFSIGNALED(status))
        throw std::runtime_error{"the program in the transaction was not killed"};
    std::this_thread::sleep_for(std::chrono::milliseconds{200}); // the service notices, and resets the card
}

} // namespace test
