# SPDX-License-Identifier: Apache-2.0
# Helpers that keep every component's CMakeLists.txt to a few lines.

# One precompiled header per component (per folder that calls this): the first target builds it, the others reuse it.
function(card_precompile target)
    if(NOT CARD_PCH)
        return()
    endif()
    get_property(owner DIRECTORY PROPERTY CARD_PRECOMPILED)
    if(owner)
        target_precompile_headers(${target} REUSE_FROM ${owner})
    else()
        target_precompile_headers(${target} PRIVATE
            <algorithm> <array> <cstdint> <cstring> <functional> <map> <memory> <optional> <span> <string> <string_view>
            <utility> <vector> ${ARGN})
        set_property(DIRECTORY PROPERTY CARD_PRECOMPILED ${target})
    endif()
endfunction()

# card_layer(NAME [DEPENDS layer...] [LIBRARIES target...]): one layer of libcard, one folder, one namespace, one target.
function(card_layer name)
    cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/${name}/*.cpp)
    set(target card_${name})
    list(TRANSFORM ARG_DEPENDS PREPEND card_)
    if(NOT sources) # a layer of headers alone
        add_library(${target} INTERFACE)
        target_include_directories(${target} INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/libcard/include>)
        target_link_libraries(${target} INTERFACE ${ARG_DEPENDS})
        return()
    endif()
    add_library(${target} STATIC ${sources})
    target_include_directories(${target}
        PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/libcard/include>
               $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/libcard/include>
        PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/src/${name})
    target_link_libraries(${target} PUBLIC ${ARG_DEPENDS} PRIVATE ${ARG_LIBRARIES})
    target_compile_definitions(${target} PRIVATE CARD_BUILDING)
    card_precompile(${target})
    set_property(GLOBAL APPEND PROPERTY CARD_LAYERS ${name})
    set_property(GLOBAL APPEND PROPERTY CARD_LIBRARIES ${ARG_LIBRARIES})
endfunction()

# card_embed(TARGET FILE SYMBOL NAMESPACE HEADER): compiles a text file into TARGET as a string_view function.
function(card_embed target file function namespace header)
    set(output ${CMAKE_CURRENT_BINARY_DIR}/${function}.cpp)
    add_custom_command(
        OUTPUT ${output}
        COMMAND ${CMAKE_COMMAND} -DINPUT=${file} -DOUTPUT=${output} -DFUNCTION=${function} -DNAMESPACE=${namespace}
                -DHEADER=${header} -P ${PROJECT_SOURCE_DIR}/cmake/EmbedFile.cmake
        DEPENDS ${file} ${PROJECT_SOURCE_DIR}/cmake/EmbedFile.cmake)
    target_sources(${target} PRIVATE ${output})
endfunction()

# card_embed_folder(TARGET ROOT FUNCTION NAMESPACE HEADER TYPE FILE...): compiles text files into TARGET as a function
# that returns them all, see EmbedFolder.cmake.
function(card_embed_folder target root function namespace header type)
    set(output ${CMAKE_CURRENT_BINARY_DIR}/${function}.cpp)
    add_custom_command(
        OUTPUT ${output}
        COMMAND ${CMAKE_COMMAND} "-DFILES=${ARGN}" -DROOT=${root} -DOUTPUT=${output} -DFUNCTION=${function}
                -DNAMESPACE=${namespace} -DHEADER=${header} -DTYPE=${type}
                -P ${PROJECT_SOURCE_DIR}/cmake/EmbedFolder.cmake
        DEPENDS ${ARGN} ${PROJECT_SOURCE_DIR}/cmake/EmbedFolder.cmake
        VERBATIM)
    target_sources(${target} PRIVATE ${output})
endfunction()

# Files of the calling folder's targets that use a name of their own which another file has, too: where the build joins
# source files (CMAKE_UNITY_BUILD), they stay apart.
function(card_compile_apart)
    set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()
