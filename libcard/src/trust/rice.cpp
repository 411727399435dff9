// SPDX-License-Identifier: Apache-2.0
#include "rice.hpp"

#include "card/base/error.hpp"

namespace card::trust::rice {

namespace {

constexpr unsigned max_parameter = 30;
constexpr std::size_t count_size = 4;

void require_well_formed(bool holds, std::string_view sentence)
{
    require(holds, Errc::malformed_data, "card status list", sentence);
}

class BitWriter {
public:
    explicit BitWriter(Bytes& out) : out_{out} {}

    void put(std::uint32_t value, unsigned bits)
    {
        while (bits-- > 0)
            put_bit(value >> bits & 1);
    }

    void put_ones(std::uint32_t count)
    {
        while (count-- > 0)
            put_bit(1);
    }

private:
    void put_bit(std::uint32_t bit)
    {
        if (used_ == 0)
            out_.push_back(0);
        out_.back() = static_cast<std::uint8_t>(out_.back() | bit << (7 - used_));
        used_ = (used_ + 1) % 8;
    }

    Bytes& out_;
    unsigned used_ = 0; ///< bits of the last byte
};

class BitReader {
public:
    explicit BitReader(ByteView in) : in_{in} {}

    std::uint32_t take(unsigned bits)
    {
        std::uint32_t value = 0;
        while (bits-- > 0)
            value = value << 1 | take_bit();
        return value;
    }

    /// Ones up to a zero; more than `limit` of them are refused.
    std::uint32_t take_ones(std::uint64_t limit)
    {
        std::uint32_t count = 0;
        while (take_bit() != 0) {
            require_well_formed(count < limit, "a number beyond the end of the list");
            ++count;
        }
        return count;
    }

    /// Bytes used, after the bits that fill up the last one, which must be zero.
    std::size_t finish()
    {
        while (at_ % 8 != 0)
            require_well_formed(take_bit() == 0, "bits after the end");
        return at_ / 8;
    }

private:
    std::uint32_t take_bit()
    {
        require_well_formed(at_ / 8 < in_.size(), "it ends too early");
        const std::uint32_t bit = in_[at_ / 8] >> (7 - at_ % 8) & 1U;
        ++at_;
        return bit;
    }

    ByteView in_;
    std::size_t at_ = 0;
};

/// Calls `visit` with each number that lies between an item and the one before.
template <typename Visit>
void for_each_gap(const std::vector<std::uint32_t>& items, unsigned extra, Visit visit)
{
    std::uint32_t next = 0;
    for (const std::uint32_t item : items) {
        visit((item >> extra) - next, item);
        next = (item >> extra) + 1;
    }
}

/// The largest p with 2^p <= ln 2 * limit / count: within a hundredth of the best for numbers drawn at random, and the
/// sum of all quotients is below 3 * count whatever they are. So nobody can make a stream long.
unsigned parameter_for(std::uint64_t count, std::uint32_t limit)
{
    unsigned parameter = 0;
    while (parameter < max_parameter && 1000 * (count << (parameter + 1)) <= 693 * std::uint64_t{limit})
        ++parameter;
    return parameter;
}

} // namespace

void append(Bytes& out, const std::vector<std::uint32_t>& items, Set set)
{
    const unsigned parameter = parameter_for(items.size(), set.limit);
    card::append(out, big_endian(items.size(), count_size));
    out.push_back(static_cast<std::uint8_t>(parameter));
    BitWriter bits{out};
    for_each_gap(items, set.extra, [&](std::uint32_t gap, std::uint32_t item) {
        bits.put_ones(gap >> parameter);
        bits.put(0, 1);
        bits.put(gap, parameter);
        bits.put(item, set.extra);
    });
}

std::vector<std::uint32_t> take(ByteView& rest, Set set)
{
    require_well_formed(rest.size() > count_size, "it ends too early");
    const std::uint64_t count = from_big_endian(rest.first(count_size));
    const unsigned parameter = rest[count_size];
    rest = rest.subspan(count_size + 1);
    require_well_formed(parameter == parameter_for(count, set.limit), "its parameter is not that of its length");
    require_well_formed(count * (parameter + 1 + set.extra) <= rest.size() * std::uint64_t{8}, "it ends too early");

    std::vector<std::uint32_t> items;
    items.reserve(count);
    BitReader bits{rest};
    std::uint64_t next = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t quotient = bits.take_ones(set.limit >> parameter);
        next += (quotient << parameter) + bits.take(parameter);
        require_well_formed(next < set.limit, "a number beyond the end of the list");
        items.push_back(static_cast<std::uint32_t>(next << set.extra) | bits.take(set.extra));
        ++next;
    }
    rest = rest.subspan(bits.finish());
    return items;
}

} // namespace card::trust::rice
