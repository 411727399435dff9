// SPDX-License-Identifier: Apache-2.0
#include "idcard/trust/download.hpp"

#include "card/base/error.hpp"
#include "card/trust/package.hpp"
#include "idcard/draft.hpp"
#include "idcard/trust/regular_file.hpp"

#include <curl/curl.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <charconv>
#include <memory>
#include <utility>

namespace idcard {

namespace fs = std::filesystem;
using card::Errc;
using card::Error;

namespace {

constexpr long http_ok = 200;
constexpr long http_partial_content = 206;
constexpr long http_not_found = 404;
constexpr long http_gone = 410;
constexpr long http_range_not_satisfiable = 416;
constexpr long connect_seconds = 20;
constexpr long stall_seconds = 60; // less than stall_bytes in a second for so long ends a transfer
constexpr long stall_bytes = 16;
constexpr std::size_t longest_latest = 64;
constexpr std::chrono::milliseconds clock_step{100}; // how much earlier the library may see a time as over

struct CloseCurl {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};

using Curl = std::unique_ptr<CURL, CloseCurl>;

/// Where the bytes of a file go. No exception crosses the library: what is wrong is told afterwards.
struct Sink {
    virtual ~Sink() = default;
    /// The file comes from its first byte, or else from the one after those that are here.
    virtual bool begin(bool from_first) = 0;
    virtual bool take(card::ByteView part) = 0;
};

/// One answer on its way.
struct Transfer {
    CURL* curl;
    Sink* sink;
    std::size_t from; ///< the first byte that was asked for
    bool begun = false;
};

/// "bytes 1000-4999/5000" begins where we asked it to.
bool continues(const Transfer& transfer)
{
    curl_header* header = nullptr;
    if (transfer.from == 0 ||
        curl_easy_header(transfer.curl, "Content-Range", 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return false;
    return std::string_view{header->value}.starts_with("bytes " + std::to_string(transfer.from) + "-");
}

/// The body of what is no file (a redirection of a portal that wants a log-in, for one) goes nowhere.
std::size_t write_part(char* data, std::size_t, std::size_t size, void* context)
{
    auto& transfer = *static_cast<Transfer*>(context);
    long status = 0;
    curl_easy_getinfo(transfer.curl, CURLINFO_RESPONSE_CODE, &status);
    const bool whole = status == http_ok;
    if (!whole && !(status == http_partial_content && continues(transfer)))
        return 0;
    if (!std::exchange(transfer.begun, true) && !transfer.sink->begin(whole))
        return 0;
    return transfer.sink->take({reinterpret_cast<const std::uint8_t*>(data), size}) ? size : 0;
}

void global_start()
{
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    card::require(started == CURLE_OK, Errc::internal, "libcurl", "cannot be started");
}

Curl prepared(const std::string& url, std::chrono::seconds longest)
{
    global_start();
    Curl curl{curl_easy_init()};
    card::require(curl != nullptr, Errc::internal, "libcurl", "cannot be started");
    const auto set = [&](CURLoption option, auto value) {
        card::require(curl_easy_setopt(curl.get(), option, value) == CURLE_OK, Errc::internal, "libcurl", "an option");
    };
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_FAILONERROR, 1L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT, connect_seconds);
    set(CURLOPT_LOW_SPEED_TIME, stall_seconds);
    set(CURLOPT_LOW_SPEED_LIMIT, stall_bytes);
    set(CURLOPT_WRITEFUNCTION, write_part);
    set(CURLOPT_TIMEOUT, static_cast<long>(longest.count()));
    return curl;
}

struct Answer {
    CURLcode code = CURLE_OK;
    long status = 0;
    std::chrono::nanoseconds took{};

    bool is_file() const { return code == CURLE_OK && (status == http_ok || status == http_partial_content); }

    bool is_absent() const { return status == http_not_found || status == http_gone; }

    /// What was asked for is not what comes.
    bool is_another_part() const { return code == CURLE_WRITE_ERROR && status == http_partial_content; }
};

Answer perform(const std::string& url, Sink& sink, std::size_t from, std::chrono::seconds longest)
{
    const Curl curl = prepared(url, longest);
    Transfer transfer{.curl = curl.get(), .sink = &sink, .from = from};
    const std::string range = std::to_string(from) + "-";
    // Not CURLOPT_RESUME_FROM: that refuses the whole file where the server gives no parts.
    if (curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, static_cast<void*>(&transfer)) != CURLE_OK ||
        (from > 0 && curl_easy_setopt(curl.get(), CURLOPT_RANGE, range.c_str()) != CURLE_OK))
        throw Error{Errc::internal, "libcurl: an option"};
    Answer answer;
    const auto start = std::chrono::steady_clock::now();
    answer.code = curl_easy_perform(curl.get());
    answer.took = std::chrono::steady_clock::now() - start;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
    return answer;
}

[[noreturn]] void fail(const std::string& url, const Answer& answer, std::chrono::seconds longest)
{
    if (answer.code == CURLE_OPERATION_TIMEDOUT && answer.took >= longest - clock_step)
        throw Error{Errc::download_slow, "it took too long"}.with_field(url).with_number(
            static_cast<long>(std::chrono::ceil<std::chrono::minutes>(longest).count()));
    const bool no_file = answer.status != 0 && answer.status != http_ok && answer.status != http_partial_content;
    throw Error{Errc::download_failed,
        no_file ? "HTTP status " + std::to_string(answer.status) : curl_easy_strerror(answer.code)}
        .with_field(url);
}

class Memory : public Sink {
public:
    bool begin(bool) override
    {
        content.clear();
        return true;
    }

