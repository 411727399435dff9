# SPDX-License-Identifier: Apache-2.0
# cmake -DSOURCE=FOLDER -DSCRATCH=FOLDER -P source_date.cmake: what the build takes for its source date.
function(expect what wanted)
    include(${SOURCE}/cmake/BuildDate.cmake)
    if(NOT CARD_SOURCE_DATE STREQUAL "${wanted}")
        message(FATAL_ERROR "${what}: ${CARD_SOURCE_DATE} instead of ${wanted}")
    endif()
endfunction()

file(REMOVE_RECURSE ${SCRATCH})
file(MAKE_DIRECTORY ${SCRATCH})
file(WRITE ${SCRATCH}/CMakeLists.txt "")
set(PROJECT_SOURCE_DIR ${SCRATCH})

unset(ENV{SOURCE_DATE_EPOCH})
set(ENV{GIT_CEILING_DIRECTORIES} ${SCRATCH}/..) # a folder of this project is no source archive
file(TIMESTAMP ${SCRATCH}/CMakeLists.txt written "%s" UTC)
expect("a source archive" ${written})

foreach(command "init;-q" "-c;user.name=a;-c;user.email=a@b.invalid;commit;-q;--allow-empty;-m;one")
    set(ENV{GIT_COMMITTER_DATE} "2026-11-22T00:00:00Z")
    execute_process(COMMAND git -C ${SCRATCH} ${command} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
expect("a commit" 1795305600)

set(ENV{SOURCE_DATE_EPOCH} 1700000000)
expect("SOURCE_DATE_EPOCH" 1700000000)
