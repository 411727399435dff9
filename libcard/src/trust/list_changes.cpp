// SPDX-License-Identifier: Apache-2.0
#include "card/trust/list_changes.hpp"

#include "card/base/cbor.hpp"
#include "card/base/error.hpp"
#include "card/tlv/reader.hpp"

#include <string_view>
#include <unordered_map>
#include <vector>

namespace card::trust {

namespace {

constexpr std::size_t smallest_split = 64; ///< bytes; what is smaller stays in one part
constexpr unsigned deepest_split = 4;      ///< CertificateList, tbsCertList, revokedCertificates, an entry

/// The bytes of `der` from one end to the other: heads of what is split, elements that are not.
void split(std::vector<ByteView>& parts, ByteView der, unsigned depth)
{
    for (tlv::Reader reader{der}; !reader.at_end();) {
        const tlv::Element element = reader.next();
        if (depth == 0 || !element.tag.constructed() || element.whole.size() < smallest_split) {
            parts.push_back(element.whole);
            continue;
        }
        parts.push_back(element.whole.first(element.whole.size() - element.value.size()));
        split(parts, element.value, depth - 1);
    }
}

std::vector<ByteView> split(ByteView der)
{
    std::vector<ByteView> parts;
    split(parts, der, deepest_split);
    return parts;
}

/// Bytes to write, and after them a piece of the old file.
struct Piece {
    Bytes written;
    std::size_t offset = 0;
    std::size_t length = 0;
};

class Pieces {
public:
    explicit Pieces(ByteView older) : older_{older}
    {
        for (const ByteView part : split(older))
            places_.emplace(as_text(part), static_cast<std::size_t>(part.data() - older.data()));
    }

    void add(ByteView part)
    {
        if (continues(part)) {
            pieces_.back().length += part.size();
            return;
        }
        const auto place = places_.find(as_text(part));
        constexpr std::size_t shortest_copy = 16; // a piece takes about as much itself
        if (place != places_.end() && part.size() >= shortest_copy) {
            open().offset = place->second;
            pieces_.back().length = part.size();
        } else {
            append(open().written, part);
        }
    }

    const std::vector<Piece>& all() const { return pieces_; }

private:
    /// What follows in the old file is this part, too.
    bool continues(ByteView part) const
    {
        if (pieces_.empty() || pieces_.back().length == 0)
            return false;
        const ByteView rest = older_.subspan(pieces_.back().offset + pieces_.back().length);
        return rest.size() >= part.size() && equal(rest.first(part.size()), part);
    }

    /// One that copies nothing yet.
    Piece& open()
    {
        if (pieces_.empty() || pieces_.back().length != 0)
            pieces_.emplace_back();
        return pieces_.back();
    }

    ByteView older_;
    std::unordered_map<std::string_view, std::size_t> places_; ///< the first of those that are alike
    std::vector<Piece> pieces_;
};

} // namespace

Bytes make_list_changes(ByteView older, ByteView newer)
{
    Pieces pieces{older};
    for (const ByteView part : split(newer))
        pieces.add(part);
    CborWriter out;
    out.array(3 * pieces.all().size());
    for (const Piece& piece : pieces.all()) {
        out.bytes(piece.written);
        out.number(piece.offset);
        out.number(piece.length);
    }
    return out.take();
}

Bytes apply_list_changes(ByteView older, ByteView changes)
{
    const auto demand = [](bool condition, std::string_view sentence) {
        require(condition, Errc::malformed_data, "changes to a list", sentence);
    };
    CborReader in{changes};
    const std::size_t items = in.array();
    demand(items % 3 == 0, "not in threes");
    Bytes newer;
    for (std::size_t left = items; left > 0; left -= 3) {
        const ByteView written = in.bytes();
        const auto offset = static_cast<std::size_t>(in.number(older.size()));
        const auto length = static_cast<std::size_t>(in.number(older.size() - offset));
        demand(newer.size() + written.size() + length <= max_changed_file, "the list becomes too long");
        append(newer, written);
        append(newer, older.subspan(offset, length));
    }
    in.finish();
    return newer;
}

} // namespace card::trust
