// SPDX-License-Identifier: Apache-2.0
// A reader that can be unplugged: what the PC/SC service asks of it goes on to the driver NAME.behind, where NAME is
// the file of this library, unless there is a file NAME.unplugged. Then it answers as a maker's driver does whose
// device is gone, and the service takes the reader off its list.
#include <string>

#include <dlfcn.h>
#include <unistd.h>

extern "C" {
#include <ifdhandler.h>
}

namespace {

/// Of this copy of the library: each reader has its own.
const std::string& name()
{
    static const std::string file = [] {
        static const char here = 0;
        Dl_info info{};
        return std::string{::dladdr(&here, &info) != 0 ? info.dli_fname : ""};
    }();
    return file;
}

bool is_unplugged()
{
    return ::access((name() + ".unplugged").c_str(), F_OK) == 0;
}

/// What the driver behind this one answers.
template <typename... Arguments>
RESPONSECODE ask(const char* function, Arguments... arguments)
{
    using Function = RESPONSECODE (*)(Arguments...);
    static void* const driver = ::dlopen((name() + ".behind").c_str(), RTLD_NOW | RTLD_LOCAL);
    void* const found = driver != nullptr ? ::dlsym(driver, function) : nullptr;
    return found != nullptr ? reinterpret_cast<Function>(found)(arguments...) : IFD_NOT_SUPPORTED;
}

template <typename... Arguments>
RESPONSECODE ask_if_there(const char* function, Arguments... arguments)
{
    return is_unplugged() ? IFD_NO_SUCH_DEVICE : ask(function, arguments...);
}

} // namespace

extern "C" {

RESPONSECODE IFDHCreateChannelByName(DWORD lun, LPSTR device)
{
    return ask_if_there("IFDHCreateChannelByName", lun, device);
}

RESPONSECODE IFDHCreateChannel(DWORD lun, DWORD channel)
{
    return ask_if_there("IFDHCreateChannel", lun, channel);
}

RESPONSECODE IFDHCloseChannel(DWORD lun) // its card loses its supply
{
    return ask("IFDHCloseChannel", lun);
}

RESPONSECODE IFDHGetCapabilities(DWORD lun, DWORD tag, PDWORD length, PUCHAR value)
{
    return ask("IFDHGetCapabilities", lun, tag, length, value);
}

RESPONSECODE IFDHSetCapabilities(DWORD lun, DWORD tag, DWORD length, PUCHAR value)
{
    return ask_if_there("IFDHSetCapabilities", lun, tag, length, value);
}

RESPONSECODE IFDHSetProtocolParameters(DWORD lun, DWORD protocol, UCHAR flags, UCHAR pts1, UCHAR pts2, UCHAR pts3)
{
    return ask_if_there("IFDHSetProtocolParameters", lun, protocol, flags, pts1, pts2, pts3);
}

RESPONSECODE IFDHPowerICC(DWORD lun, DWORD action, PUCHAR atr, PDWORD length)
{
    return ask_if_there("IFDHPowerICC", lun, action, atr, length);
}

RESPONSECODE IFDHTransmitToICC(DWORD lun, SCARD_IO_HEADER send, PUCHAR command, DWORD command_length, PUCHAR answer,
    PDWORD answer_length, PSCARD_IO_HEADER receive)
{
    return ask_if_there("IFDHTransmitToICC", lun, send, command, command_length, answer, answer_length, receive);
}

RESPONSECODE IFDHICCPresence(DWORD lun)
{
    return ask_if_there("IFDHICCPresence", lun);
}

RESPONSECODE IFDHControl(
    DWORD lun, DWORD code, PUCHAR input, DWORD input_length, PUCHAR output, DWORD output_length, LPDWORD returned)
{
    return ask_if_there("IFDHControl", lun, code, input, input_length, output, output_length, returned);
}

} // extern "C"
