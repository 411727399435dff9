# SPDX-License-Identifier: Apache-2.0
# libcard.so: every layer whole, only CARD_API visible. Before 1.0 each minor version is an interface of its own.
get_property(layers GLOBAL PROPERTY CARD_LAYERS)
get_property(libraries GLOBAL PROPERTY CARD_LIBRARIES)
list(TRANSFORM layers REPLACE "(.+)" "$<TARGET_OBJECTS:card_\\1>" OUTPUT_VARIABLE objects)

add_library(card SHARED src/version.cpp ${objects})
target_link_libraries(card PRIVATE ${libraries})
if(NOT CARD_SANITIZE) # its runtime is in the program
    target_link_options(card PRIVATE LINKER:--no-undefined)
endif()
target_include_directories(card PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/libcard/include>
    $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/libcard/include>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_compile_features(card INTERFACE cxx_std_20)
set_target_properties(card PROPERTIES
    VERSION 0.${PROJECT_VERSION_MINOR}.${PROJECT_VERSION_PATCH}
    SOVERSION 0.${PROJECT_VERSION_MINOR})

# cmake --install: library, public headers, card.pc and the CMake package of find_package(card).
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/card)
install(TARGETS card EXPORT card COMPONENT development
    LIBRARY COMPONENT runtime NAMELINK_COMPONENT development)
install(DIRECTORY include/card ${CMAKE_CURRENT_BINARY_DIR}/include/card DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    COMPONENT development FILES_MATCHING PATTERN *.hpp PATTERN cli EXCLUDE PATTERN source_date.hpp EXCLUDE)
install(EXPORT card NAMESPACE card:: FILE cardTargets.cmake DESTINATION ${package_dir} COMPONENT development)
configure_file(${PROJECT_SOURCE_DIR}/packaging/card.pc.in card.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/card.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
write_basic_package_version_file(cardConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/cardConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/cardConfigVersion.cmake
    DESTINATION ${package_dir} COMPONENT development)
