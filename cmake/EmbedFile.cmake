# SPDX-License-Identifier: Apache-2.0
# Writes a C++ source that returns the bytes of INPUT: NAMESPACE::FUNCTION(), declared in HEADER.
file(READ ${INPUT} hex HEX)
string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${hex}")
file(WRITE ${OUTPUT}
"#include \"${HEADER}\"\n#include <string_view>\n
namespace ${NAMESPACE} {\n
namespace {\nconstexpr char content[] = {${bytes} '\\0'};\n}\n
std::string_view ${FUNCTION}()\n{\n    return {content, sizeof content - 1};\n}\n\n} // namespace ${NAMESPACE}\n")
