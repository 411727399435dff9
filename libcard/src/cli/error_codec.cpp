// SPDX-License-Identifier: Apache-2.0
#include "card/cli/worker.hpp"

#include <optional>
#include <string>

namespace card::cli {

namespace {

// Flags of the optional members, then code, status word, number, and each text behind its length.
constexpr std::uint8_t has_status_word = 1;
constexpr std::uint8_t has_number = 2;

void append_text(Bytes& out, std::string_view text)
{
    append(out, big_endian(text.size(), 4));
    append(out, as_bytes(text));
}

class Cursor {
public:
    explicit Cursor(ByteView bytes) : rest_{bytes} {}

    ByteView take(std::size_t size)
    {
        require(size <= rest_.size(), Errc::malformed_data, "worker", "an error message ends too early");
        const ByteView taken = rest_.first(size);
        rest_ = rest_.subspan(size);
        return taken;
    }

    std::uint64_t number(std::size_t width) { return from_big_endian(take(width)); }

    std::string text() { return std::string{as_text(take(number(4)))}; }

    bool at_end() const { return rest_.empty(); }

private:
    ByteView rest_;
};

/// The sentence that the constructor of Error put behind the step.
std::string_view sentence(const Error& error)
{
    std::string_view what = error.what();
    const std::string& step = error.step();
    if (!step.empty() && what.starts_with(step))
        what.remove_prefix(std::min(what.size(), step.size() + 2)); // "step: "
    return what;
}

} // namespace

Bytes encode_error(const Error& error)
{
    const int flags = (error.status_word() ? has_status_word : 0) | (error.number() ? has_number : 0);
    Bytes out{static_cast<std::uint8_t>(flags)};
    append(out, big_endian(static_cast<std::uint64_t>(error.code()), 2));
    append(out, big_endian(error.status_word().value_or(StatusWord{}).value, 2));
    append(out, big_endian(static_cast<std::uint64_t>(error.number().value_or(0)), 8));
    append_text(out, error.step());
    append_text(out, error.field());
    append_text(out, sentence(error));
    return out;
}

Error decode_error(ByteView bytes, std::string_view known_step)
{
    Cursor cursor{bytes};
    const auto flags = cursor.number(1);
    const auto code = cursor.number(2);
    const StatusWord sw{static_cast<std::uint16_t>(cursor.number(2))};
    const auto number = static_cast<long>(cursor.number(8));
    Step step{cursor.text()};
    if (step.name.empty())
        step.name = known_step;
    const std::string field = cursor.text();
    const std::string text = cursor.text();
    require(cursor.at_end() && code <= static_cast<std::uint64_t>(last_errc), Errc::malformed_data, "worker",
        "not an error message");

    const auto errc = static_cast<Errc>(code);
    Error error = (flags & has_status_word) != 0 ? Error{errc, step, sw}
                  : step.name.empty()            ? Error{errc, text}
                                                 : Error{errc, step, text};
    if (!field.empty())
        static_cast<void>(std::move(error).with_field(field)); // changed in place
    if ((flags & has_number) != 0)
        static_cast<void>(std::move(error).with_number(number));
    return error;
}

} // namespace card::cli
