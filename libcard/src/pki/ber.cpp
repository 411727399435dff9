// SPDX-License-Identifier: Apache-2.0
#include "card/pki/ber.hpp"

#include "card/base/error.hpp"
#include "card/tlv/tag.hpp"
#include "card/tlv/writer.hpp"

#include <optional>

namespace card::pki {

namespace {

constexpr std::uint8_t constructed_octet_string = 0x24;

[[noreturn]] void malformed(const char* sentence)
{
    throw Error{Errc::malformed_tlv, Step{"BER"}, sentence};
}

struct Header {
    ByteView tag;
    std::optional<std::size_t> length; ///< none: indefinite

    bool constructed() const { return (tag[0] & 0x20) != 0; }

    bool ends_content() const { return tag.size() == 1 && tag[0] == 0x00; }
};

class BerReader {
public:
    BerReader(ByteView ber, std::size_t max_size) : rest_{ber}, max_size_{max_size} {}

    bool at_end() const { return rest_.empty(); }

    /// The next element as DER.
    Bytes element(unsigned depth_left)
    {
        const Header header = read_header();
        if (header.ends_content())
            malformed("an end of content where none may stand");
        if (!header.constructed()) {
            if (!header.length)
                malformed("a primitive element of indefinite length");
            return written(header.tag, to_bytes(take(*header.length)));
        }
        if (depth_left == 0)
            malformed("nested too deep");
        return constructed(header, depth_left - 1);
    }

private:
    ByteView take(std::size_t size)
    {
        if (size > rest_.size())
            malformed("ends early");
        const ByteView taken = rest_.first(size);
        rest_ = rest_.subspan(size);
        return taken;
    }

    ByteView read_tag()
    {
        const ByteView start = rest_;
        std::size_t size = 1;
        if ((take(1)[0] & 0x1F) == 0x1F)
            do {
                if (++size > 3)
                    malformed("a tag of more than three bytes");
            } while ((take(1)[0] & 0x80) != 0);
        return start.first(size);
    }

    Header read_header()
    {
        const ByteView tag = read_tag();
        const std::uint8_t first = take(1)[0];
        if (first < 0x80)
            return {tag, first};
        if (first == 0x80)
            return {tag, std::nullopt};
        const std::size_t bytes = first & 0x7FU;
        if (bytes > 8)
            malformed("a length of more than eight bytes");
        std::size_t length = 0;
        for (const std::uint8_t byte : take(bytes)) {
            length = length << 8U | byte;
            if (length > max_size_)
                malformed("a length beyond the limit");
        }
        return {tag, length};
    }

    /// Whether the content that `header` opened ends here; takes the two zero bytes that end an indefinite one.
    bool ends(const Header& header, const BerReader& content)
    {
        if (header.length)
            return content.at_end();
        if (content.rest_.size() < 2)
            malformed("no end of content");
        return content.rest_[0] == 0x00 && content.rest_[1] == 0x00;
    }

    Bytes constructed(const Header& header, unsigned depth_left)
    {
        BerReader content{header.length ? take(*header.length) : rest_, max_size_};
        const bool segments = header.tag.size() == 1 && header.tag[0] == constructed_octet_string;
        Bytes value;
        while (!ends(header, content)) {
            const Bytes child = content.element(depth_left);
            append(value, segments ? segment_of(child) : ByteView{child});
            if (value.size() > max_size_)
                malformed("larger than the limit");
        }
        if (!header.length)
            rest_ = content.rest_.subspan(2);
        const std::uint8_t octet_string = 0x04;
        return segments ? written({&octet_string, 1}, value) : written(header.tag, value);
    }

    /// Value of one segment of an octet string, which is itself written as DER by now.
    static ByteView segment_of(ByteView der)
    {
        BerReader reader{der, der.size()};
        const Header header = reader.read_header();
        if (header.tag.size() != 1 || header.tag[0] != 0x04)
            malformed("a segment that is no octet string");
        return reader.take(header.length.value_or(0));
    }

    static Bytes written(ByteView tag, ByteView value)
    {
        std::uint32_t number = 0;
        for (const std::uint8_t byte : tag)
            number = number << 8U | byte;
        return tlv::encode(tlv::Tag{number}, value);
    }

    ByteView rest_;
    std::size_t max_size_;
};

} // namespace

Bytes der_of_ber(ByteView ber, std::size_t max_size, unsigned max_depth)
{
    if (ber.size() > max_size)
        malformed("larger than the limit");
    BerReader reader{ber, max_size};
    Bytes der = reader.element(max_depth);
    if (!reader.at_end())
        malformed("bytes after the element");
    check_der(der, max_size, max_depth);
    return der;
}

} // namespace card::pki
