// SPDX-License-Identifier: Apache-2.0
#include "idcard/answer.hpp"

#include "card/base/error.hpp"

namespace idcard {

using card::Bytes;
using card::ByteView;

namespace {

// One byte of exit code; then every field as four bytes of length and its bytes, the files as names and contents.
constexpr std::size_t length_size = 4;

void add(Bytes& out, ByteView field)
{
    card::append(out, card::big_endian(field.size(), length_size));
    card::append(out, field);
}

class Fields {
public:
    explicit Fields(ByteView rest) : rest_{rest} {}

    bool at_end() const { return rest_.empty(); }

    ByteView take(std::size_t size)
    {
        if (size > rest_.size())
            throw card::Error{card::Errc::malformed_data, card::Step{"worker"}, "an answer that was cut"};
        const ByteView taken = rest_.first(size);
        rest_ = rest_.subspan(size);
        return taken;
    }

    ByteView field() { return take(card::from_big_endian(take(length_size))); }

    std::string text() { return std::string{card::as_text(field())}; }

private:
    ByteView rest_;
};

} // namespace

Bytes encode(const Answer& answer)
{
    Bytes out{static_cast<std::uint8_t>(answer.exit)};
    add(out, card::as_bytes(answer.page));
    add(out, card::as_bytes(answer.notes));
    add(out, answer.state);
    for (const OutputFile& file : answer.files) {
        add(out, card::as_bytes(file.name));
        add(out, file.content);
    }
    return out;
}

Answer decode_answer(ByteView bytes)
{
    Fields fields{bytes};
    Answer answer{.exit = static_cast<card::cli::ExitCode>(fields.take(1)[0]), .page = {}};
    answer.page = fields.text();
    answer.notes = fields.text();
    answer.state = card::to_bytes(fields.field());
    while (!fields.at_end()) {
        std::string name = fields.text();
        answer.files.push_back({std::move(name), card::to_bytes(fields.field())});
    }
    return answer;
}

} // namespace idcard
