package cloud.bleu.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bleu ui}, with what a browser asks it. */
@Tag("wiring")
class UiCommandTest {
  private static final HttpClient BROWSER = HttpClient.newHttpClient();

  @TempDir Path folder;

  /** That of the operator, before anything is asked of a cluster. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --ui-port 8081                          | do nothing without --ui
          --ui-tls-cert a --ui-tls-key b          | do nothing without --ui
          --ui --ui-tls-cert a                    | go together: give both, or neither
          --ui --ui-address 0.0.0.0               | without TLS: give --ui-tls-cert and --ui-tls-key, or take 127.0.0.1 and `kubectl port-forward`
          --ui --ui-address no.such.host.invalid. | is no address of this machine
          """)
  void thatOfTheOperatorRefusesWhatItCannotServe(String options, String said) {
    Typed typed = Typed.withInput("", ("run " + options).split(" "));
    assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.err());
    assertTrue(typed.err().contains(said), typed.err());
  }

  @Test
  void whatChangesIsToldAndShown() throws Exception {
    Path file = folder.resolve("estate.yaml");
    Files.writeString(file, PlanCommandTest.ESTATE + PlanCommandTest.workload("web", 2, ""));
    try (Running ui = new Running("-f", folder.toString(), "--every", "1", "--marking", "TEST")) {
      Document first = ui.page();
      assertTrue(first.select(".matrix tbody th").text().endsWith("web"), first.text());
      assertEquals("TEST", first.select("p.marking").get(0).text());
      try (BufferedReader events = ui.events()) {
        assertEquals(
            "event: page/data: " + first.body().attr("data-page"), next(events), "what is shown");
        Files.writeString(file, "  broken\n", StandardOpenOption.APPEND);
        String failed = next(events);
        assertTrue(failed.startsWith("event: failed/data: " + file), failed);
        assertEquals(first.html(), ui.page().html(), "the page of before stays");
        // At once: a file that is written in place is empty for a moment, and may be read then.
        Path mended = folder.resolve("estate.next");
        Files.writeString(
            mended,
            PlanCommandTest.ESTATE
                + PlanCommandTest.workload("web", 2, "")
                + PlanCommandTest.workload("mail", 1, ""));
        Files.move(mended, file, StandardCopyOption.ATOMIC_MOVE);
        String second = next(events);
        Document now = ui.page();
        assertEquals("event: page/data: " + now.body().attr("data-page"), second);
        assertNotEquals(first.body().attr("data-page"), now.body().attr("data-page"));
        assertEquals(2, now.select(".matrix tbody tr").size());
      }
    }
  }

  @Test
  void anExampleIsShownInFrench() throws Exception {
    try (Running ui = new Running("-f", "examples/hospital", "--lang", "fr", "-n", "sante")) {
      Document page = ui.page();
      assertEquals("fr", page.select("html").attr("lang"));
      assertEquals(3, page.select(".matrix tbody tr").size());
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -f -                                  | standard input can be read once only; give a file or a directory with -f
          -f examples/hospital --every 0        | --every is below 1 second; give 1 or more
          -f examples/hospital --port 70000     | --port is not between 0 and 65535; give another one
          -f examples/hospital --port -1        | --port is not between 0 and 65535; give another one
          -f examples/hospital --evidence nosuch | nosuch: no export of decisions: there is no such directory; give the directory of `bleu run --evidence-dir`
          -f examples/hospital -n nosuch        | no BleuWorkload is in the namespace "nosuch"; there are some in communication, sante, sante-repetition
          -f nosuch                             | nosuch: no such file or directory
          """)
  void whatIsWrongIsToldAtOnce(String arguments, String told) {
    Typed typed =
        Typed.bleu(
            Stream.concat(Stream.of("ui"), Arrays.stream(arguments.split(" +")))
                .toArray(String[]::new));
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertEquals("", typed.out());
    assertTrue(typed.err().startsWith(told), typed.err());
  }

  @Test
  void aPortThatIsTakenIsTold() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(taken.getLocalPort());
      Typed typed =
          Typed.bleu("ui", "-f", "examples/first", "-f", "examples/hospital", "--port", port);
      assertEquals(ExitCode.BAD_INPUT, typed.code());
      assertTrue(typed.err().contains("port " + port + " cannot be used"), typed.err());
    }
  }

  private static String next(BufferedReader events) throws IOException {
    String event = "";
    for (String line = events.readLine(); line != null; line = events.readLine()) {
      if (line.startsWith("event: ")) {
        event = line;
      } else if (line.startsWith("data: ")) {
        return event + "/" + line;
      }
    }
    return "";
  }

  /** The verb on a thread of its own, until Ctrl-C. */
  private static final class Running implements AutoCloseable {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final Thread thread;

    private Running(String... arguments) {
      IOStreams streams =
          new IOStreams(
              new PrintWriter(out, true),
              new PrintWriter(err, true),
              InputStream.nullInputStream(),
              Clock.systemUTC());
      String[] all =
          Stream.concat(Stream.of("ui"), Arrays.stream(arguments)).toArray(String[]::new);
      thread = new Thread(() -> code.complete(Bleu.run(streams, all)));
      thread.start();
    }

    private URI address() {
      await()
          .atMost(1, TimeUnit.MINUTES)
          .until(() -> code.isDone() || out.toString().endsWith(System.lineSeparator()));
      assertTrue(out.toString().startsWith("http://127.0.0.1:"), err::toString);
      return URI.create(out.toString().strip());
    }

    private Document page() throws IOException, InterruptedException {
      return Jsoup.parse(
          BROWSER.send(HttpRequest.newBuilder(address()).build(), BodyHandlers.ofString()).body());
    }

    private BufferedReader events() throws IOException, InterruptedException {
      return new BufferedReader(
          new InputStreamReader(
              BROWSER
                  .send(
                      HttpRequest.newBuilder(address().resolve("events")).build(),
                      BodyHandlers.ofInputStream())
                  .body(),
              StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws Exception {
      thread.interrupt();
      code.get(1, TimeUnit.MINUTES);
    }
  }
}
