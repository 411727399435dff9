// SPDX-License-Identifier: Apache-2.0
#include "card/image/decoder.hpp"

#include "card/base/error.hpp"
#include "card/image/format.hpp"
#include "worker_process.hpp"
#include "worker_protocol.hpp"

#include <dlfcn.h>

namespace card::image {

namespace fs = std::filesystem;

namespace {

const Step decoding{"decoding the photograph"};

/// libexec/idcard/idcard-image-worker beside this library or program: lib/libcard.so, lib/TRIPLET/libcard.so and
/// bin/PROGRAM all have it in one of their parents' folders.
fs::path installed_worker()
{
    static const int anchor = 0;
    Dl_info here{};
    if (dladdr(&anchor, &here) == 0 || here.dli_fname == nullptr)
        return {};
    std::error_code ignored;
    fs::path folder = fs::canonical(here.dli_fname, ignored).parent_path();
    for (int level = 0; level < 3 && folder.has_relative_path(); ++level, folder = folder.parent_path())
        if (fs::path worker = folder / "libexec/idcard/idcard-image-worker"; fs::exists(worker, ignored))
            return worker;
    return {};
}

Picture parse_picture(ByteView reply)
{
    const auto broken = [](bool holds) {
        require(holds, Errc::image_broken, decoding.name, "the decoder's answer is no picture");
    };
    broken(reply.size() > picture_header_size);
    const std::uint64_t width = from_big_endian(reply.subspan(1, 4));
    const std::uint64_t height = from_big_endian(reply.subspan(5, 4));
    const ByteView samples = reply.subspan(picture_header_size);
    broken(width <= max_pixels && height <= max_pixels && width * height <= max_pixels &&
           samples.size() == width * height * 3);
    return {static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height), {samples.begin(), samples.end()}};
}

} // namespace

Decoder::Decoder() : worker_{installed_worker()} {}

Picture Decoder::decode(ByteView picture, std::chrono::milliseconds patience) const
{
    require(sniff(picture).has_value(), Errc::image_unsupported, decoding.name, "neither JPEG nor JPEG 2000");
    require(picture.size() <= max_compressed, Errc::image_broken, decoding.name, "larger than any photograph");
    const auto deadline = std::chrono::steady_clock::now() + patience;
    WorkerProcess worker{worker_};
    worker.send(picture, deadline);
    const Bytes reply = worker.receive(picture_header_size + max_pixels * 3, deadline);
    require(!reply.empty(), Errc::image_broken, decoding.name, "the decoder ended without an answer");
    switch (static_cast<Reply>(reply.front())) {
    case Reply::picture:
        return parse_picture(reply);
    case Reply::unsupported:
        throw Error{Errc::image_unsupported, decoding, "a colour space or format that is not decoded"};
    case Reply::broken:
        break;
    }
    throw Error{Errc::image_broken, decoding, "the picture is damaged"};
}

Bytes to_png(ByteView picture)
{
    return encode_png(Decoder{}.decode(picture));
}

} // namespace card::image
