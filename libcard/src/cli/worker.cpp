// SPDX-License-Identifier: Apache-2.0
#include "card/cli/worker.hpp"

#include "worker_process.hpp"

namespace card::cli {

Bytes run_worker(const Work& work, std::chrono::milliseconds silence, const ProgressSink& progress)
{
    const SignalWatch signals;
    WorkerProcess process{work, signals};
    std::string step;
    for (;;) {
        while (const auto message = process.take()) {
            switch (message->kind) {
            case WorkerMessage::Kind::progress:
                step = as_text(message->body);
                if (progress)
                    progress(step);
                break;
            case WorkerMessage::Kind::result:
                process.wait();
                return message->body;
            case WorkerMessage::Kind::error:
                process.wait();
                throw decode_error(message->body, step);
            }
        }
        if (!signals.wait_readable(process.descriptor(), silence))
            throw Error{Errc::card_mute, Step{step}, "no answer before the deadline"};
        if (!process.read_some())
            throw death(process.wait(), step);
    }
}

} // namespace card::cli
