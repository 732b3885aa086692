package cloud.bleu.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The operator as the launcher starts it; ended when closed. */
public final class StartedOperator implements AutoCloseable {

  private final Process process;
  private final int port;
  private final Path log;

  /** With further options of {@code bleu run}. */
  public StartedOperator(Path kubeconfig, String... options) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                "./bleu",
                "run",
                "--kubeconfig",
                kubeconfig.toString(),
                "--port",
                String.valueOf(port),
                "--log-format",
                "json",
                "--leader-elect"));
    command.addAll(List.of("--lease-namespace", "default", "--lease-duration", "15"));
    command.addAll(List.of(options));
    log = Files.createTempFile("bleu-operator-", ".log");
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  public void awaitReady(Duration patience) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz")).build();
    HttpClient client = HttpClient.newHttpClient();
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      try {
        if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    throw new IllegalStateException("the operator did not become ready:\n" + Files.readString(log));
  }

  /** What it counts, in the text format of Prometheus. */
  public String metrics() throws IOException, InterruptedException {
    return get("http://127.0.0.1:" + port + "/metrics");
  }

  /** What a URL answers. */
  static String get(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Processor time in seconds since the start. */
  public double cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
  }

  /** A figure of the kernel about the process, in KiB where it is a size. */
  public long status(String field) throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
      if (line.startsWith(field + ":")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no " + field + " in /proc");
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    Files.delete(log);
  }
}
