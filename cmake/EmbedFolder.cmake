# SPDX-License-Identifier: Apache-2.0
# Writes a C++ source with the paths (below ROOT) and contents of FILES, in order of their paths:
# NAMESPACE::FUNCTION() returns a span of TYPE, a pair of string_views; both declared in HEADER.
list(SORT FILES)
set(contents "")
set(table "")
set(number 0)
foreach(file ${FILES})
    file(READ ${file} hex HEX)
    string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${hex}")
    file(RELATIVE_PATH path ${ROOT} ${file})
    string(APPEND contents "constexpr char content_${number}[] = {${bytes} '\\0'};\n")
    string(APPEND table "    ${TYPE}{\"${path}\", {content_${number}, sizeof content_${number} - 1}},\n")
    math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUTPUT}
"#include \"${HEADER}\"\n#include <array>\n
namespace ${NAMESPACE} {\n
namespace {\n${contents}\nconstexpr std::array files{\n${table}};\n}\n
std::span<const ${TYPE}> ${FUNCTION}()\n{\n    return files;\n}\n\n} // namespace ${NAMESPACE}\n")
