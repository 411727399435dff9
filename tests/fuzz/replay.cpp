// SPDX-License-Identifier: Apache-2.0
// NAME_fuzzer FOLDER: runs a fuzz target over every file of its corpus, where libFuzzer is not linked. Each input is
// also tried cut off at every length and with every byte inverted, which is what a torn answer and noise look like.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t longest_varied = 2048;

std::vector<std::uint8_t> read(const std::filesystem::path& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::size_t replay(std::vector<std::uint8_t> input)
{
    LLVMFuzzerTestOneInput(input.data(), input.size());
    if (input.size() > longest_varied)
        return 1;
    for (std::size_t i = 0; i < input.size(); ++i) {
        // A copy of exactly this size lets the address checks see the first byte beyond it.
        const std::vector<std::uint8_t> cut(input.begin(), input.begin() + static_cast<std::ptrdiff_t>(i));
        LLVMFuzzerTestOneInput(cut.data(), cut.size());
        input[i] ^= 0xFF;
        LLVMFuzzerTestOneInput(input.data(), input.size());
        input[i] ^= 0xFF;
    }
    return 1 + 2 * input.size();
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2 || !std::filesystem::is_directory(argv[1])) {
        std::fprintf(stderr, "usage: %s FOLDER of seeds\n", argv[0]);
        return 2;
    }
    std::size_t files = 0;
    std::size_t inputs = 0;
    for (const auto& entry : std::filesystem::directory_iterator{argv[1]}) {
        inputs += replay(read(entry.path()));
        ++files;
    }
    std::printf("%zu inputs from %zu seeds\n", inputs, files);
    return files == 0 ? 1 : 0;
}