    bool take(card::ByteView part) override
    {
        card::append(content, part);
        return content.size() <= longest_latest;
    }

    card::Bytes content;
};

/// Appends to a file.
class File : public Sink {
public:
    explicit File(const fs::path& path)
        : path_{path},
          file_{::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR)}
    {
        struct stat status {};

        if (!file_.is_open() || ::fstat(file_.get(), &status) != 0)
            fail_to_write(path, errno);
        size_ = static_cast<std::size_t>(status.st_size);
    }

    bool begin(bool from_first) override
    {
        if (!from_first)
            return true;
        if (::ftruncate(file_.get(), 0) != 0) {
            problem_ = errno;
            return false;
        }
        size_ = 0;
        return true;
    }

    bool take(card::ByteView part) override
    {
        if (part.size() > card::trust::max_package_size - std::min(size_, card::trust::max_package_size))
            return false;
        while (!part.empty()) {
            const ssize_t written = ::write(file_.get(), part.data(), part.size());
            if (written < 0 && errno == EINTR)
                continue;
            if (written <= 0) {
                problem_ = errno;
                return false;
            }
            size_ += static_cast<std::size_t>(written);
            part = part.subspan(static_cast<std::size_t>(written));
        }
        return true;
    }

    std::size_t size() const { return size_; }

    /// Throws what the others could not.
    void check()
    {
        if (problem_ == 0)
            return;
        errno = problem_;
        fail_to_write(path_, errno);
    }

private:
    fs::path path_;
    card::Descriptor file_;
    std::size_t size_ = 0;
    int problem_ = 0;
};

/// From the first byte that is missing; the whole once more if the server gives another part.
Answer transfer(const std::string& url, File& file, std::chrono::seconds longest)
{
    Answer answer = perform(url, file, file.size(), longest);
    file.check();
    if (answer.is_another_part()) {
        answer = perform(url, file, 0, longest);
        file.check();
    }
    return answer;
}

} // namespace

Mirror::Mirror(std::string base, fs::path waiting, std::chrono::seconds longest)
    : base_{std::move(base)}, waiting_{std::move(waiting)}, longest_{longest}
{
    while (base_.ends_with('/'))
        base_.pop_back();
    const bool known = base_.starts_with("http://") || base_.starts_with("https://");
    if (!known || base_.find_first_of("@?#") != std::string::npos)
        throw Error{Errc::usage, "neither http:// nor https://"}.with_field("URL");
}

std::uint32_t Mirror::latest() const
{
    const std::string url = base_ + "/latest";
    Memory memory;
    const Answer answer = perform(url, memory, 0, longest_);
    if (!answer.is_file())
        fail(url, answer, longest_);
    std::string_view text = card::as_text(memory.content);
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    std::uint32_t serial = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), serial);
    if (failure != std::errc{} || end != text.data() + text.size() || serial == 0 ||
        serial > card::trust::largest_serial)
        throw Error{Errc::download_failed, "no serial number"}.with_field(url);
    return serial;
}

/// Two that append to one file would spoil it.
void Mirror::hold() const
{
    std::error_code ignored; // if they cannot be made, the last one cannot either
    fs::create_directories(waiting_.parent_path(), ignored);
    for (;;) {
        if (::mkdir(waiting_.c_str(), S_IRWXU) != 0 && errno != EEXIST)
            fail_to_write(waiting_, errno);
        lock_ = card::Descriptor{::open(waiting_.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
        if (!lock_.is_open() && errno == ENOENT) // somebody is done with it
            continue;
        if (!lock_.is_open())
            fail_to_write(waiting_, errno);
        if (::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0)
            throw Error{Errc::package_busy, "another update is under way"}.with_field(waiting_.string());

        struct stat held {};

        struct stat there {};

        if (::fstat(lock_.get(), &held) == 0 && ::stat(waiting_.c_str(), &there) == 0 && held.st_ino == there.st_ino &&
            held.st_dev == there.st_dev)
            return;
    }
}

std::optional<card::Bytes> Mirror::fetch(const std::string& name) const
{
    hold();
    const std::string url = base_ + "/" + name;
    const fs::path part = waiting_ / name;
    File file{part};
    const std::size_t waiting = file.size();
    const Answer answer = transfer(url, file, longest_);
    if (answer.is_absent()) {
        forget(name);
        return std::nullopt;
    }
    const bool was_complete = answer.status == http_range_not_satisfiable && waiting > 0;
    if (!answer.is_file() && !was_complete) {
        if (file.size() == 0)
            forget(name);
        fail(url, answer, longest_);
    }
    if (answer.status == http_partial_content || was_complete)
        continued_ += waiting;
    return read_regular_file(part, card::trust::max_package_size);
}

void Mirror::forget(const std::string& name) const
{
    std::error_code ignored;
    fs::remove(waiting_ / name, ignored);
    fs::remove(waiting_, ignored); // if nothing else waits
}

} // namespace idcard
