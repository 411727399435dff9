// SPDX-License-Identifier: Apache-2.0
#include "card/cli/secret_input.hpp"

#include "card/base/error.hpp"
#include "signal_watch.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

namespace card::cli {

namespace {

class Input {
public:
    Input(const std::string& path, int flags) : value_{open(path.c_str(), flags | O_CLOEXEC | O_NOCTTY)} {}

    ~Input()
    {
        if (value_ >= 0)
            close(value_);
    }

    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;

    bool is_open() const { return value_ >= 0; }

    int get() const { return value_; }

private:
    int value_;
};

/// A terminal that asks: it does not show what is typed unless `echo`, until this ends. What was typed too much is
/// thrown away, so that it does not reach the shell.
class AskingTerminal {
public:
    AskingTerminal(int terminal, bool echo) : terminal_{terminal}
    {
        require(tcgetattr(terminal_, &before_) == 0, Errc::internal, "terminal", "not a terminal");
        termios silent = before_;
        if (!echo)
            silent.c_lflag &= static_cast<tcflag_t>(~(ECHO | ECHOE | ECHOK | ECHONL));
        silent.c_cc[VSUSP] = silent.c_cc[VQUIT] = _POSIX_VDISABLE; // would leave the shell without echo
        tcsetattr(terminal_, TCSAFLUSH, &silent);
    }

    ~AskingTerminal() { tcsetattr(terminal_, TCSAFLUSH, &before_); }

    AskingTerminal(const AskingTerminal&) = delete;
    AskingTerminal& operator=(const AskingTerminal&) = delete;

private:
    int terminal_;
    termios before_{};
};

void show(int terminal, std::string_view text)
{
    [[maybe_unused]] const auto written = write(terminal, text.data(), text.size());
}

/// One line without its end. Byte by byte, so that what follows stays for the next reader of this descriptor.
SecureBytes read_line(int descriptor, const SecretFormat& format)
{
    const SignalWatch signals;
    SecureBytes line{format.max_length + 2}; // and a carriage return, and one that is too many
    std::size_t size = 0;
    for (;;) {
        signals.wait_readable(descriptor);
        std::uint8_t& byte = line[size];
        const auto got = read(descriptor, &byte, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            throw Error{Errc::file_unreadable, "reading a secret failed"}.with_field(format.name);
        if (got == 0 && size == 0)
            throw Error{Errc::secret_missing, "end of input"}.with_field(format.name);
        if (got == 0 || byte == '\n')
            break;
        if (++size == line.size())
            throw Error{Errc::secret_format, "too long"}.with_field(format.name);
    }
    if (size > 0 && line[size - 1] == '\r')
        --size;
    return SecureBytes{line.view().first(size)};
}

SecureBytes read_from_terminal(const SecretFormat& format, const std::string& prompt, bool echo)
{
    const Input terminal{"/dev/tty", O_RDWR};
    if (!terminal.is_open())
        throw Error{Errc::secret_missing, "no terminal to ask at"}.with_field(format.name);
    const AskingTerminal asking{terminal.get(), echo};
    const SignalWatch signals; // held until the terminal is in order again
    show(terminal.get(), prompt);
    try {
        SecureBytes line = read_line(terminal.get(), format);
        if (!echo)
            show(terminal.get(), "\n");
        return line;
    } catch (...) {
        show(terminal.get(), "\n");
        throw;
    }
}

/// Calls `read` with the descriptor of the file, of standard input or the one that is given; nothing without either.
template <typename Read>
std::optional<SecureBytes> read_if_given(const SecretSource& source, Read read)
{
    if (source.file && *source.file == "-")
        return read(STDIN_FILENO);
    if (source.file) {
        const Input file{source.file->string(), O_RDONLY};
        if (!file.is_open())
            throw Error{Errc::file_unreadable, "cannot be opened"}.with_field(source.file->string());
        return read(file.get());
    }
    if (source.descriptor)
        return read(*source.descriptor);
    return std::nullopt;
}

SecureBytes read_to_end(int descriptor, const std::string& name, std::size_t max_length)
{
    const SignalWatch signals;
    SecureBytes text{max_length + 1};
    std::size_t size = 0;
    for (;;) {
        signals.wait_readable(descriptor);
        const auto got = read(descriptor, &text[size], text.size() - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            throw Error{Errc::file_unreadable, "reading a secret failed"}.with_field(name);
        if (got == 0)
            break;
        size += static_cast<std::size_t>(got);
        if (size == text.size())
            throw Error{Errc::secret_format, "too long"}.with_field(name);
    }
    if (size == 0)
        throw Error{Errc::secret_missing, "end of input"}.with_field(name);
    return SecureBytes{text.view().first(size)};
}

bool fits(const SecretFormat& format, ByteView secret)
{
    const auto digit = [](std::uint8_t byte) { return byte >= '0' && byte <= '9'; };
    const auto printable = [](std::uint8_t byte) { return byte > ' ' && byte < 0x7F; };
    return secret.size() >= format.min_length && secret.size() <= format.max_length &&
           (format.digits_only ? std::ranges::all_of(secret, digit) : std::ranges::all_of(secret, printable));
}

} // namespace

SecretFormat can_format()
{
    return {"CAN", 6, 6};
}

SecretFormat pin_format()
{
    return {"PIN", 6, 8};
}

SecretFormat puk_format()
{
    return {"PUK", 8, 8};
}

SecretFormat hsm_pin_format()
{
    return {"HSM PIN", 4, 64, false};
}

SecureBytes read_secret(const SecretFormat& format, const SecretSource& source)
{
    auto given = read_if_given(source, [&](int descriptor) { return read_line(descriptor, format); });
    SecureBytes secret = given ? *std::move(given) : read_from_terminal(format, source.prompt, source.echo);
    if (!fits(format, secret))
        throw Error{Errc::secret_format, "outside its format"}.with_field(format.name);
    return secret;
}

SecureBytes read_secret_text(const std::string& name, std::size_t max_length, const SecretSource& source)
{
    auto given = read_if_given(source, [&](int descriptor) { return read_to_end(descriptor, name, max_length); });
    if (!given)
        throw Error{Errc::secret_missing, "no file and no descriptor"}.with_field(name);
    return *std::move(given);
}

bool confirmed(const std::string& name, const std::string& question)
{
    constexpr std::size_t longest_answer = 80;
    return as_text(read_from_terminal({name, 0, longest_answer, false}, question, true)) == "yes";
}

} // namespace card::cli
