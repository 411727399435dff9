// SPDX-License-Identifier: Apache-2.0
// Intake of a large batch. `intake_bench make RECORDS PHOTOGRAPH_BYTES FOLDER` writes what a registry would put into a
// batch: manifest.json, records.csv, photographs/. `intake_bench watch FIGURES COMMIT RECORDS PROGRAM...` runs an
// import, prints records per second, and fails unless its memory stays flat.
#include "intake/fields.hpp"
#include "intake/table/columns.hpp"
#include "intake/table/csv.hpp"
#include "personalization/records.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <thread>

namespace {

namespace fs = std::filesystem;

constexpr double warm_up = 0.25;     ///< of the time
constexpr double most_growth = 1.10; ///< of memory after that
constexpr double slack_kib = 2048;   ///< pages that come and go

/// The record of the demonstration as cells, with these values.
std::string row(std::size_t number)
{
    const nlohmann::json specimen = test::specimen();
    const std::map<std::string, std::string> own{{"application", fmt::format("BENCH-{:07}", number)},
        {"personal_number", fmt::format("99{:013}", number)}, {"photograph", fmt::format("{:07}.jpg", number)},
        {"birth_date", fmt::format("{}-{:02}-{:02}", 1970 + number % 30, 1 + number / 30 % 12, 1 + number / 360 % 28)},
        {"household_book", fmt::format("01-{:07}", number)}};
    std::vector<std::string> cells;
    for (const auto& column : perso::intake::all_columns()) {
        const auto found = own.find(std::string{column.path});
        const auto pointer = perso::intake::pointer_to(column.path);
        cells.push_back(found != own.end()           ? found->second
                        : specimen.contains(pointer) ? specimen.at(pointer).get<std::string>()
                                                     : std::string{});
    }
    return perso::intake::csv_line(cells, ',');
}

void make(std::size_t records, std::size_t photograph_size, const fs::path& folder)
{
    fs::create_directories(folder / "photographs");
    std::ofstream table{folder / "records.csv", std::ios::binary};
    table << perso::intake::template_table();
    for (std::size_t number = 1; number <= records; ++number) {
        table << row(number);
        card::Bytes jpeg = test::photograph(photograph_size);
        const std::string mark = std::to_string(number);
        std::copy(mark.begin(), mark.end(), jpeg.end() - 16);
        std::ofstream{folder / "photographs" / fmt::format("{:07}.jpg", number), std::ios::binary}.write(
            reinterpret_cast<const char*>(jpeg.data()), static_cast<std::streamsize>(jpeg.size()));
    }
    std::ofstream{folder / "manifest.json"} << fmt::format(
        R"({{"schema":"idcard-batch-1","batch":"BENCH-{}","registry":"bench","records":{},"photographs":{}}})", records,
        records, records);
}

/// Anonymous memory of a process: what it holds, not what it reads of files.
double rss_kib(pid_t process)
{
    std::ifstream status{fmt::format("/proc/{}/status", process)};
    for (std::string word; status >> word;)
        if (word == "RssAnon:") {
            double kib = 0;
            status >> kib;
            return kib;
        }
    return 0;
}

int watch(const std::string& figures, const std::string& commit, std::size_t records, char** program)
{
    const auto begin = std::chrono::steady_clock::now();
    const pid_t child = ::fork();
    if (child == 0) {
        ::execvp(program[0], program);
        ::_exit(127);
    }
    std::vector<double> samples;
    int status = 0;
    while (::waitpid(child, &status, WNOHANG) == 0) {
        if (const double now = rss_kib(child); now > 0)
            samples.push_back(now);
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    if (status != 0 || samples.size() < 8) {
        fmt::print(stderr, "the import ended with {} after {} samples\n", status, samples.size());
        return 1;
    }
    const auto warm = samples.begin() + static_cast<std::ptrdiff_t>(warm_up * static_cast<double>(samples.size()));
    const double before = *std::max_element(samples.begin(), warm + 1);
    const double after = *std::max_element(warm, samples.end());
    const double rate = static_cast<double>(records) / taken.count();
    fmt::print("intake of {} records with photographs: {:.0f} records per second; memory {:.1f} MiB after warm-up, at "
               "most {:.1f} MiB later\n",
        records, rate, before / 1024, after / 1024);
    if (figures != "-")
        std::ofstream{figures} << fmt::format("{{\n  \"commit\": \"{}\",\n  \"records\": {},\n  \"records_per_s\": "
                                              "{:.0f},\n  \"memory_after_warm_up_kib\": {:.0f},\n"
                                              "  \"memory_most_kib\": {:.0f}\n}}\n",
            commit, records, rate, before, after);
    if (after > before * most_growth + slack_kib) {
        fmt::print(stderr, "memory grows with the batch\n");
        return 1;
    }
    return 0;
}

} // namespace

int main(int count, char** arguments)
{
    const std::string what = count > 4 ? arguments[1] : "";
    if (what == "make" && count == 5) {
        make(std::stoul(arguments[2]), std::stoul(arguments[3]), arguments[4]);
        return 0;
    }
    if (what == "watch" && count > 5)
        return watch(arguments[2], arguments[3], std::stoul(arguments[4]), arguments + 5);
    return 2;
}
