// SPDX-License-Identifier: Apache-2.0
#include "card/trust/package.hpp"

#include "card/base/error.hpp"
#include "card/pki/cms.hpp"
#include "card/trust/archive.hpp"

#include <array>

namespace card::trust {

namespace {

constexpr std::string_view manifest_file = "manifest.toml";

/// 2.25.19665644497219718752899097965578607065, of a UUID. [X.667] §7
tlv::Oid package_type()
{
    constexpr std::array<std::uint8_t, 19> content{0x69, 0x9D, 0xCB, 0xBB, 0xC8, 0xBD, 0xAD, 0xA2, 0xA3, 0xDF, 0xB4,
        0xF9, 0xD7, 0xF0, 0xA4, 0xB0, 0xDB, 0xB3, 0x59};
    return tlv::Oid::from_content(content);
}

/// 2.25.100543851896487342127946244792067829975
tlv::Oid next_root_type()
{
    constexpr std::array<std::uint8_t, 20> content{0x69, 0x81, 0x97, 0xA4, 0x85, 0xA8, 0x8A, 0xFF, 0x8A, 0xAB, 0xFD,
        0xAD, 0xC8, 0x94, 0xAF, 0x97, 0xC9, 0x80, 0xE1, 0x57};
    return tlv::Oid::from_content(content);
}

void expect(bool condition, std::string_view sentence)
{
    require(condition, Errc::package_invalid, "package", sentence);
}

pki::SignedData verified(ByteView der, const tlv::Oid& type)
{
    try {
        const pki::SignedData data = pki::SignedData::parse_up_to(max_package_size, der);
        expect(data.content_type() == type, "SignedData of another kind");
        expect(data.signature_is_valid(), "the signature does not verify");
        return data;
    } catch (const Error& error) {
        if (error.code() == Errc::package_invalid)
            throw;
        throw Error{Errc::package_invalid, Step{"package"}, error.what()};
    }
}

} // namespace

Envelope Envelope::open(ByteView p7m)
{
    const pki::SignedData data = verified(p7m, package_type());
    return Envelope{data.signer(), data.content()};
}

Package Envelope::unpack() const
{
    ArchiveFiles files = read_archive(archive_);
    expect(files.front().first == manifest_file, "manifest.toml is not the first file");
    Package package{.manifest = parse_manifest(as_text(files.front().second)), .files = {}};
    for (std::size_t i = 1; i < files.size(); ++i) {
        expect(is_package_file(files[i].first), "a file that does not belong into a package");
        package.files.insert(std::move(files[i]));
    }
    if (!package.manifest.base)
        check_contents(package.manifest, package.files);
    return package;
}

Bytes seal(const Package& package, const pki::Certificate& root, const pki::SigningKey& root_key, Time signing_time)
{
    ArchiveFiles files{{std::string{manifest_file}, to_bytes(as_bytes(to_toml(package.manifest)))}};
    files.insert(files.end(), package.files.begin(), package.files.end());
    Bytes p7m = pki::sign(package_type(), write_archive(files), root, root_key, signing_time);
    expect(p7m.size() <= max_package_size, "too large");
    expect(Envelope::open(p7m).unpack() == package, "does not read back as it was");
    return p7m;
}

Bytes hand_over(
    const pki::Certificate& present, const pki::Certificate& next, const pki::SigningKey& next_key, Time signing_time)
{
    return pki::sign(next_root_type(), present.der(), next, next_key, signing_time);
}

pki::Certificate successor(ByteView statement, const pki::Certificate& present)
{
    const pki::SignedData data = verified(statement, next_root_type());
    expect(equal(data.content(), present.der()), "the next root succeeds another one than this");
    return data.signer();
}

} // namespace card::trust
