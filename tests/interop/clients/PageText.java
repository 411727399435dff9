// SPDX-License-Identifier: Apache-2.0
// java PageText.java PORT   prints the text of the page that a Chromium shows whose DevTools listen on that port.

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

class PageText {
    // The one target of type page: a tab. Its fields stand in the order of the alphabet.
    private static final Pattern PAGE =
            Pattern.compile("\"type\": \"page\",[^}]*?\"webSocketDebuggerUrl\": \"([^\"]+/page/[^\"]+)\"");

    public static void main(String[] arguments) throws Exception {
        var client = HttpClient.newHttpClient();
        var list = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + arguments[0] + "/json/list")).build();
        var page = PAGE.matcher(client.send(list, BodyHandlers.ofString()).body());
        if (!page.find()) {
            throw new IllegalStateException("no page");
        }
        var answer = new CompletableFuture<String>();
        var socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(page.group(1)), new FirstMessage(answer))
                .get(10, TimeUnit.SECONDS);
        socket.sendText("{\"id\":1,\"method\":\"Runtime.evaluate\","
                + "\"params\":{\"expression\":\"document.body.innerText\"}}", true);
        System.out.println(answer.get(10, TimeUnit.SECONDS));
        socket.abort();
    }

    private record FirstMessage(CompletableFuture<String> whole, StringBuilder parts) implements WebSocket.Listener {
        FirstMessage(CompletableFuture<String> whole) {
            this(whole, new StringBuilder());
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            parts.append(part);
            if (last) {
                whole.complete(parts.toString());
            }
            socket.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            whole.completeExceptionally(error);
        }
    }
}
