// SPDX-License-Identifier: Apache-2.0
#include "idcard/trust/download.hpp"

#include "card/base/error.hpp"
#include "card/trust/package.hpp"
#include "idcard/trust/regular_file.hpp"
#include "idcard/trust/trust_staging.hpp"

#include <curl/curl.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <charconv>
#include <memory>

namespace idcard {

namespace fs = std::filesystem;
using card::Errc;
using card::Error;

namespace {

constexpr long http_not_found = 404;
constexpr long http_gone = 410;
constexpr long http_range_not_satisfiable = 416;
constexpr long connect_seconds = 20;
constexpr long stall_seconds = 60; // less than stall_bytes in a second for so long ends a transfer
constexpr long stall_bytes = 16;
constexpr std::size_t longest_latest = 64;

struct CloseCurl {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};

using Curl = std::unique_ptr<CURL, CloseCurl>;

/// Where the bytes of an answer go. No exception crosses the library: what is wrong is told afterwards.
struct Sink {
    virtual ~Sink() = default;
    virtual bool take(card::ByteView part) = 0;
};

std::size_t write_part(char* data, std::size_t, std::size_t size, void* sink)
{
    const card::ByteView part{reinterpret_cast<const std::uint8_t*>(data), size};
    return static_cast<Sink*>(sink)->take(part) ? size : 0;
}

void global_start()
{
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    card::require(started == CURLE_OK, Errc::internal, "libcurl", "cannot be started");
}

Curl prepared(const std::string& url, Sink& sink)
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
    set(CURLOPT_WRITEDATA, static_cast<void*>(&sink));
    return curl;
}

struct Answer {
    CURLcode code = CURLE_OK;
    long status = 0;

    /// A redirection is no file, though the library calls it a success.
    bool is_file() const { return code == CURLE_OK && (status == 200 || status == 206); }

    bool is_absent() const { return status == http_not_found || status == http_gone; }
};

Answer perform(const Curl& curl)
{
    Answer answer;
    answer.code = curl_easy_perform(curl.get());
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
    return answer;
}

[[noreturn]] void fail(const std::string& url, const Answer& answer)
{
    const std::string reason =
        answer.code == CURLE_OK ? "HTTP status " + std::to_string(answer.status) : curl_easy_strerror(answer.code);
    throw Error{Errc::download_failed, reason}.with_field(url);
}

class Memory : public Sink {
public:
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
            fail_to_write(path);
        size_ = static_cast<std::size_t>(status.st_size);
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

    void restart()
    {
        if (::ftruncate(file_.get(), 0) != 0)
            fail_to_write(path_);
        size_ = 0;
    }

    /// Throws what take() could not.
    void check()
    {
        if (problem_ == 0)
            return;
        errno = problem_;
        fail_to_write(path_);
    }

private:
    fs::path path_;
    Descriptor file_;
    std::size_t size_ = 0;
    int problem_ = 0;
};

/// From the first byte that is missing; the whole once more if the server gives no parts.
Answer transfer(const std::string& url, File& file)
{
    const std::size_t from = file.size();
    const Curl curl = prepared(url, file);
    if (curl_easy_setopt(curl.get(), CURLOPT_RESUME_FROM_LARGE, static_cast<curl_off_t>(from)) != CURLE_OK)
        throw Error{Errc::internal, "libcurl: an option"};
    const Answer answer = perform(curl);
    file.check();
    if (answer.code != CURLE_RANGE_ERROR || from == 0)
        return answer;
    file.restart();
    const Answer whole = perform(prepared(url, file));
    file.check();
    return whole;
}

} // namespace

Mirror::Mirror(std::string base, fs::path waiting) : base_{std::move(base)}, waiting_{std::move(waiting)}
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
    const Answer answer = perform(prepared(url, memory));
    if (!answer.is_file())
        fail(url, answer);
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

std::optional<card::Bytes> Mirror::fetch(const std::string& name) const
{
    if (::mkdir(waiting_.c_str(), S_IRWXU) != 0 && errno != EEXIST)
        fail_to_write(waiting_);
    const std::string url = base_ + "/" + name;
    const fs::path part = waiting_ / name;
    File file{part};
    const std::size_t waiting = file.size();
    const Answer answer = transfer(url, file);
    if (answer.is_absent()) {
        forget(name);
        return std::nullopt;
    }
    const bool was_complete = answer.status == http_range_not_satisfiable && waiting > 0;
    if (!answer.is_file() && !was_complete)
        fail(url, answer);
    if (answer.status == 206 || was_complete)
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
