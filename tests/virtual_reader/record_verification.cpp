// SPDX-License-Identifier: Apache-2.0
// Records how the reference card is verified, for the unit tests of the session layer, which replay it:
//
//     sandbox.sh record_verification tests/scripts/verification
//
// writes verification.apdu and verification.csca. The host's randomness is that of tests/unit/session/replay.hpp.
#include "issued_card.hpp"

#include "card/base/hex.hpp"
#include "card/pcsc/card_connection.hpp"

#include "support/sandbox.hpp"
#include "unit/session/replay.hpp"

#include <fstream>
#include <iostream>

using namespace card;

namespace {

/// Writes each exchange as two lines of a script.
class Recorder : public iso7816::Transport {
public:
    Recorder(iso7816::Transport& below, std::ostream& script) : below_{below}, script_{script} {}

    Bytes exchange(ByteView command) override
    {
        Bytes answer = below_.exchange(command);
        script_ << "> " << to_hex(command) << "\n< " << to_hex(answer) << '\n';
        return answer;
    }

private:
    iso7816::Transport& below_;
    std::ostream& script_;
};

void record(const std::string& name)
{
    const test::IssuedCard issued = test::issued_card();
    std::ofstream script{name + ".apdu"};
    script << "# One adult's card verified. Source: applet-specs/reference-card, recorded by "
              "tests/virtual_reader/record_verification.cpp\n# CAN "
           << as_text(issued.can) << '\n';

    test::insert_card(issued.image);
    pcsc::Context context;
    pcsc::CardConnection connection{context, pcsc::choose_reader(pcsc::list_readers(context), "").name};
    Recorder recorder{connection, script};
    test::FixedRandom random = test::replay_random();
    const auth::Can can = issued.password();
    session::VerificationRequest request = issued.request(can);
    request.random = &random;
    const session::Verification verification =
        session::verify(recorder, request, [&](session::Phase phase, std::string_view file) {
            script << "step " << session::name(phase) << (file.empty() ? "" : " ") << file << '\n';
        });
    std::cout << trust::name(verification.verdict.overall) << '\n';

    const Bytes& csca = issued.anchors.cscas().front().der();
    std::ofstream{name + ".csca", std::ios::binary} << as_text(csca);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
        return 2;
    record(argv[1]);
    return 0;
}
