// SPDX-License-Identifier: Apache-2.0
#include "card/trust/status_list.hpp"

#include "card/base/error.hpp"
#include "card/crypto/hash.hpp"
#include "rice.hpp"

#include <algorithm>
#include <array>

namespace card::trust {

namespace {

constexpr std::array<std::pair<CardRevocation, std::string_view>, 4> names{{
    {CardRevocation::lost, "lost"},
    {CardRevocation::stolen, "stolen"},
    {CardRevocation::replaced, "replaced"},
    {CardRevocation::withdrawn, "withdrawn"},
}};

constexpr std::string_view magic = "IDSL";
constexpr std::uint64_t version = 1;
enum class Kind : std::uint8_t { complete = 0, delta = 1 };

constexpr unsigned reason_bits = 2;
constexpr std::size_t state_size = 3;
constexpr std::size_t time_size = 8;
constexpr std::size_t number_size = 4;
constexpr std::size_t digest_length = 32; ///< SHA-256
constexpr Time end_of_time = std::chrono::sys_days{std::chrono::year{10000} / 1 / 1};

void require_well_formed(bool holds, std::string_view sentence)
{
    require(holds, Errc::malformed_data, "card status list", sentence);
}

bool is_state(std::string_view text)
{
    return text.size() == state_size && text.front() != '<' &&
           std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '<'; });
}

void check(const StatusHeader& header)
{
    require_well_formed(is_state(header.issuing_state), "no issuing state of the MRZ");
    require_well_formed(header.high_water <= max_status_index, "its high-water mark is too high");
    require_well_formed(
        Time{} <= header.this_update && header.this_update <= header.next_update && header.next_update < end_of_time,
        "its updates are out of order");
}

/// Fields of fixed length, first to last.
class Fields {
public:
    explicit Fields(ByteView file) : rest_{file}
    {
        require_well_formed(file.size() <= max_status_list_size, "it is too long");
        require_well_formed(as_text(bytes(magic.size())) == magic, "not a card status list");
        require(number(1) == version, Errc::unsupported, "card status list", "another version");
    }

    ByteView bytes(std::size_t size)
    {
        require_well_formed(rest_.size() >= size, "it ends too early");
        const ByteView taken = rest_.first(size);
        rest_ = rest_.subspan(size);
        return taken;
    }

    std::uint64_t number(std::size_t size) { return from_big_endian(bytes(size)); }

    void expect(Kind kind)
    {
        require_well_formed(
            number(1) == static_cast<std::uint8_t>(kind), "a delta instead of a list, or a list instead");
    }

    Time time()
    {
        const std::uint64_t seconds = number(time_size);
        const auto end = static_cast<std::uint64_t>(end_of_time.time_since_epoch().count());
        require_well_formed(seconds < end, "a time that no calendar has");
        return Time{std::chrono::seconds{static_cast<std::int64_t>(seconds)}};
    }

    StatusHeader header()
    {
        StatusHeader header{.issuing_state = std::string{as_text(bytes(state_size))}};
        header.this_update = time();
        header.next_update = time();
        header.number = static_cast<std::uint32_t>(number(number_size));
        header.high_water = static_cast<std::uint32_t>(number(number_size));
        check(header);
        return header;
    }

    std::vector<std::uint32_t> set(std::uint32_t limit, unsigned extra) { return rice::take(rest_, {limit, extra}); }

    void finish() const { require_well_formed(rest_.empty(), "bytes after the end"); }

private:
    ByteView rest_;
};

Bytes begin(Kind kind, const StatusHeader& header)
{
    Bytes out = to_bytes(as_bytes(magic));
    append(out, big_endian(version, 1));
    append(out, big_endian(static_cast<std::uint8_t>(kind), 1));
    append(out, as_bytes(header.issuing_state));
    append(out, big_endian(static_cast<std::uint64_t>(header.this_update.time_since_epoch().count()), time_size));
    append(out, big_endian(static_cast<std::uint64_t>(header.next_update.time_since_epoch().count()), time_size));
    append(out, big_endian(header.number, number_size));
    append(out, big_endian(header.high_water, number_size));
    return out;
}

std::uint32_t pack(const StatusEntry& entry)
{
    return entry.index << reason_bits | static_cast<std::uint32_t>(entry.reason);
}

StatusEntry unpack(std::uint32_t card)
{
    return {card >> reason_bits, CardRevocation{static_cast<std::uint8_t>(card & ((1U << reason_bits) - 1))}};
}

/// A delta between its header and its end.
struct Delta {
    StatusHeader header;
    std::uint32_t from = 0;
    Bytes base_digest;
    std::vector<std::uint32_t> changed; ///< new cards, and cards with another reason: index * 4 + reason
    std::vector<std::uint32_t> cleared; ///< indices
};

Delta read_delta(ByteView file)
{
    Fields fields{file};
    fields.expect(Kind::delta);
    Delta delta{.header = fields.header()};
    delta.from = static_cast<std::uint32_t>(fields.number(number_size));
    delta.base_digest = to_bytes(fields.bytes(digest_length));
    delta.changed = fields.set(delta.header.high_water, reason_bits);
    delta.cleared = fields.set(delta.header.high_water, 0);
    fields.finish();
    require_well_formed(delta.from < delta.header.number, "it does not lead forward");
    return delta;
}

