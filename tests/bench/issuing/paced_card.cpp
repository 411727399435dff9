// SPDX-License-Identifier: Apache-2.0
// paced_card run --image FILE [--port N]   the reference card in the virtual reader, as slow as a card on contacts is
// by the wire model. FILE.pace gets a line for each command: when it arrived, by the clock of the machine since its
// start, and how long it took by the model, both in seconds.
#include "bench/wire/time.hpp"

#include "reader_session.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <iostream>

namespace {

class Paced {
public:
    explicit Paced(const std::string& log) : log_{std::fopen(log.c_str(), "w")}
    {
        if (log_ == nullptr)
            throw std::runtime_error{"cannot write " + log};
    }

    ~Paced() { std::fclose(log_); }

    Paced(const Paced&) = delete;
    Paced& operator=(const Paced&) = delete;

    std::chrono::microseconds operator()(refcard::ByteView command, refcard::ByteView answer)
    {
        const bench::wire::Exchange exchange{.cla = command[0],
            .ins = command[1],
            .p1 = command[2],
            .p2 = command[3],
            .command = command.size(),
            .answer = answer.size()};
        const double seconds = bench::wire::contact_time({exchange}).total();
        const std::chrono::duration<double> now = std::chrono::steady_clock::now().time_since_epoch();
        std::fprintf(log_, "%.6f %.6f\n", now.count(), seconds);
        std::fflush(log_);
        return std::chrono::microseconds{static_cast<long>(seconds * 1e6)};
    }

private:
    std::FILE* log_;
};

} // namespace

int main(int argc, char** argv)
{
    refcard::RunOptions options;
    std::string image;
    CLI::App app{"The reference card, as slow as a card on contacts", "paced_card"};
    CLI::App* run = app.add_subcommand("run", "Put a card into the virtual reader");
    run->add_option("--image", image, "Image file of the card")->required();
    run->add_option("--port", options.port, "Port of its slot");
    app.require_subcommand(1);
    CLI11_PARSE(app, argc, argv);
    try {
        const refcard::Profile profile = refcard::Profile::builtin();
        Paced paced{image + ".pace"};
        options.image = image;
        options.buffers = options.announced = profile.buffers;
        options.pace = [&](auto command, auto answer) { return paced(command, answer); };
        run_card(options, profile, [] { std::cout << "ready" << std::endl; });
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "paced_card: " << error.what() << "\n";
        return 6;
    }
}
