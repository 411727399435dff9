// SPDX-License-Identifier: Apache-2.0
#include "service.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace test {
namespace {

/// Runs a script in the sandbox.
void shell(const std::string& script)
{
    if (std::system(("set -e; cd \"$CARD_SANDBOX\"; " + script).c_str()) != 0)
        throw std::runtime_error{"failed in the sandbox: " + script};
}

} // namespace

void end_service(const char* signal)
{
    shell("tr '\\0' '\\n' < /proc/$(cat pcscd.pid)/cmdline > pcscd.command;"
          "grep -az PCSCLITE /proc/$(cat pcscd.pid)/environ | tr '\\0' '\\n' > pcscd.environment;"
          "kill -" +
          std::string{signal} +
          " $(cat pcscd.pid); while kill -0 $(cat pcscd.pid) 2>/dev/null; do sleep 0.02; done; rm -rf /run/pcscd/*");
}

/// The reader listens on its port a little later than the service on its socket.
void start_service(bool with_reader)
{
    const std::string reader = with_reader ? "if [ -e vpcd.away ]; then mv vpcd.away reader.conf.d/vpcd; fi;"
                                           : "mv reader.conf.d/vpcd vpcd.away;";
    const std::string listening = with_reader ? " && grep -q ':8C7B .* 0A ' /proc/net/tcp /proc/net/tcp6" : "";
    shell(reader +
          "{ xargs -d '\\n' env $(cat pcscd.environment) < pcscd.command >> pcscd.log 2>&1 & };"
          "for i in $(seq 200); do sleep 0.05; if [ -S /run/pcscd/pcscd.comm ]" +
          listening + "; then pgrep -n pcscd > pcscd.pid; exit 0; fi; done; exit 1");
}

} // namespace test
