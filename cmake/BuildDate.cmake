# SPDX-License-Identifier: Apache-2.0
# The source date of the build: SOURCE_DATE_EPOCH, else the date of the commit, else the newest file of a source archive.
# A clock that shows an earlier time than this cannot be right.
if(DEFINED ENV{SOURCE_DATE_EPOCH})
    set(CARD_SOURCE_DATE $ENV{SOURCE_DATE_EPOCH})
else()
    execute_process(COMMAND git -C ${PROJECT_SOURCE_DIR} log -1 --format=%ct
                    OUTPUT_VARIABLE CARD_SOURCE_DATE OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(NOT CARD_SOURCE_DATE)
        file(TIMESTAMP ${PROJECT_SOURCE_DIR}/CMakeLists.txt CARD_SOURCE_DATE "%s" UTC)
    endif()
endif()
