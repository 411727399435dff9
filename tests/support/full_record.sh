# SPDX-License-Identifier: Apache-2.0
# Read by scripts that need records of every field.
#
# full_record FOLDER: the record of the demonstration there as specimen.json, with all that a record may have, its face
# and its signature.
full_record() {
    local contact='{"name": "ສົມພອນ", "telephone": "+8562055500001", "address": {"village": "ສີສະຫວາດ", "district": "ຈັນທະບູລີ", "province": "ນະຄອນຫຼວງວຽງຈັນ"}}'
    sed -e "s|\"photograph\": .*|\"notify\": [$contact],\n  \"photograph\": \"specimen.jpg\",\n  \"signature\": \"signature.jpg\"|" \
        "$CARD_SOURCE/personalization/demo/specimen.json" > "$1/specimen.json"
    idcard-demo-face "$1/specimen.jpg" 1
    idcard-demo-face --signature "$1/signature.jpg" 1
}
