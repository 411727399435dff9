// SPDX-License-Identifier: Apache-2.0
// java BackEnd.java PORT   the back end behind portal.conf: keeps an account for each holder, whatever card he comes with.

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

class BackEnd {
    private record Account(int number, int visits) {}

    private static final Map<String, Account> accounts = new HashMap<>();

    public static void main(String[] arguments) throws IOException {
        // Only nginx on this machine may ask: whoever does names the holder.
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        var server = HttpServer.create(address, 0);
        server.createContext("/", BackEnd::answer);
        server.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        var holder = exchange.getRequestHeaders().getFirst("X-Holder");
        boolean known = holder != null && holder.matches("[0-9a-f]{32}");
        var page = known ? greeting(holder) : "no holder";
        var body = ("<!DOCTYPE html><title>Portal</title><p>" + page + "</p>\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(known ? 200 : 403, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static synchronized String greeting(String holder) {
        var old = accounts.getOrDefault(holder, new Account(accounts.size() + 1, 0));
        var account = new Account(old.number(), old.visits() + 1);
        accounts.put(holder, account);
        return "account " + account.number() + ", visit " + account.visits() + ", holder " + holder;
    }
}
