# SPDX-License-Identifier: Apache-2.0
# Takes a drill out of a document: the commands of each ```sh block under the heading TITLE go to FOLDER/NN.sh, what
# hands do before and meanwhile, how it ends and what is to be seen, to NN.hands, NN.meanwhile, NN.ends and NN.see.
#   awk -v title="A guided drill" -v folder=FOLDER -f blocks.awk docs/operations.md
function file(kind) { return sprintf("%s/%02d.%s", folder, number, kind) }
function note(kind,    text) {
    text = $0
    sub(/^<!-- [a-z]+: /, "", text)
    sub(/ -->$/, "", text)
    if (kind == "see") print text > file(kind)
    else before[kind] = before[kind] text "\n"
}
function misplaced(what) {
    print FILENAME ":" FNR ": " what > "/dev/stderr"
    exit failed = 1
}

!inside && /^## / { drill = $0 == "## " title; found += drill }
!drill { next }
/^### / && !inside { heading = substr($0, 5); ++parts }
inside && /^```$/ { inside = 0; next }
inside { print > file("sh"); next }
/^```sh$/ {
    if (!told) misplaced("no sentence says what is done")
    inside = 1
    told = 0
    ++number
    print heading == "" ? "preparation" : heading > file("part")
    for (kind in before) printf "%s", before[kind] > file(kind)
    delete before
    next
}
/^```/ { misplaced("a block of another kind") }
/^<!-- (hands|meanwhile|ends|see): .* -->$/ {
    kind = $2
    sub(/:$/, "", kind)
    note(kind)
    next
}
/<!--/ { misplaced("a comment that nobody understands") }
!/^#/ && NF > 0 { told = 1 }
END {
    if (failed) exit 1
    if (found != 1 || inside || length(before) > 0) misplaced("the drill is not whole")
    print parts
}
