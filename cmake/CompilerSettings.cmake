# SPDX-License-Identifier: Apache-2.0
# C++20 for GCC 12 and Clang 14, warnings are errors, hidden visibility, ccache when it is there.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()
# Line tables are enough for a backtrace; full debug information would triple the build.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g1")
# What is measured and shipped; calls into OpenSSL and Botan go there without a detour.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -fno-plt")

add_compile_options(-Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
                    -fstack-protector-strong -Wno-missing-field-initializers)
# PC/SC's own flags ask for threads; a precompiled header serves only where the flags are the same.
add_compile_options(-pthread)
add_compile_definitions(_GLIBCXX_ASSERTIONS)
if(NOT CARD_SANITIZE AND NOT CARD_THREAD)
    add_compile_definitions($<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>)
endif()
add_link_options(-Wl,-z,relro,-z,now -Wl,--as-needed)

# For the targets of the calling folder: their files are compiled six at a time, see card_compile_apart().
macro(card_join_sources)
    set(CMAKE_UNITY_BUILD ON)
    set(CMAKE_UNITY_BUILD_BATCH_SIZE 6)
    add_compile_options(-Wno-shadow -Wno-unused-parameter)
endmacro()

if((CARD_SANITIZE AND NOT CARD_FUZZ) OR CARD_THREAD) # the checks run once, so compiling is what takes the time
    string(REPLACE "-O1" "-O0" CMAKE_CXX_FLAGS_RELWITHDEBINFO "${CMAKE_CXX_FLAGS_RELWITHDEBINFO}")
    card_join_sources() # the release build has seen each file of the product alone
endif()
if(CARD_SANITIZE)
    add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
endif()
if(CARD_THREAD)
    add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
    add_link_options(-fsanitize=thread)
endif()
if(CARD_FUZZ)
    if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
        message(FATAL_ERROR "CARD_FUZZ needs Clang (libFuzzer)")
    endif()
    string(REPLACE "-O1" "-O2" CMAKE_CXX_FLAGS_RELWITHDEBINFO "${CMAKE_CXX_FLAGS_RELWITHDEBINFO}") # runs a million times
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(CARD_COVERAGE)
    add_compile_options(--coverage -O0)
    add_link_options(--coverage)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE_PROGRAM})
    add_compile_options($<$<CXX_COMPILER_ID:Clang>:-Xclang> $<$<CXX_COMPILER_ID:Clang>:-fno-pch-timestamp>)
endif()
