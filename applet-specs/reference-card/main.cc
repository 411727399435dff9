// SPDX-License-Identifier: Apache-2.0
#include "disk.hpp"
#include "forge.hpp"
#include "memory.hpp"
#include "reader_session.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <iostream>
#include <memory>

namespace {

using namespace refcard;

// As of all programs: 2 usage, 6 could not be done. docs/exit-codes.md
constexpr int exit_usage = 2;
constexpr int exit_not_done = 6;

Profile read_profile(const std::string& path)
{
    return path.empty() ? Profile::builtin() : Profile::load(path);
}

void add_profile(CLI::App& command, std::string& path)
{
    command.add_option("--profile", path, "Card profile instead of the built-in one")->type_name("FILE");
}

Bytes parse_hex(const std::string& hex, std::size_t size, const std::string& option)
{
    Bytes bytes;
    try {
        bytes = from_hex(hex);
    } catch (const std::invalid_argument&) {
        bytes.clear();
    }
    if (bytes.size() != size)
        throw CLI::ValidationError{option, std::to_string(2 * size) + " hexadecimal digits are wanted"};
    return bytes;
}

std::uint16_t parse_file_id(const std::string& hex)
{
    return static_cast<std::uint16_t>(from_big_endian(parse_hex(hex, 2, "--file")));
}

/// `by` where it is given.
Buffers replaced(const Buffers& buffers, const Buffers& by)
{
    return {.command = by.command != 0 ? by.command : buffers.command,
        .response = by.response != 0 ? by.response : buffers.response};
}

/// The digits of the first line.
Bytes read_can(const std::string& path)
{
    Bytes can = read_whole_file(path);
    const auto end = std::find_if(can.begin(), can.end(), [](std::uint8_t c) { return c < '0' || c > '9'; });
    can.erase(end, can.end());
    return can;
}

void add_blank(CLI::App& app)
{
    struct Options {
        std::string image, serial, profile;
    };

    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("blank", "Make the image of a blank card");
    command->add_option("--image", options->image, "Image file to make")->required()->type_name("FILE");
    command->add_option("--serial", options->serial, "Chip serial")->required()->type_name("8HEXDIGITS");
    add_profile(*command, options->profile);
    command->callback([options] {
        const Bytes serial = parse_hex(options->serial, 4, "--serial");
        ImageFile::create(options->image, blank_image(read_profile(options->profile), serial));
    });
}

void add_run(CLI::App& app)
{
    struct Options {
        RunOptions run;
        std::string image, profile, trace;
        Buffers limits{}, announced{};
        std::vector<std::string> faults;
    };

    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("run", "Put a card into the virtual reader");
    command->add_option("--image", options->image, "Image file of the card")->required()->type_name("FILE");
    command->add_option("--host", options->run.host, "Host of the virtual reader")->capture_default_str();
    command->add_option("--port", options->run.port, "Port of its slot")->capture_default_str();
    const CLI::Range sizes{64, 65'535};
    command->add_option("--max-command", options->limits.command, "Longest command APDU, bytes")->check(sizes);
    command->add_option("--max-response", options->limits.response, "Longest response APDU, bytes")->check(sizes);
    command->add_option("--announce-command", options->announced.command, "What EF.ATR/INFO says instead of it")
        ->check(sizes);
    command->add_option("--announce-response", options->announced.response, "What EF.ATR/INFO says instead of it")
        ->check(sizes);
    const std::map<std::string, Interface> interfaces{
        {"contact", Interface::contact}, {"contactless", Interface::contactless}};
    command->add_option("--interface", options->run.interface, "contact (default) or contactless")
        ->transform(CLI::CheckedTransformer{interfaces})
        ->type_name("INTERFACE");
    command
        ->add_option("--fault", options->faults,
            "mute@N, cut@N, tear@N, shorten@N, swap@N:IMAGE or status@N:6F00 at the N-th command")
        ->type_name("FAULT");
    command->add_flag("--assume-le", options->run.assumes_le, "Answer commands without Le like those with Le 00");
    command->add_option("--trace", options->trace, "Append a line for each command: header, sizes, status word")
        ->type_name("FILE");
    add_profile(*command, options->profile);
    command->callback([options] {
        try {
            for (const std::string& fault : options->faults)
                options->run.faults.push_back(parse_fault(fault));
        } catch (const std::invalid_argument& error) {
            throw CLI::ValidationError{"--fault", error.what()};
        }
        const Profile profile = read_profile(options->profile);
        options->run.image = options->image;
        options->run.trace = options->trace;
        options->run.buffers = replaced(profile.buffers, options->limits);
        options->run.announced = replaced(options->run.buffers, options->announced);
        run_card(options->run, profile, [] { std::cout << "ready" << std::endl; });
    });
}

void add_forge(CLI::App& app)
{
    struct Options {
        std::string image, file, with, to, can, profile;
    };

    const auto options = std::make_shared<Options>();
    CLI::App* forge_app = app.add_subcommand("forge", "Commit a fraud on a card image");
    forge_app->require_subcommand(1);
    const auto add = [&](const char* name, const char* help) {
        CLI::App* command = forge_app->add_subcommand(name, help);
        return command;
    };
    const auto add_image = [&](CLI::App* command) {
        command->add_option("--image", options->image, "Image file of the card")->required()->type_name("FILE");
    };
    const auto add_file = [&](CLI::App* command) {
        add_image(command);
        command->add_option("--file", options->file, "File identifier, 0102 for DG2")->required()->type_name("4HEX");
    };

    CLI::App* replace = add("replace-file", "Exchange a file of the identity application");
    add_file(replace);
    replace->add_option("--with", options->with, "New content")->required()->type_name("FILE");
    replace->callback([options] { forge::replace_file(options->image, parse_file_id(options->file), options->with); });

    CLI::App* remove = add("delete-file", "Take a file of the identity application away");
    add_file(remove);
    remove->callback([options] { forge::delete_file(options->image, parse_file_id(options->file)); });

    CLI::App* extract = add("extract-file", "Copy a file of the identity application out");
    add_file(extract);
    extract->add_option("--to", options->to, "Where to")->required()->type_name("FILE");
    extract->callback([options] { forge::extract_file(options->image, parse_file_id(options->file), options->to); });

    CLI::App* clone = add("clone", "Copy all that can be read into another chip");
    clone->add_option("--from", options->image, "Image file of the card")->required()->type_name("FILE");
    clone->add_option("--to", options->to, "Image file to make")->required()->type_name("FILE");
    clone->add_option("--can-file", options->can, "File that holds the card's CAN")->required()->type_name("FILE");
    add_profile(*clone, options->profile);
    clone->callback([options] {
        forge::clone(options->image, options->to, read_can(options->can), read_profile(options->profile));
    });

    CLI::App* show = add("show", "Tell what an image holds, without its secrets");
    add_image(show);
    show->callback([options] { std::cout << forge::show(options->image); });
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app{"Reference card of idcard: the executable specification behind the virtual reader", "idcard-refcard"};
    app.set_version_flag("--version", "idcard-refcard " CARD_VERSION);
    app.require_subcommand(1);
    add_blank(app);
    add_run(app);
    add_forge(app);
    try {
        app.parse(argc, argv);
        return 0;
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : exit_usage;
    } catch (const std::exception& error) {
        std::cerr << "idcard-refcard: " << error.what() << "\n";
        return exit_not_done;
    }
}
