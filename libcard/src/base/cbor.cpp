// SPDX-License-Identifier: Apache-2.0
#include "card/base/cbor.hpp"

#include "card/base/error.hpp"
#include "card/base/utf8.hpp"

#include <array>

namespace card {

namespace {

inline void demand(bool condition, std::string_view sentence)
{
    if (!condition) [[unlikely]]
        throw Error{Errc::malformed_data, Step{"CBOR"}, sentence};
}

/// Bytes that follow the first one of a head with these five low bits.
std::size_t argument_bytes(unsigned low)
{
    demand(low <= 27, "an indefinite length or a reserved head");
    return low < 24 ? 0 : std::size_t{1} << (low - 24);
}

/// The least number that needs so many bytes.
std::uint64_t least_with(std::size_t bytes)
{
    return bytes == 1 ? 24 : std::uint64_t{1} << (bytes * 4);
}

} // namespace

void CborWriter::put(ByteView bytes)
{
    append(out_, bytes);
}

void CborWriter::head(unsigned major, std::uint64_t value)
{
    std::array<std::uint8_t, 9> bytes{};
    unsigned low = static_cast<unsigned>(value);
    std::size_t more = 0;
    if (value >= 24) {
        low = 24;
        while (low < 27 && value >> (8U << (low - 24)) != 0)
            ++low;
        more = std::size_t{1} << (low - 24);
    }
    bytes[0] = static_cast<std::uint8_t>(major << 5 | low);
    for (std::size_t i = more; i > 0; --i, value >>= 8)
        bytes.at(i) = static_cast<std::uint8_t>(value);
    put(ByteView{bytes}.first(1 + more));
}

void CborWriter::bytes(ByteView value)
{
    head(2, value.size());
    put(value);
}

void CborWriter::text(std::string_view value)
{
    head(3, value.size());
    put(as_bytes(value));
}

void CborMatcher::put(ByteView bytes)
{
    same_ = same_ && bytes.size() <= rest_.size() && equal(bytes, rest_.first(bytes.size()));
    if (same_)
        rest_ = rest_.subspan(bytes.size());
}

std::uint64_t CborReader::head(unsigned major)
{
    demand(!rest_.empty(), "it ends too early");
    demand(rest_[0] >> 5 == major, "another kind of item was expected");
    const unsigned low = rest_[0] & 0x1FU;
    const std::size_t more = argument_bytes(low);
    demand(rest_.size() > more, "it ends too early");
    const std::uint64_t value = more == 0 ? low : from_big_endian(rest_.subspan(1, more));
    demand(more == 0 || value >= least_with(more), "a longer head than needed");
    rest_ = rest_.subspan(1 + more);
    return value;
}

std::uint64_t CborReader::number(std::uint64_t limit)
{
    const std::uint64_t value = number();
    demand(value <= limit, "a number is out of range");
    return value;
}

ByteView CborReader::string(unsigned major)
{
    const std::uint64_t size = head(major);
    demand(size <= rest_.size(), "a string ends too early");
    const ByteView value = rest_.first(static_cast<std::size_t>(size));
    rest_ = rest_.subspan(value.size());
    return value;
}

ByteView CborReader::bytes()
{
    return string(2);
}

std::string CborReader::text()
{
    const std::string value{as_text(string(3))};
    demand(is_utf8(value), "a text is no UTF-8");
    return value;
}

std::size_t CborReader::array()
{
    const std::uint64_t items = head(4);
    demand(items <= rest_.size(), "an array ends too early");
    return static_cast<std::size_t>(items);
}

void CborReader::array(std::size_t items)
{
    demand(array() == items, "an array has another number of items");
}

std::size_t CborReader::map()
{
    const std::uint64_t pairs = head(5);
    demand(pairs <= rest_.size() / 2, "a map ends too early");
    return static_cast<std::size_t>(pairs);
}

void CborReader::finish() const
{
    demand(rest_.empty(), "something follows");
}

std::uint64_t CborKeys::next(CborReader& reader)
{
    const std::uint64_t key = reader.number();
    demand(first_ || key > last_, "the keys of a map do not ascend");
    first_ = false;
    last_ = key;
    return key;
}

} // namespace card