Bytes digest_of(const StatusList& list)
{
    return crypto::digest(crypto::Hash::sha256, list.encode());
}

} // namespace

std::string_view name(CardRevocation reason)
{
    for (const auto& [value, text] : names)
        if (value == reason)
            return text;
    return {};
}

std::optional<CardRevocation> card_revocation_named(std::string_view wanted)
{
    for (const auto& [value, text] : names)
        if (text == wanted)
            return value;
    return std::nullopt;
}

StatusList::StatusList(StatusHeader header, std::vector<std::uint32_t> cards)
    : header_{std::move(header)}, cards_{std::move(cards)}
{
}

StatusList StatusList::make(StatusHeader header, const std::vector<StatusEntry>& entries)
{
    check(header);
    std::vector<std::uint32_t> cards;
    cards.reserve(entries.size());
    for (const StatusEntry& entry : entries) {
        require_well_formed(entry.index < header.high_water, "a card beyond the high-water mark");
        cards.push_back(pack(entry));
    }
    std::sort(cards.begin(), cards.end());
    const auto twice = std::adjacent_find(cards.begin(), cards.end(),
        [](std::uint32_t a, std::uint32_t b) { return a >> reason_bits == b >> reason_bits; });
    require_well_formed(twice == cards.end(), "a card stands twice");
    return StatusList{std::move(header), std::move(cards)};
}

StatusList StatusList::parse(ByteView file)
{
    Fields fields{file};
    fields.expect(Kind::complete);
    StatusHeader header = fields.header();
    std::vector<std::uint32_t> cards = fields.set(header.high_water, reason_bits);
    fields.finish();
    return StatusList{std::move(header), std::move(cards)};
}

Bytes StatusList::encode() const
{
    Bytes out = begin(Kind::complete, header_);
    rice::append(out, cards_, {header_.high_water, reason_bits});
    return out;
}

std::vector<StatusEntry> StatusList::entries() const
{
    std::vector<StatusEntry> entries;
    entries.reserve(cards_.size());
    std::transform(cards_.begin(), cards_.end(), std::back_inserter(entries), unpack);
    return entries;
}

std::optional<CardRevocation> StatusList::find(std::uint32_t index) const
{
    if (index >= max_status_index)
        return std::nullopt;
    const auto found = std::lower_bound(cards_.begin(), cards_.end(), index << reason_bits);
    if (found == cards_.end() || unpack(*found).index != index)
        return std::nullopt;
    return unpack(*found).reason;
}

bool StatusList::covers(std::uint32_t index, Date issued) const
{
    return index < header_.high_water && issued < day_of(header_.this_update);
}

Bytes make_status_delta(const StatusList& base, const StatusList& next)
{
    require_well_formed(base.header().number < next.header().number &&
                            base.header().issuing_state == next.header().issuing_state &&
                            base.header().this_update <= next.header().this_update &&
                            base.header().high_water <= next.header().high_water,
        "it does not lead forward");
    std::vector<std::uint32_t> changed;
    std::vector<std::uint32_t> cleared;
    for (const StatusEntry& entry : next.entries())
        if (base.find(entry.index) != entry.reason)
            changed.push_back(pack(entry));
    for (const StatusEntry& entry : base.entries())
        if (!next.find(entry.index))
            cleared.push_back(entry.index);

    Bytes out = begin(Kind::delta, next.header());
    append(out, big_endian(base.header().number, number_size));
    append(out, digest_of(base));
    rice::append(out, changed, {next.header().high_water, reason_bits});
    rice::append(out, cleared, {next.header().high_water, 0});
    return out;
}

StatusList apply_status_delta(const StatusList& base, ByteView file)
{
    Delta delta = read_delta(file);
    require(delta.from == base.header().number && delta.base_digest == digest_of(base), Errc::trust_data_invalid,
        "card status list", "the delta starts from another list");
    require_well_formed(delta.header.issuing_state == base.header().issuing_state &&
                            base.header().this_update <= delta.header.this_update &&
                            base.header().high_water <= delta.header.high_water,
        "it does not lead forward");

    std::vector<StatusEntry> entries;
    const auto replaced = [&](std::uint32_t index) {
        const auto at = std::lower_bound(delta.changed.begin(), delta.changed.end(), index << reason_bits);
        return at != delta.changed.end() && unpack(*at).index == index;
    };
    std::size_t cleared = 0;
    for (const StatusEntry& entry : base.entries()) {
        const bool gone = std::binary_search(delta.cleared.begin(), delta.cleared.end(), entry.index);
        const bool changed = replaced(entry.index);
        require_well_formed(!(gone && changed), "it clears and lists the same card");
        require_well_formed(!changed || !std::binary_search(delta.changed.begin(), delta.changed.end(), pack(entry)),
            "it changes nothing about a card that it names");
        cleared += gone ? 1 : 0;
        if (!gone && !changed)
            entries.push_back(entry);
    }
    require_well_formed(cleared == delta.cleared.size(), "it clears a card that is not listed");
    std::transform(delta.changed.begin(), delta.changed.end(), std::back_inserter(entries), unpack);
    return StatusList::make(std::move(delta.header), entries);
}

} // namespace card::trust
