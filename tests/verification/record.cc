// SPDX-License-Identifier: Apache-2.0
// Records how cards with chip authentication mapping and with generic mapping are verified, for the unit tests of the
// session layer, which replay it:
//
//     record_verification tests
//
// writes scripts/verification_{cam,gm}.apdu, scripts/verification.csca and the seeds of card_answers_fuzzer. The host's
// randomness is that of tests/unit/session/replay.hpp.
#include "whole_card.hpp"

#include "card/base/hex.hpp"

#include "unit/session/replay.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>

using namespace card;
namespace fs = std::filesystem;

namespace {

/// Writes each exchange as two lines of a script, and the answer as the fuzzer reads it.
class Recorder : public iso7816::Transport {
public:
    Recorder(iso7816::Transport& below, std::ostream& script, std::ostream& seed)
        : below_{below}, script_{script}, seed_{seed}
    {
    }

    Bytes exchange(ByteView command) override
    {
        Bytes answer = below_.exchange(command);
        script_ << "> " << to_hex(command) << "\n< " << to_hex(answer) << '\n';
        seed_ << as_text(concat({big_endian(answer.size(), 2), answer}));
        return answer;
    }

private:
    iso7816::Transport& below_;
    std::ostream& script_;
    std::ostream& seed_;
};

void record(const fs::path& tests, const test::DocumentPki& pki, const std::string& name, std::string mapping)
{
    // a photograph that makes the seed longer than those of which the replay tries every variation
    const lds::Dg2 photograph{.width = 413, .height = 531, .image = Bytes(2'000, 0xD8)};
    test::Making making{.mappings = {std::move(mapping)}, .more_groups = {{2, lds::encode(photograph)}}};
    making.edit_content = [&](test::CardContent& content) { content.pki = pki; };
    test::WholeCard card{making};
    std::ofstream script{tests / "scripts" / ("verification_" + name + ".apdu")};
    std::ofstream seed{tests / "fuzz/corpus/card_answers" / ("genuine_" + name + ".bin"), std::ios::binary};
    script << "# One adult's card verified. Source: applet-specs/reference-card, recorded by "
              "tests/verification/record.cc\n# CAN "
           << test::WholeCard::can << '\n';

    Recorder recorder{card, script, seed};
    test::FixedRandom random = test::replay_random();
    test::Visit visit{card};
    visit.request.random = &random;
    const session::Verification seen =
        session::verify(recorder, visit.request, [&](session::Phase phase, std::string_view file) {
            script << "step " << session::name(phase) << (file.empty() ? "" : " ") << file << '\n';
        });
    std::cout << name << ": " << trust::name(seen.verdict.overall) << '\n';
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
        return 2;
    const test::DocumentPki pki;
    record(argv[1], pki, "cam", "CAM");
    record(argv[1], pki, "gm", "GM");
    std::ofstream{fs::path{argv[1]} / "scripts/verification.csca", std::ios::binary} << as_text(pki.csca.der());
    return 0;
}
