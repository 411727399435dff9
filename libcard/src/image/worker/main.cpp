// SPDX-License-Identifier: Apache-2.0
// idcard-image-worker: decodes one photograph from standard input into pixels on standard output, see
// worker_protocol.hpp. Started by card::image::Decoder; of no use by hand.
#include "card/image/decoder.hpp"
#include "decode.hpp"
#include "sandbox.hpp"

#include <array>
#include <new>

#include <unistd.h>

namespace {

using namespace card;

/// All of standard input; more than a picture may have is not kept.
Bytes read_input()
{
    Bytes input;
    std::array<std::uint8_t, 65536> chunk;
    for (ssize_t size = 0; (size = read(STDIN_FILENO, chunk.data(), chunk.size())) > 0;)
        if (input.size() <= image::max_compressed)
            append(input, ByteView{chunk}.first(static_cast<std::size_t>(size)));
    return input;
}

void write_output(ByteView output)
{
    while (!output.empty()) {
        const ssize_t written = write(STDOUT_FILENO, output.data(), output.size());
        if (written <= 0)
            return;
        output = output.subspan(static_cast<std::size_t>(written));
    }
}

} // namespace

int main()
{
    if (!image::worker::enter_sandbox())
        return 1;
    const Bytes input = read_input();
    Bytes answer{static_cast<std::uint8_t>(image::Reply::broken)};
    try {
        if (input.size() <= image::max_compressed)
            answer = image::worker::answer(input);
    } catch (const std::bad_alloc&) { // it wants more memory than a photograph needs: broken
    }
    write_output(answer);
    _exit(0); // nothing may run behind the sandbox's back that closes or flushes
}
