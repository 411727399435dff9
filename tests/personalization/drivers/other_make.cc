// SPDX-License-Identifier: Apache-2.0
// A card of another make in the virtual reader, for scripts: with IDCARD_REFCARD naming this program, `insert FILE
// --make NAME` of sandbox_card.sh puts it in.
#include "personalization/drivers/openfips201_card.hpp"
#include "personalization/drivers/yubikey_device.hpp"

// of the reference card
#include "disk.hpp"
#include "vpcd_link.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace {

using refcard::Bytes;
using refcard::Contact;

constexpr const char* openfips201 = "openfips201";
constexpr const char* yubikey = "yubikey";

struct Options {
    std::string file, make;
    std::uint16_t port = 35'963;
};

/// Until the reader closes the connection.
void serve(test::PoweredCard& card, refcard::ByteView answer_to_reset, std::uint16_t port)
{
    refcard::VpcdLink link{"127.0.0.1", port, std::chrono::seconds{10}};
    std::cout << "ready" << std::endl;
    while (const auto message = link.receive()) {
        if (message->size() > 1) {
            const card::Bytes answer = card.exchange(*message);
            if (!link.send(answer))
                return;
        } else if (Contact{message->front()} == Contact::get_atr) {
            if (!link.send(answer_to_reset))
                return;
        } else {
            card.reset();
        }
    }
}

void run(const Options& options)
{
    const Bytes digits = refcard::read_whole_file(options.file);
    const auto serial = static_cast<std::uint32_t>(std::stoul(std::string{digits.begin(), digits.end()}, nullptr, 16));
    if (options.make == openfips201) {
        test::OpenFips201Card card{serial};
        return serve(card, refcard::answer_to_reset(), options.port);
    }
    // As of 5.4.3: the management key is one of TDES, and others are possible. OpenSC knows the device by its ATR.
    test::YubikeyDevice device{serial, 0x03};
    device.version = {5, 4, 3};
    serve(device, refcard::from_hex("3BFD1300008131FE158073C021C057597562694B657940"), options.port);
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app{"A card of another make; what is on it lasts as long as this program", "other-make"};
    Options options;
    CLI::App* const command = app.add_subcommand("run", "Put a blank card into the virtual reader");
    command->add_option("--image", options.file, "File with its serial number, hexadecimal")->required();
    command->add_option("--port", options.port, "Port of the slot");
    command->add_option("--make", options.make, "Whose")->required()->check(CLI::IsMember({openfips201, yubikey}));
    app.require_subcommand(1);
    CLI11_PARSE(app, argc, argv);
    try {
        run(options);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "other-make: " << error.what() << "\n";
        return 1;
    }
}
