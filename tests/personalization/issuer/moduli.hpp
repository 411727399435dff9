// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Moduli of the test data of the finder of ROCA, https://github.com/crocs-muni/roca, MIT.
namespace test::moduli {

/// Of the broken generator: mod03.txt, 2048 bits; mod01.txt, 512 bits.
inline constexpr const char* roca_2048 =
    "9dcd7420e420c270a68060eb8b5aa7457a9f6648f86fafed2775cc1f79ae962f1e63f1b9e51c55f9ea6fdc7332e9b005"
    "8c9ff2eb1fc89855029cf6aafe21e689feb38ac9ffb12f1ce371bb5d0e9aae64161abce74b4244bf68f1edb4411f756a"
    "097c8929c14740245ea355f8332d1aa36bb50c7dcb4505da8de02e4e53d38f8df06097da7524df0df93db48eac8cc4af"
    "2d3a16257eb2b2adca6ba464e5974fa92550d31b1babf161e7692d00b86e3dd886ecab4abfbe1a8f8cc263ff4af55cdb"
    "45f4249a5193925f5e983d762f0b6800943eb0267b08f42ed311ce1f5c86eacbc8ce4d3cb7a2fee1ef5641423a1cf411"
    "4e5ecf50034a60a412523af9e6f4aa11";
inline constexpr const char* roca_512 =
    "944e13208a280c37efc31c3114485e590192adbb8e11c87cad60cdef0037ce99278330d3f471a2538fa667802ed2a3c4"
    "4a8b7dea826e888d0aa341fd664f7fa7";

/// Of another generator: mod05.txt, 2048 bits.
inline constexpr const char* ordinary_2048 =
    "ba68fc5fbb606c4d428ab98b355d66214db4f7e475b5f7ffddc349c73f7d659965121ab16a4014e6c465c111d8502058"
    "53d113f712127e4a230aa97f481eed6410f6c345f48e25fb81c42ec6815dc35cdd839e0de91fb2bec848d0910fa77e2c"
    "31f99ec9bcc7ed167812bd724318b0adf492d6b47c5ce050184e877ea64045f9501bf70569cffd102db7299f49e9c002"
    "22af9115d0aada967dfe759b7e4576e85c3a4ff594039231b90b448b90c3236083bcf819bc318d53a2018ec9b401f102"
    "ba9ee13dde592a42b032df136689d9c5619db55d519853a422d3100624d2d9e478218375f460c26930eda8cd0d947e58"
    "ffe9b7be2445356deaed988223e3ed1d";

} // namespace test::moduli
